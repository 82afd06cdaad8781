//! Tokens as text for error messages, spaced as `rustfmt` would space them. `TokenStream`'s own `Display`
//! puts spaces around every sign and breaks lines.

use crate::tokens::api::{Delimiter, Spacing, TokenTree};
use crate::tokens::{inside_of, ungrouped};

/// Binary operators of several signs.
const JOINED: [&str; 17] = [
    "==", "=>", "!=", "<=", ">=", "&&", "||", "->", "+=", "-=", "*=", "/=", "%=", "<<", ">>", "|=",
    "^=",
];

/// Returns the tokens as a user would write them.
pub(crate) fn written(tokens: &[TokenTree]) -> String {
    let mut text = TokenText::default();
    text.all(tokens);
    text.text
}

/// The text without its spaces.
pub(crate) fn without_spaces(text: &str) -> String {
    let mut without = String::new();
    for part in text.split(' ') {
        without.push_str(part);
    }
    without
}

#[derive(Default)]
struct TokenText {
    text: String,
    last: Last,
    /// The depth of generic arguments, which have no spaces around their brackets.
    angles: u32,
    /// Between the bars of a closure.
    in_parameters: bool,
}

/// The kind of the token before.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Last {
    /// An operand can follow, without a space.
    #[default]
    Start,
    /// An operand can follow, after a space.
    Operator,
    /// A name, a literal or a closing bracket.
    Operand,
    /// A dot or `::`, which join what is on both sides.
    Joint,
}

impl TokenText {
    fn all(&mut self, tokens: &[TokenTree]) {
        let mut rest = tokens;
        while let [token, after @ ..] = rest {
            rest = after;
            match token {
                TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                    let inside = ungrouped(std::slice::from_ref(token)).unwrap_or_default();
                    self.all(&inside);
                }
                TokenTree::Group(group) => {
                    let inside = inside_of(group);
                    self.group(group.delimiter(), &written(&inside));
                }
                TokenTree::Punct(sign) => {
                    let mut signs = sign.as_char().to_string();
                    let mut spacing = sign.spacing();
                    while let ([TokenTree::Punct(next), after @ ..], Spacing::Joint) =
                        (rest, spacing)
                    {
                        let longer = format!("{signs}{}", next.as_char());
                        if !is_operator(&longer) {
                            break;
                        }
                        (signs, spacing, rest) = (longer, next.spacing(), after);
                    }
                    self.sign(&signs);
                }
                word => self.word(&word.to_string()),
            }
        }
    }

    fn word(&mut self, word: &str) {
        if matches!(self.last, Last::Operand | Last::Operator) {
            self.text.push(' ');
        }
        self.text.push_str(word);
        let opens = ["return", "in", "match", "if", "else", "as", "mut", "move", "ref", "dyn"];
        self.last = if opens.contains(&word) { Last::Operator } else { Last::Operand };
    }

    fn group(&mut self, delimiter: Delimiter, inside: &str) {
        let (open, close) = match delimiter {
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace if inside.is_empty() => ("{", "}"),
            Delimiter::Brace => ("{ ", " }"),
            Delimiter::Parenthesis | Delimiter::None => ("(", ")"),
        };
        let is_apart = self.last == Last::Operator
            || self.last == Last::Operand && delimiter == Delimiter::Brace;
        self.push(if is_apart { " " } else { "" }, open);
        self.push(inside, close);
        self.last = Last::Operand;
    }

    fn sign(&mut self, signs: &str) {
        let after_operand = self.last == Last::Operand;
        match signs {
            "," | ";" | ":" => self.close(signs),
            "." | "::" | ".." | "..=" => {
                let is_apart = signs == "::" && self.last == Last::Operator;
                self.push(if is_apart { " " } else { "" }, signs);
                self.last = Last::Joint;
            }
            "?" if after_operand => self.text.push('?'),
            "!" if after_operand => {
                self.text.push('!');
                self.last = Last::Joint;
            }
            "<" if self.last == Last::Joint || self.angles > 0 || !after_operand => {
                self.open_angle();
            }
            ">" if self.angles > 0 => {
                self.angles -= 1;
                self.text.push('>');
                self.last = Last::Operand;
            }
            ">>" if self.angles > 1 => {
                self.angles -= 2;
                self.text.push_str(">>");
                self.last = Last::Operand;
            }
            "|" if self.in_parameters => {
                self.in_parameters = false;
                self.close("|");
            }
            "|" if !after_operand => {
                self.in_parameters = true;
                self.prefix("|");
            }
            "||" if !after_operand => {
                self.prefix("||");
                self.last = Last::Operator;
            }
            _ if after_operand => {
                self.push(" ", signs);
                self.last = Last::Operator;
            }
            "=" | "=>" | "==" => self.close(signs),
            prefix => self.prefix(prefix),
        }
    }

    fn push(&mut self, space: &str, text: &str) {
        self.text.push_str(space);
        self.text.push_str(text);
    }

    fn open_angle(&mut self) {
        self.angles += 1;
        self.prefix("<");
    }

    /// A sign in front of an operand.
    fn prefix(&mut self, sign: &str) {
        let space = if self.last == Last::Operator { " " } else { "" };
        self.push(space, sign);
        self.last = Last::Start;
    }

    /// A sign directly after an operand.
    fn close(&mut self, sign: &str) {
        self.text.push_str(sign);
        self.last = Last::Operator;
    }
}

fn is_operator(signs: &str) -> bool {
    JOINED.contains(&signs) || ["::", "..", "..="].contains(&signs)
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn tokens_are_written_as_rustfmt_would() {
        for text in [
            "token",
            "&mut *user.token",
            "user.tokens[0].as_str()",
            "(&token).into::<Box<dyn Any>>()",
            "pin as u64",
            "a + b * -c",
            "x = ?v",
            "?user.address",
            "logger: LOGGER",
            "\"user\" = user",
            "f(a, &b)?.len()",
            "|item| item + 1",
            "|| 1",
            "a == b && !c",
            "0..=n",
            "dbg!(x)",
            "Vec::<Vec<u8>>::new()",
            "::std::fmt::Error",
            "&[1, 2]",
            "None::<u8>",
            "{ a, b }",
            "if a { b } else { c }",
        ] {
            let tokens: crate::tokens::api::TokenStream = text.parse().unwrap();
            assert_eq!(written(&tokens.into_iter().collect::<Vec<_>>()), text);
        }
    }
}

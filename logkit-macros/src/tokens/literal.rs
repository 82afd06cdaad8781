//! String literals: their text without quotes and escapes.

use crate::tokens::Tokens;
use crate::tokens::api::{Literal, Span, TokenTree};

/// A string literal, `"text"` or `r"text"`.
#[derive(Clone)]
pub(crate) struct StringLiteral {
    pub(super) token: Literal,
    value: String,
}

impl StringLiteral {
    /// Reads a literal; `None` for numbers, characters, bytes and C strings.
    pub(crate) fn new(token: &Literal) -> Option<Self> {
        let written = token.to_string();
        let value = match written.strip_prefix('r') {
            Some(raw) => {
                let (hashes, text) = raw.split_once('"')?;
                text.strip_suffix(hashes)?.strip_suffix('"')?.to_owned()
            }
            None => unescape(written.strip_prefix('"')?.strip_suffix('"')?)?,
        };
        Some(Self { token: token.clone(), value })
    }

    /// The text.
    pub(crate) fn value(&self) -> &str {
        &self.value
    }

    /// The literal as a token.
    pub(crate) fn tokens(&self) -> Tokens {
        vec![TokenTree::Literal(self.token.clone())]
    }

    pub(crate) fn span(&self) -> Span {
        self.token.span()
    }
}

/// The text between quotes, with its escapes replaced. The lexer has checked them.
fn unescape(written: &str) -> Option<String> {
    let mut text = String::new();
    let mut rest = written;
    while let Some(at) = rest.find('\\') {
        text.push_str(rest.get(..at)?);
        let mut chars = rest.get(at + 1..)?.chars();
        let escape = chars.next()?;
        rest = chars.as_str();
        text.push(match escape {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '0' => '\0',
            'x' => {
                let code = rest.get(..2)?;
                rest = rest.get(2..)?;
                char_of(code)?
            }
            'u' => {
                let (code, after) = rest.strip_prefix('{')?.split_once('}')?;
                rest = after;
                char_of(code)?
            }
            // The line continues.
            '\n' | '\r' => {
                while let [b' ' | b'\t' | b'\n' | b'\r', ..] = rest.as_bytes() {
                    rest = rest.get(1..)?;
                }
                continue;
            }
            quoted => quoted,
        });
    }
    text.push_str(rest);
    Some(text)
}

/// The character of a hexadecimal number, `41` or `10_FFFF`.
fn char_of(code: &str) -> Option<char> {
    let mut number = 0;
    for digit in code.chars() {
        if digit != '_' {
            number = number * 16 + digit.to_digit(16)?;
        }
    }
    char::from_u32(number)
}

#[cfg(test)]
mod tests {
    use super::StringLiteral;

    fn value(written: &str) -> Option<String> {
        let literal = StringLiteral::new(&written.parse().unwrap())?;
        Some(literal.value().to_owned())
    }

    /// rustc reads the same literals.
    macro_rules! same {
        ($($literal:literal)*) => { $(
            assert_eq!(value(stringify!($literal)).as_deref(), Some($literal));
        )* };
    }

    #[test]
    fn a_literal_has_the_value_that_rustc_gives_it() {
        same! {
            "" "a" "\"" "\\n" "\n\r\t\0\\\'" "\x41\x7f" "\u{41}\u{10_FFFF}" "ü {name} 'x'"
            "a\
             b" r"" r"\n" r#"""# r##""#"##
        }
        assert_eq!(value("\"a\\\n\n  b\"").as_deref(), Some("ab"));
    }

    #[test]
    fn other_literals_are_not_text() {
        for other in ["1", "1.5", "'a'", "b\"a\"", "br\"a\"", "c\"a\"", "b'a'"] {
            assert_eq!(value(other), None, "{other}");
        }
    }
}

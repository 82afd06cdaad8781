//! What an expression is about, as far as its tokens tell: the path it reads, through references and
//! whatever hands the same value on.

use proc_macro2::{Delimiter, Group, Ident, TokenTree};
use syn::ext::IdentExt as _;

use crate::event::calls::{
    adapts, falls_back, is_mask, looks_up, makes_text, reads_variable, wraps,
};
use crate::event::tokens::{
    Item, after_generics, is_ident, punct, split_at_commas, string_literal, ungrouped,
};
use crate::secret_names::secret;

/// What an expression is about.
#[derive(Debug)]
pub(crate) enum Subject {
    /// A call of a mask.
    Masked,
    /// A literal, which is no secret any more.
    Literal,
    /// A variable, a field or a getter: its path with dots.
    Path(String),
    /// `format!(..)`: what stands in its parentheses.
    Formatted(Vec<Item>),
    /// What a tuple or a list holds.
    Several(Vec<Item>),
    /// Anything that makes a value of its own.
    Other,
}

impl Subject {
    pub(crate) fn of(expression: &[TokenTree]) -> Self {
        if let Some(inside) = ungrouped(expression) {
            return Self::of(&inside);
        }
        let mut rest = expression;
        while let [first, after @ ..] = rest {
            let hands_on = matches!(punct(first), Some('&' | '*' | '-'))
                || is_ident(first, "mut") && !after.is_empty();
            if !hands_on {
                break;
            }
            rest = after;
        }
        match rest {
            [] => Self::Other,
            [only] if ungrouped(std::slice::from_ref(only)).is_some() => Self::of(rest),
            [first, rest @ ..] => primary(first, rest).unwrap_or(Self::Other),
        }
    }

    /// What a field of it is about.
    fn field(self, name: &str) -> Self {
        match self {
            Self::Path(path) => Self::Path(format!("{path}.{name}")),
            _ => Self::Path(name.to_owned()),
        }
    }

    /// What a method without arguments gives of it.
    fn method(self, name: &str) -> Self {
        if adapts(name) { self } else { Self::Other.field(name) }
    }
}

/// What stands first, and all that follows it; `None` for what is more than a path and its suffixes.
fn primary(first: &TokenTree, rest: &[TokenTree]) -> Option<Subject> {
    match first {
        TokenTree::Literal(_) => suffixes(Subject::Literal, rest),
        TokenTree::Group(group) => suffixes(inside(group).or_else(|| several(group))?, rest),
        TokenTree::Ident(ident) if ident == "true" || ident == "false" => {
            suffixes(Subject::Literal, rest)
        }
        TokenTree::Ident(ident) => path(ident, rest),
        // `::logkit::masked(..)`
        TokenTree::Punct(_) => match rest {
            [colon, TokenTree::Ident(ident), rest @ ..] if punct(colon) == Some(':') => {
                path(ident, rest)
            }
            _ => None,
        },
    }
}

/// What parentheses are about, or what a `macro_rules` fragment has wrapped.
fn inside(group: &Group) -> Option<Subject> {
    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
    let is_tuple = inside.iter().any(|token| punct(token) == Some(','));
    let is_plain = matches!(group.delimiter(), Delimiter::Parenthesis | Delimiter::None);
    (is_plain && !is_tuple).then(|| Subject::of(&inside))
}

/// What a tuple or an array holds.
fn several(group: &Group) -> Option<Subject> {
    let is_list = matches!(group.delimiter(), Delimiter::Parenthesis | Delimiter::Bracket);
    is_list.then(|| Subject::Several(split_at_commas(group.stream())))
}

/// What is looked up under the name that stands in the parentheses.
fn looked_up(call: &Group) -> Option<Subject> {
    let inside: Vec<TokenTree> = call.stream().into_iter().collect();
    key(&inside).map(Subject::Path)
}

/// The text that a key is, or its constant, `header::AUTHORIZATION`.
fn key(tokens: &[TokenTree]) -> Option<String> {
    let is_constant = |name: &str| !name.contains(|c: char| c.is_lowercase() || c == '.');
    match (string_literal(tokens), Subject::of(tokens)) {
        (Some(text), _) => Some(text.value()),
        (None, Subject::Path(name)) if is_constant(&name) => Some(name),
        _ => None,
    }
}

/// `config::PASSWORD`, `password`, `masked(&password)`
fn path(first: &Ident, rest: &[TokenTree]) -> Option<Subject> {
    let (mut name, mut rest) = (first, rest);
    let mut owner = None;
    loop {
        rest = match rest {
            [a, b, TokenTree::Ident(segment), after @ ..] if is_separator(a, b) => {
                owner = Some(name);
                name = segment;
                after
            }
            [a, b, open, after @ ..] if is_separator(a, b) && punct(open) == Some('<') => {
                after_generics(after)?
            }
            _ => break,
        }
    }
    let name = name.unraw().to_string();
    match rest {
        [bang, TokenTree::Group(input), rest @ ..] if punct(bang) == Some('!') => {
            let made = match name.as_str() {
                text if makes_text(text) => Subject::Formatted(split_at_commas(input.stream())),
                variable if reads_variable(variable) => looked_up(input)?,
                "vec" => several(input)?,
                _ => Subject::Other,
            };
            suffixes(made, rest)
        }
        [TokenTree::Group(call), rest @ ..] if call.delimiter() == Delimiter::Parenthesis => {
            let owner = owner.map(ToString::to_string);
            let called = match name.as_str() {
                mask if is_mask(mask) => Subject::Masked,
                wrapper if wraps(owner.as_deref(), wrapper) => inside(call)?,
                look_up if looks_up(look_up) => looked_up(call)?,
                _ => Subject::Other,
            };
            suffixes(called, rest)
        }
        rest => suffixes(Subject::Path(name), rest),
    }
}

/// `.field`, `.method()`, `[..]`, `?` and `as T`, one after the other.
fn suffixes(mut subject: Subject, mut rest: &[TokenTree]) -> Option<Subject> {
    loop {
        (subject, rest) = match rest {
            [] => return Some(subject),
            [cast, ..] if is_ident(cast, "as") => return Some(subject),
            [question, after @ ..] if punct(question) == Some('?') => (subject, after),
            [TokenTree::Group(index), after @ ..] if index.delimiter() == Delimiter::Bracket => {
                (indexed(subject, index), after)
            }
            [dot, after @ ..] if punct(dot) == Some('.') => member(subject, after)?,
            _ => return None,
        }
    }
}

/// What follows a dot.
fn member(subject: Subject, after: &[TokenTree]) -> Option<(Subject, &[TokenTree])> {
    let (name, rest) = match after {
        [TokenTree::Ident(name), rest @ ..] => (name.unraw().to_string(), rest),
        // `pair.0`
        [TokenTree::Literal(index), rest @ ..] => {
            return Some((subject.field(&index.to_string()), rest));
        }
        _ => return None,
    };
    let rest = match rest {
        [a, b, open, after @ ..] if is_separator(a, b) && punct(open) == Some('<') => {
            after_generics(after)?
        }
        rest => rest,
    };
    Some(match rest {
        [TokenTree::Group(call), rest @ ..] if call.delimiter() == Delimiter::Parenthesis => {
            let got = match call.stream().is_empty() {
                true => subject.method(&name),
                false if falls_back(&name) => subject,
                false if looks_up(&name) => looked_up(call).unwrap_or(Subject::Other),
                false => Subject::Other,
            };
            (got, rest)
        }
        rest if name == "await" => (subject, rest),
        rest => (subject.field(&name), rest),
    })
}

/// `settings["password"]` is named by its key; of what a number or a range takes, the whole is.
fn indexed(subject: Subject, index: &Group) -> Subject {
    let index: Vec<TokenTree> = index.stream().into_iter().collect();
    match key(&index).filter(|key| string_literal(&index).is_some() || secret(key).is_some()) {
        Some(key) => Subject::Path(key),
        None => subject,
    }
}

fn is_separator(first: &TokenTree, second: &TokenTree) -> bool {
    punct(first) == Some(':') && punct(second) == Some(':')
}

#[cfg(test)]
mod tests {
    use super::Subject;

    fn of(expression: &str) -> Subject {
        let tokens: proc_macro2::TokenStream = expression.parse().unwrap();
        Subject::of(&tokens.into_iter().collect::<Vec<_>>())
    }

    fn path(expression: &str) -> String {
        match of(expression) {
            Subject::Path(path) => path,
            other => panic!("{expression}: {other:?}"),
        }
    }

    #[test]
    fn a_path_is_found_through_what_hands_it_on() {
        for expression in [
            "a.token",
            "&a.token",
            "&&mut *a.token",
            "(a.token)",
            "a.token.as_str()",
            "a.token.clone().unwrap()",
            "&a.token[..4]",
            "a.token[0]",
            "a.token?.as_ref()?",
            "a.token.lock().await",
            "a.token as u64",
            "(&(*a.token)).to_string()",
            "c::a.token",
            "c::d::<E<F>, G>::a.token",
            "::c::a.token",
            "a.token.into::<Vec<u8>>()",
            "-a.token",
            "a.token.as_deref().unwrap_or(\"-\")",
            "Some(&a.token)",
            "a.token.expect(\"set\").as_str()",
        ] {
            assert_eq!(path(expression), "a.token", "{expression}");
        }
        for (expression, expected) in [
            ("r#type", "type"),
            ("self.0.1", "self.0.1"),
            ("user.token()", "token"),
            ("a.token.len()", "len"),
            ("of(a).token", "token"),
            ("settings[\"token\"]", "token"),
            ("headers.get(\"token\").unwrap()", "token"),
            ("headers.get(header::COOKIE)?.to_str()", "COOKIE"),
            ("headers[AUTHORIZATION]", "AUTHORIZATION"),
            ("tokens[MAX]", "tokens"),
            ("vars::var(\"API_KEY\").unwrap_or_default()", "API_KEY"),
            ("Box::new(&a.token)", "a.token"),
            ("String::from(token)", "token"),
            ("std::str::from_utf8(&token).unwrap()", "token"),
            ("crate::TOKEN", "TOKEN"),
        ] {
            assert_eq!(path(expression), expected, "{expression}");
        }
    }

    #[test]
    fn masks_and_literals_are_what_they_are() {
        for expression in [
            "masked(&a)",
            "logkit::masked(&a)",
            "&::logkit::keep_last(4, a)",
            "unmasked(&a)",
            "(crate::hashed(&a)).to_string()",
            "keep_first(4, a.as_str())",
            "Some(masked(&a))",
        ] {
            assert!(matches!(of(expression), Subject::Masked), "{expression}");
        }
        for expression in ["format!(\"{token}\")", "&std::format!(\"{}\", token).as_str()"] {
            assert!(matches!(of(expression), Subject::Formatted(_)), "{expression}");
        }
        for expression in ["(a, token)", "[token]", "vec![token]", "(a, b)[..]", "&(token,)"] {
            assert!(matches!(of(expression), Subject::Several(_)), "{expression}");
        }
        for expression in ["\"a\"", "1", "-1.5", "true", "&b\"a\"", "\"a\".to_owned()", "'a'"] {
            assert!(matches!(of(expression), Subject::Literal), "{expression}");
        }
        for expression in [
            "a + token",
            "a.masked(1)",
            "token()",
            "f(token)",
            "!",
            "",
            "Vec::from(token)",
            "tokens.get(at)",
            "tokens.get(0)",
            "{ token }",
            "|| token",
            "if a { token } else { b }",
            "token?+",
            "a.token.get(..4)",
            "masked!(a)",
            "A { token }",
            "token == b",
            "a.unmasked_by(4)",
        ] {
            assert!(matches!(of(expression), Subject::Other), "{expression}");
        }
    }
}

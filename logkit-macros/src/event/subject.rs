//! What an expression is about, as far as its tokens tell: the path it reads, through references and
//! whatever hands the same value on.

use proc_macro2::{Delimiter, Group, Ident, TokenTree};
use syn::ext::IdentExt as _;

use crate::event::tokens::{
    Item, after_generics, is_ident, punct, split_at_commas, string_literal, ungrouped,
};

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
    /// Anything that makes a value of its own.
    Other,
}

/// The functions around a value that decide how it shows.
const MASKS: [&str; 5] = ["masked", "keep_first", "keep_last", "hashed", "unmasked"];

/// Methods that hand the same value on, be it in another shape.
#[rustfmt::skip]
const ADAPTERS: [&str; 53] = [
    "as_bytes", "as_deref", "as_deref_mut", "as_encoded_bytes", "as_mut", "as_os_str", "as_ref",
    "as_slice", "as_str", "borrow", "bytes", "chars", "clone", "cloned", "copied", "deref",
    "display", "escape_debug", "escape_default", "expose", "first", "get", "get_mut", "get_ref",
    "inner", "into", "into_boxed_str", "into_bytes", "into_inner", "into_iter", "into_string",
    "iter", "last", "lock", "ok", "read", "take", "to_ascii_lowercase", "to_ascii_uppercase",
    "to_bytes", "to_lowercase", "to_owned", "to_str", "to_string", "to_string_lossy",
    "to_uppercase", "to_vec", "trim", "trim_end", "trim_start", "unwrap", "unwrap_or_default",
    "value",
];

/// Methods that take an argument and hand the same value on where there is one.
const FALLBACKS: [&str; 3] = ["expect", "unwrap_or", "unwrap_or_else"];
/// Macros that make text of what they are given.
const FORMATTERS: [&str; 2] = ["format", "format_args"];
/// What shows as what it wraps.
const WRAPPERS: [&str; 3] = ["Some", "Ok", "Err"];

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
        if ADAPTERS.contains(&name) { self } else { Self::Other.field(name) }
    }
}

/// What stands first, and all that follows it; `None` for what is more than a path and its suffixes.
fn primary(first: &TokenTree, rest: &[TokenTree]) -> Option<Subject> {
    match first {
        TokenTree::Literal(_) => suffixes(Subject::Literal, rest),
        TokenTree::Group(group) => suffixes(inside(group)?, rest),
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

/// `config::PASSWORD`, `password`, `masked(&password)`
fn path(first: &Ident, rest: &[TokenTree]) -> Option<Subject> {
    let (mut name, mut rest) = (first, rest);
    loop {
        rest = match rest {
            [a, b, TokenTree::Ident(segment), after @ ..] if is_separator(a, b) => {
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
            let made = if FORMATTERS.contains(&name.as_str()) {
                Subject::Formatted(split_at_commas(input.stream()))
            } else {
                Subject::Other
            };
            suffixes(made, rest)
        }
        [TokenTree::Group(call), rest @ ..] if call.delimiter() == Delimiter::Parenthesis => {
            let called = match name.as_str() {
                mask if MASKS.contains(&mask) => Subject::Masked,
                wrapper if WRAPPERS.contains(&wrapper) => inside(call)?,
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
                false if FALLBACKS.contains(&name.as_str()) => subject,
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
    match string_literal(&index) {
        Some(key) => Subject::Path(key.value()),
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
            "(a, token)",
            "[token]",
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

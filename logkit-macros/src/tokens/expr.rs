//! The kind of an expression as far as its tokens tell: the path it reads, a mask, a literal.

use crate::secret_names::secret;
use crate::tokens::api::{Delimiter, Group, Ident, Name as _, TokenTree};
use crate::tokens::{
    Tokens, after_generics, is_ident, is_separator, punct, split_at_commas, string_literal,
    ungrouped,
};

/// Functions around a value that make its masking explicit.
const MASKS: [&str; 5] = ["masked", "keep_first", "keep_last", "hashed", "unmasked"];

/// Methods that return the same value, possibly in another representation.
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

/// Methods that take an argument and return the same value if it is present.
const FALLBACKS: [&str; 3] = ["expect", "unwrap_or", "unwrap_or_else"];
/// Macros that format their arguments.
const FORMATTERS: [&str; 2] = ["format", "format_args"];
/// Functions whose value shows their argument unchanged.
const WRAPPERS: [&str; 10] = [
    "Some",
    "Ok",
    "Err",
    "from_utf8",
    "from_utf8_lossy",
    "display",
    "debug",
    "clone",
    "to_owned",
    "to_string",
];
/// Constructors that return their argument unchanged if they belong to one of [`MADE`].
const MAKERS: [&str; 4] = ["new", "from", "Borrowed", "Owned"];
/// Types whose constructors keep their argument visible.
const MADE: [&str; 6] = ["Box", "Rc", "Arc", "String", "Cow", "OsString"];
/// Functions that take the name of the value they return.
const LOOK_UPS: [&str; 6] = ["get", "get_all", "get_one", "header", "var", "var_os"];
/// Macros that take the name of an environment variable.
const VARIABLES: [&str; 2] = ["env", "option_env"];

/// Returns true for a function of [`MASKS`].
fn is_mask(function: &str) -> bool {
    MASKS.contains(&function)
}

/// Returns true for a method without arguments that returns the same value.
fn adapts(method: &str) -> bool {
    ADAPTERS.contains(&method)
}

/// Returns true for a method with an argument that returns the same value.
fn falls_back(method: &str) -> bool {
    FALLBACKS.contains(&method)
}

/// Returns true for a macro that formats its arguments.
fn makes_text(name: &str) -> bool {
    FORMATTERS.contains(&name)
}

/// Returns true for a function that returns its argument unchanged; `owner` is the `Box` of `Box::new`.
fn wraps(owner: Option<&str>, function: &str) -> bool {
    WRAPPERS.contains(&function)
        || MAKERS.contains(&function) && owner.is_some_and(|owner| MADE.contains(&owner))
}

/// Returns true for a function or a method that takes the name of the value it returns.
fn looks_up(function: &str) -> bool {
    LOOK_UPS.contains(&function)
}

/// Returns true for a macro that takes the name of an environment variable.
fn reads_variable(name: &str) -> bool {
    VARIABLES.contains(&name)
}

/// The kind of an expression.
#[derive(Debug)]
pub(crate) enum ExprKind {
    /// A call of a mask.
    Masked,
    /// A literal: its text is in the source already, so it is not treated as a secret.
    Literal,
    /// A variable, a field or a getter: its path with dots.
    Path(String),
    /// `format!(..)`: its arguments.
    Formatted(Vec<Tokens>),
    /// The elements of a tuple, an array or a `vec!`.
    Several(Vec<Tokens>),
    /// Any other expression.
    Other,
}

impl ExprKind {
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

    /// The kind of a field of this expression.
    fn field(self, name: &str) -> Self {
        match self {
            Self::Path(path) => Self::Path(format!("{path}.{name}")),
            _ => Self::Path(name.to_owned()),
        }
    }

    /// The kind of the result of a method without arguments.
    fn method(self, name: &str) -> Self {
        if adapts(name) { self } else { Self::Other.field(name) }
    }
}

/// A primary expression and its suffixes; `None` for anything longer.
fn primary(first: &TokenTree, rest: &[TokenTree]) -> Option<ExprKind> {
    match first {
        TokenTree::Literal(_) => suffixes(ExprKind::Literal, rest),
        TokenTree::Group(group) => suffixes(inside(group).or_else(|| several(group))?, rest),
        TokenTree::Ident(ident) if ident.is("true") || ident.is("false") => {
            suffixes(ExprKind::Literal, rest)
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

/// The expression in parentheses or in the invisible group of a `macro_rules` fragment.
fn inside(group: &Group) -> Option<ExprKind> {
    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
    let is_tuple = inside.iter().any(|token| punct(token) == Some(','));
    let is_plain = matches!(group.delimiter(), Delimiter::Parenthesis | Delimiter::None);
    (is_plain && !is_tuple).then(|| ExprKind::of(&inside))
}

/// The elements of a tuple or an array.
fn several(group: &Group) -> Option<ExprKind> {
    let is_list = matches!(group.delimiter(), Delimiter::Parenthesis | Delimiter::Bracket);
    is_list.then(|| ExprKind::Several(split_at_commas(group.stream())))
}

/// A value that is looked up by the name in the parentheses.
fn looked_up(call: &Group) -> Option<ExprKind> {
    let inside: Vec<TokenTree> = call.stream().into_iter().collect();
    key(&inside).map(ExprKind::Path)
}

/// The text of a literal key, or the name of a constant one, `header::AUTHORIZATION`.
fn key(tokens: &[TokenTree]) -> Option<String> {
    let is_constant = |name: &str| !name.contains(|c: char| c.is_lowercase() || c == '.');
    match (string_literal(tokens), ExprKind::of(tokens)) {
        (Some(text), _) => Some(text.value().to_owned()),
        (None, ExprKind::Path(name)) if is_constant(&name) => Some(name),
        _ => None,
    }
}

/// A path and its suffixes: `config::PASSWORD`, `password`, `masked(&password)`.
fn path(first: &Ident, rest: &[TokenTree]) -> Option<ExprKind> {
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
    let name = name.unraw();
    match rest {
        [bang, TokenTree::Group(input), rest @ ..] if punct(bang) == Some('!') => {
            let made = match name.as_str() {
                text if makes_text(text) => ExprKind::Formatted(split_at_commas(input.stream())),
                variable if reads_variable(variable) => looked_up(input)?,
                "vec" => several(input)?,
                _ => ExprKind::Other,
            };
            suffixes(made, rest)
        }
        [TokenTree::Group(call), rest @ ..] if call.delimiter() == Delimiter::Parenthesis => {
            let owner = owner.map(ToString::to_string);
            let called = match name.as_str() {
                mask if is_mask(mask) => ExprKind::Masked,
                wrapper if wraps(owner.as_deref(), wrapper) => inside(call)?,
                look_up if looks_up(look_up) => looked_up(call)?,
                _ => ExprKind::Other,
            };
            suffixes(called, rest)
        }
        rest => suffixes(ExprKind::Path(name), rest),
    }
}

/// Applies `.field`, `.method()`, `[..]`, `?` and `as T`, one after the other.
fn suffixes(mut kind: ExprKind, mut rest: &[TokenTree]) -> Option<ExprKind> {
    loop {
        (kind, rest) = match rest {
            [] => return Some(kind),
            [cast, ..] if is_ident(cast, "as") => return Some(kind),
            [question, after @ ..] if punct(question) == Some('?') => (kind, after),
            [TokenTree::Group(index), after @ ..] if index.delimiter() == Delimiter::Bracket => {
                (indexed(kind, index), after)
            }
            [dot, after @ ..] if punct(dot) == Some('.') => member(kind, after)?,
            _ => return None,
        }
    }
}

/// A field or a method after a dot, and the tokens after it.
fn member(kind: ExprKind, after: &[TokenTree]) -> Option<(ExprKind, &[TokenTree])> {
    let (name, rest) = match after {
        [TokenTree::Ident(name), rest @ ..] => (name.unraw(), rest),
        // `pair.0`
        [TokenTree::Literal(index), rest @ ..] => {
            return Some((kind.field(&index.to_string()), rest));
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
                true => kind.method(&name),
                false if falls_back(&name) => kind,
                false if looks_up(&name) => looked_up(call).unwrap_or(ExprKind::Other),
                false => ExprKind::Other,
            };
            (got, rest)
        }
        rest if name == "await" => (kind, rest),
        rest => (kind.field(&name), rest),
    })
}

/// An index: `settings["password"]` is named by its key, a number or a range keeps the name of the
/// indexed value.
fn indexed(kind: ExprKind, index: &Group) -> ExprKind {
    let index: Vec<TokenTree> = index.stream().into_iter().collect();
    match key(&index).filter(|key| string_literal(&index).is_some() || secret(key).is_some()) {
        Some(key) => ExprKind::Path(key),
        None => kind,
    }
}

#[cfg(test)]
mod tests {
    use super::ExprKind;

    fn of(expression: &str) -> ExprKind {
        let tokens: crate::tokens::api::TokenStream = expression.parse().unwrap();
        ExprKind::of(&tokens.into_iter().collect::<Vec<_>>())
    }

    fn path(expression: &str) -> String {
        match of(expression) {
            ExprKind::Path(path) => path,
            other => panic!("{expression}: {other:?}"),
        }
    }

    #[test]
    fn a_path_is_found_through_its_adapters() {
        for expression in [
            "a.token",
            "tracing::field::display(&a.token)",
            "field::debug(a.token.as_str())",
            "::tracing::field::display(a.token)",
            "ToString::to_string(&a.token)",
            "Clone::clone(&a.token)",
            "Arc::clone(&a.token)",
            "std::sync::Arc::clone(&a.token)",
            "ToOwned::to_owned(a.token)",
            "Cow::Borrowed(&a.token)",
            "std::borrow::Cow::Owned(a.token.clone())",
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
    fn masks_and_literals_are_recognized() {
        for expression in [
            "masked(&a)",
            "logkit::masked(&a)",
            "&::logkit::keep_last(4, a)",
            "unmasked(&a)",
            "(crate::hashed(&a)).to_string()",
            "keep_first(4, a.as_str())",
            "Some(masked(&a))",
        ] {
            assert!(matches!(of(expression), ExprKind::Masked), "{expression}");
        }
        for expression in ["format!(\"{token}\")", "&std::format!(\"{}\", token).as_str()"] {
            assert!(matches!(of(expression), ExprKind::Formatted(_)), "{expression}");
        }
        for expression in ["(a, token)", "[token]", "vec![token]", "(a, b)[..]", "&(token,)"] {
            assert!(matches!(of(expression), ExprKind::Several(_)), "{expression}");
        }
        for expression in ["\"a\"", "1", "-1.5", "true", "&b\"a\"", "\"a\".to_owned()", "'a'"] {
            assert!(matches!(of(expression), ExprKind::Literal), "{expression}");
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
            assert!(matches!(of(expression), ExprKind::Other), "{expression}");
        }
    }
}

//! The arguments with a colon before the fields: `logger: .., name: .., parent: ..`.

use crate::event::repair::Mistake;
use crate::levels::is_variant;
use crate::nearest::nearest;
use crate::tokens::api::{Ident, Name as _, Spacing, TokenTree};
use crate::tokens::{
    Tokens, is_ident, is_path, is_punct, starts_with, text_of, ungrouped, written,
};

/// The arguments of a statement.
#[derive(Default)]
pub(crate) struct EventArgs {
    pub(crate) logger: Option<Tokens>,
    pub(crate) name: Option<Tokens>,
    pub(crate) parent: Option<Tokens>,
}

/// The result of adding an argument.
pub(crate) enum Added {
    Yes,
    /// The item is a field with a colon, for which there is an error.
    Field,
    /// A wrong argument.
    Mistake(Mistake),
    /// A fault that the corrected statement does not have.
    Misplaced(String),
}

/// The names of the arguments; `target` has an error of its own.
pub(crate) const ARGUMENTS: [&str; 4] = ["logger", "name", "parent", "target"];

impl EventArgs {
    /// Adds one argument.
    pub(crate) fn add(&mut self, key: &Ident, value: &[TokenTree]) -> Added {
        let (slot, example) = match key.to_string().as_str() {
            "logger" => (&mut self.logger, "LOGGER"),
            "name" => (&mut self.name, "\"packed\""),
            "parent" => (&mut self.parent, "None"),
            "target" => return Added::Misplaced(comes_first(key)),
            other => {
                return match nearest(other, ARGUMENTS.iter().copied()) {
                    Some(_) => Added::Misplaced(format!("unknown argument `{key}:`")),
                    None => Added::Field,
                };
            }
        };
        if value.is_empty() {
            let (fault, code) = (format!("`{key}:` needs a value"), format!("{key}: {example}"));
            return Added::Mistake(Mistake { fault, code });
        }
        if key.is("logger") && (!is_path(value) || is_variable(value)) {
            let path = match value {
                [sign, path @ ..] if is_punct(sign, '&') => path,
                _ => &[],
            };
            let is_static = is_path(path) && !is_variable(path);
            let path = if is_static { written(path) } else { example.to_owned() };
            let fault = "expected the path of a logger's static".to_owned();
            return Added::Mistake(Mistake { fault, code: format!("logger: {path}") });
        }
        if slot.replace(value.to_vec()).is_some() {
            return Added::Misplaced(format!("`{key}:` is given twice"));
        }
        Added::Yes
    }
}

/// Returns true for a name in lower case, which no static has. `rustc` would suggest a change to the
/// static of the expansion.
fn is_variable(value: &[TokenTree]) -> bool {
    match value {
        [TokenTree::Ident(only)] => only.unraw().chars().next().is_some_and(char::is_lowercase),
        _ => matches!(ungrouped(value), Some(inside) if is_variable(&inside)),
    }
}

/// Parses `name: value`.
pub(crate) fn arg(item: &[TokenTree]) -> Option<(&Ident, &[TokenTree])> {
    match item {
        [TokenTree::Ident(key), TokenTree::Punct(colon), value @ ..]
            if colon.as_char() == ':' && colon.spacing() == Spacing::Alone =>
        {
            Some((key, value))
        }
        _ => None,
    }
}

/// Returns true for the name of an argument.
pub(crate) fn is_argument(key: &Ident) -> bool {
    key.is_any(&ARGUMENTS)
}

/// The fault of an argument that is not in front, or that there is not.
pub(crate) fn comes_first(key: &Ident) -> String {
    if key.is("target") {
        "found `target:`, but the target is the logger's name".to_owned()
    } else if is_argument(key) {
        format!("found `{key}:` after a field or the message")
    } else {
        "found a field after the message".to_owned()
    }
}

/// The path in `logger = LOGGER`. A constant of another name may be a text.
pub(crate) fn logger_as_field(item: &[TokenTree]) -> Option<&[TokenTree]> {
    match item {
        [key, equals, path @ ..]
            if is_ident(key, "logger") && is_punct(equals, '=') && is_logger_static(path) =>
        {
            Some(path)
        }
        _ => None,
    }
}

/// Returns true for the path of a static whose name is a logger's.
pub(crate) fn is_logger_static(item: &[TokenTree]) -> bool {
    let is_logger = |name: &str| name == "LOGGER" || name.ends_with("_LOGGER");
    is_path(item) && matches!(item, [.., last] if is_logger(&last.to_string()))
}

/// Returns true for the logger in `event!(AUDIT, Level::Info, ..)`; `next` is the item after it.
pub(crate) fn is_logger_before_level(item: &[TokenTree], next: Option<&Tokens>) -> bool {
    let is_static = is_path(item) && !is_variable(item) && !is_variant(item);
    is_static && next.is_some_and(|next| is_variant(next))
}

/// The span in `parent = &span`.
pub(crate) fn span_as_field(item: &[TokenTree]) -> Option<&[TokenTree]> {
    let is_span = |name: &str| name == "span" || name.ends_with("_span");
    match item {
        [key, equals, value @ ..]
            if is_ident(key, "parent")
                && is_punct(equals, '=')
                && starts_with(value, '&')
                && is_span(&text_of(value.last())) =>
        {
            Some(value)
        }
        _ => None,
    }
}

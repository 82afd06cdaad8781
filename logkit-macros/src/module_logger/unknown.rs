//! Arguments of `#[module_logger(..)]` that there are not, and what their authors meant.

use crate::errors::SpannedError;
use crate::levels;
use crate::names;
use crate::nearest::nearest;
use crate::tokens::api::{Delimiter, Ident, Name as _, TokenTree};
use crate::tokens::{is_punct, stream, text_of, without_spaces, written};
use crate::words::{meaning, trimmed};

const KEYS: [&str; 6] = ["level", "propagate", "strict", "allow_bypass", "vis", "crate"];

/// Keys of other loggers, each with that of this attribute. The name has none.
const OTHER_KEYS: &[(&str, &str)] = &[
    ("lvl", "level"),
    ("severity", "level"),
    ("verbosity", "level"),
    ("threshold", "level"),
    ("min_level", "level"),
    ("max_level", "level"),
    ("log_level", "level"),
    ("loglevel", "level"),
    ("default_level", "level"),
    ("visibility", "vis"),
    ("bypass", "allow_bypass"),
    ("name", ""),
    ("target", ""),
    ("logger", ""),
    ("module", ""),
    ("category", ""),
    ("channel", ""),
    ("id", ""),
];

/// Keys for what handlers and formats do.
const OF_HANDLERS: [&str; 21] = [
    "file",
    "filename",
    "path",
    "output",
    "out",
    "stream",
    "handler",
    "handlers",
    "sink",
    "sinks",
    "appender",
    "format",
    "formatter",
    "fmt",
    "json",
    "color",
    "colors",
    "datefmt",
    "rotation",
    "queue",
    "filter",
];

/// The error for an unknown argument, or for a name without quotes.
pub(super) fn unknown(item: &[TokenTree], key: &Ident, value: &[TokenTree]) -> SpannedError {
    let text = key.unraw();
    if !matches!(value, [first, ..] if is_value(first)) {
        return without_value(item, &text, value);
    }
    let found = format!("unknown argument `{text}`");
    let other = meaning(OTHER_KEYS, &text);
    let message = match other.or_else(|| nearest(&text, KEYS.iter().copied())) {
        Some("") => {
            let meant = names::suggestion(trimmed(&last_word(value), "\""));
            format!("{found}; write `\"{}\"`", meant.as_deref().unwrap_or("payments"))
        }
        Some("level") => {
            let word = last_word(value);
            let level = levels::suggestion(trimmed(&word, "\"")).unwrap_or("debug");
            format!("{found}; write `level = \"{level}\"`")
        }
        Some(known) => format!("{found}; write `{known} {}`", written(value)),
        None if OF_HANDLERS.contains(&text.as_str()) => format!(
            "handlers and formats are not arguments; remove `{}`, and write in `main`: \
             `LOGGER.add_handler(logkit::handler::Stream::stderr())`",
            written(item)
        ),
        None => format!(
            "{found}; remove `{}`, or write a name, `level`, `propagate`, `strict`, `allow_bypass`, \
             `vis` or `crate`",
            written(item)
        ),
    };
    SpannedError::at(&item, message)
}

/// The error for a name that is not a string.
pub(super) fn no_name(item: &[TokenTree], meant: &str) -> SpannedError {
    SpannedError::at(&item, format!("expected the name as a string; write `\"{meant}\"`"))
}

/// The error for a word, a path or a macro call.
fn without_value(item: &[TokenTree], text: &str, value: &[TokenTree]) -> SpannedError {
    let level = text_of(item.last());
    let is_level = text == "Level" || value.is_empty() && levels::named(text).is_some();
    let message = match (nearest(text, KEYS.iter().copied()), levels::suggestion(&level)) {
        (_, Some(level)) if is_level => {
            format!("found a level without its name; write `level = \"{level}\"`")
        }
        _ if text == "pub" => {
            format!("found a visibility without its name; write `vis = {}`", written(item))
        }
        _ if ["no_propagate", "isolated", "isolate"].contains(&text) => {
            format!("unknown argument `{text}`; write `propagate = false`")
        }
        (Some("level"), _) => format!("unknown argument `{text}`; write `level = \"debug\"`"),
        (Some(known), _) => format!("unknown argument `{text}`; write `{known}`"),
        (None, _) if value.first().is_some_and(|sign| is_punct(sign, '!')) => format!(
            "expected the name as a string literal, because an attribute cannot expand `{text}!`; \
             remove `{}` to name the logger after its module",
            written(item)
        ),
        (None, _) => {
            let meant = names::suggestion(&without_spaces(&format!("{text}{}", stream(value))));
            return no_name(item, meant.as_deref().unwrap_or("payments"));
        }
    };
    SpannedError::at(&item, message)
}

/// The text of the last token.
fn last_word(value: &[TokenTree]) -> String {
    text_of(value.last())
}

/// Returns true for the `=`, the `:` or the parentheses after a key.
fn is_value(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Parenthesis,
        token => is_punct(token, '='),
    }
}

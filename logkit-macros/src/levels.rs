//! The words for levels, in this and in other loggers, and levels that are given in another way than as a
//! `Level`.

use crate::nearest::nearest;
use crate::paths::Runtime;
use crate::tokens::api::{Literal, TokenTree};
use crate::tokens::{begins_a_name, is_ident, is_path, string_literal, ungrouped};
use crate::words::meaning;

/// The names and the numbers of the levels, and the variants of `Level`.
const NAMES: &[(&str, &str)] = &[
    ("trace", "Trace"),
    ("debug", "Debug"),
    ("info", "Info"),
    ("warning", "Warning"),
    ("error", "Error"),
    ("critical", "Critical"),
    ("warn", "Warning"),
    ("off", "Off"),
    ("5", "Trace"),
    ("10", "Debug"),
    ("20", "Info"),
    ("30", "Warning"),
    ("40", "Error"),
    ("50", "Critical"),
];

/// The names that other loggers give to levels, with ours.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("verbose", "trace"),
    ("all", "trace"),
    ("notset", "trace"),
    ("information", "info"),
    ("notice", "info"),
    ("warn", "warning"),
    ("err", "error"),
    ("severe", "error"),
    ("fatal", "critical"),
    ("none", "off"),
    ("disabled", "off"),
    ("silent", "off"),
    ("false", "off"),
    ("5", "trace"),
    ("10", "debug"),
    ("20", "info"),
    ("30", "warning"),
    ("40", "error"),
    ("50", "critical"),
];

/// The level macros.
const MACROS: [&str; 6] = ["trace", "debug", "info", "warn", "error", "critical"];

/// Returns the name of the level that a word in any case, or a number, means; also for a slip.
pub(crate) fn suggestion(word: &str) -> Option<&'static str> {
    const LONG_NAMES: [&str; 7] = ["trace", "debug", "info", "warning", "error", "critical", "off"];
    let word = word.trim_ascii().to_ascii_lowercase();
    match meaning(OTHER_NAMES, &word) {
        None if begins_a_name(&word) => nearest(&word, LONG_NAMES.iter().copied()),
        known => known,
    }
}

/// Returns the variant of `Level`, or `Off`, that an attribute's word or number names.
pub(crate) fn named(word: &str) -> Option<&'static str> {
    meaning(NAMES, &word.trim_ascii().to_ascii_lowercase())
}

/// Returns the variant of `Level` that a word means.
pub(crate) fn variant(word: &str) -> Option<&'static str> {
    match named(suggestion(word)?) {
        Some("Off") => None,
        variant => variant,
    }
}

/// Returns true for the path of a level, `Level::Debug`, of this crate or of another one.
pub(crate) fn is_variant(item: &[TokenTree]) -> bool {
    match item {
        [.., level, _, _, TokenTree::Ident(variant)] if is_path(item) => {
            is_ident(level, "Level") && suggestion(&variant.to_string()).is_some()
        }
        _ => false,
    }
}

/// Returns the fault and the code to write if the tokens are no `Level` although they mean one; `None` for
/// any other expression. The name of a macro is taken for one, and `(info)` for a variable of that name.
pub(crate) fn mistaken(level: &[TokenTree], runtime: &Runtime) -> Option<(String, String)> {
    if let Some(inside) = ungrouped(level) {
        return mistaken(&inside, runtime);
    }
    let [only] = level else { return None };
    let word = only.to_string();
    let (found, variant) = match (only, string_literal(level)) {
        (_, Some(text)) => (format!("the text {:?}", text.value()), variant(text.value())),
        (TokenTree::Literal(literal), _) => (kind(literal), variant(&word)),
        (TokenTree::Ident(_), _) if MACROS.contains(&word.as_str()) => {
            (format!("`{word}`"), variant(&word))
        }
        _ => return None,
    };
    let code = format!("{}Level::{}", runtime.as_written(), variant.unwrap_or("Info"));
    Some((format!("expected a `Level`, found {found}"), code))
}

/// Describes a literal that is not a string.
fn kind(literal: &Literal) -> String {
    let text = literal.to_string();
    match text.as_bytes() {
        [b'0'..=b'9', ..] => format!("the number {text}"),
        _ => format!("`{text}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::variant;

    #[test]
    fn the_words_of_other_loggers_are_known() {
        for (word, expected) in [
            ("debug", Some("Debug")),
            ("WARN", Some("Warning")),
            ("inof", Some("Info")),
            ("fatal", Some("Critical")),
            ("30", Some("Warning")),
            ("15", None),
            ("loud", None),
        ] {
            assert_eq!(variant(word), expected, "{word}");
        }
    }
}

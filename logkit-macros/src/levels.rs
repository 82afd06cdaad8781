//! The words for levels, in this and in other loggers, and levels that are given in another way than as a
//! `Level`.

use crate::nearest::nearest;
use crate::paths::Runtime;
use crate::tokens::api::{Literal, TokenTree};
use crate::tokens::{is_ident, punct, string_literal, ungrouped};

/// The names of the levels and the variants of `Level`.
const NAMES: [(&str, &str); 6] = [
    ("trace", "Trace"),
    ("debug", "Debug"),
    ("info", "Info"),
    ("warning", "Warning"),
    ("error", "Error"),
    ("critical", "Critical"),
];

/// The names of the levels in this and in other loggers, their numbers, and the variants of `Level`.
const LEVELS: [(&str, &str); 21] = [
    ("trace", "Trace"),
    ("debug", "Debug"),
    ("info", "Info"),
    ("warning", "Warning"),
    ("warn", "Warning"),
    ("error", "Error"),
    ("critical", "Critical"),
    ("verbose", "Trace"),
    ("all", "Trace"),
    ("notset", "Trace"),
    ("information", "Info"),
    ("notice", "Info"),
    ("err", "Error"),
    ("severe", "Error"),
    ("fatal", "Critical"),
    ("5", "Trace"),
    ("10", "Debug"),
    ("20", "Info"),
    ("30", "Warning"),
    ("40", "Error"),
    ("50", "Critical"),
];

/// Returns the name of a level that is like the word, for a suggestion.
pub(crate) fn suggestion(word: &str) -> Option<&'static str> {
    let is_off = ["off", "none", "disabled", "silent", "false"].contains(&word.trim());
    if is_off {
        return Some("off");
    }
    let variant = variant(word)?;
    NAMES.into_iter().find(|(_, known)| *known == variant).map(|(name, _)| name)
}

/// Returns the variant of `Level`, or `Off`, that an attribute's word or number names.
pub(crate) fn named(word: &str) -> Option<&'static str> {
    let words = NAMES.into_iter().chain([("warn", "Warning"), ("off", "Off")]);
    let is_number = |name: &str| name.starts_with(|first: char| first.is_ascii_digit());
    let numbers = LEVELS.into_iter().filter(|(name, _)| is_number(name));
    let word = word.trim().to_ascii_lowercase();
    words.chain(numbers).find(|(name, _)| *name == word).map(|(_, variant)| variant)
}

/// Returns the variant of `Level` that a word in any case, or a number, means.
pub(crate) fn variant(word: &str) -> Option<&'static str> {
    let word = word.trim().to_ascii_lowercase();
    let find = |wanted: &str| LEVELS.into_iter().find(|(name, _)| *name == wanted);
    let is_word = word.starts_with(char::is_alphabetic);
    let meant = || nearest(&word, LEVELS.map(|(name, _)| name)).filter(|_| is_word);
    find(&word).or_else(|| meant().and_then(find)).map(|(_, variant)| variant)
}

/// Returns the fault and the code to write if the tokens are no `Level` although they mean one; `None` for
/// anything that may be an expression of that type.
pub(crate) fn mistaken(level: &[TokenTree], runtime: &Runtime) -> Option<(String, String)> {
    if let Some(inside) = ungrouped(level) {
        return mistaken(&inside, runtime);
    }
    let code = |variant: &str| format!("{}Level::{variant}", runtime.as_written());
    if let Some(text) = string_literal(level) {
        let variant = variant(text.value()).unwrap_or("Info");
        return Some((
            format!("expected a `Level`, found the text {:?}", text.value()),
            code(variant),
        ));
    }
    match level {
        [TokenTree::Literal(number)] => {
            let variant = variant(&number.to_string()).unwrap_or("Info");
            Some((format!("expected a `Level`, found {}", kind(number)), code(variant)))
        }
        // Other crates spell the variant `Warn`.
        [.., name, colon, other, last]
            if is_ident(name, "Level")
                && punct(colon) == Some(':')
                && punct(other) == Some(':')
                && is_ident(last, "Warn") =>
        {
            Some(("`Level` has no variant `Warn`".to_owned(), code("Warning")))
        }
        _ => None,
    }
}

/// Describes a literal that is not a string.
fn kind(literal: &Literal) -> String {
    let text = literal.to_string();
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        format!("the number {text}")
    } else {
        format!("`{text}`")
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

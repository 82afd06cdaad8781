//! Words in texts: their meanings by tables, and the signs around them.

/// The text without these signs at its ends, the first one outermost.
pub(crate) fn trimmed<'a>(mut text: &'a str, signs: &str) -> &'a str {
    for sign in signs.chars() {
        while let Some(after) = text.strip_prefix(sign) {
            text = after;
        }
        while let Some(before) = text.strip_suffix(sign) {
            text = before;
        }
    }
    text
}

/// Returns true if the word is one of these.
pub(crate) fn contains(words: &[String], word: &str) -> bool {
    words.iter().any(|known| known == word)
}

/// Returns the meaning of a word.
pub(crate) fn meaning(table: &[(&str, &'static str)], word: &str) -> Option<&'static str> {
    for (known, meaning) in table {
        if *known == word {
            return Some(meaning);
        }
    }
    None
}

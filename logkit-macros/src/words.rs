//! Tables of words with their meanings.

/// Returns the meaning of a word.
pub(crate) fn meaning(table: &[(&str, &'static str)], word: &str) -> Option<&'static str> {
    for (known, meaning) in table {
        if *known == word {
            return Some(meaning);
        }
    }
    None
}

//! The known word that a mistyped one was most likely meant to be.

/// The one of `known` that `typed` is within two slips of, or within one where it is short; if any.
pub(crate) fn nearest<'a>(typed: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|word| (strsim::damerau_levenshtein(typed, word), *word))
        .min_by_key(|(slips, _)| *slips)
        .filter(|(slips, word)| *slips <= (word.len() / 3).clamp(1, 2) && *slips < word.len())
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_a_slip_and_nothing_far_away() {
        let known = ["keep_first", "keep_last"];
        assert_eq!(nearest("keep_frst", &known), Some("keep_first"));
        assert_eq!(nearest("keeplast", &known), Some("keep_last"));
        assert_eq!(nearest("hash", &known), None);
        assert_eq!(nearest("nmae", &["name"]), Some("name"));
        assert_eq!(nearest("node", &["name"]), None);
        assert_eq!(nearest("", &["me"]), None);
    }
}

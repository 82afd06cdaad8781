//! The known word that is most like a mistyped one.

/// Returns the nearest of the words, without regard to case; `None` if all differ in more than a third
/// of the letters.
pub(crate) fn nearest<'a>(word: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = |word: &str| word.to_lowercase().chars().take(64).collect::<Vec<_>>();
    let typed = letters(word);
    let distances = words.into_iter().map(|known| (distance(&typed, &letters(known)), known));
    let (distance, known) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance * 3 <= typed.len().max(3)).then_some(known)
}

/// The number of letters to insert, remove, replace or swap with a neighbor: Damerau and Levenshtein's
/// distance, restricted to one change for each letter.
fn distance(one: &[char], two: &[char]) -> usize {
    let mut before_last = Vec::new();
    let mut last: Vec<usize> = (0..=two.len()).collect();
    for (row, a) in one.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, b) in two.iter().enumerate() {
            let at =
                |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX - 1);
            let replaced = at(&last, column) + usize::from(a != b);
            let mut fewest = replaced.min(at(&last, column + 1) + 1).min(at(&next, column) + 1);
            let previous = |index: usize, list: &[char]| list.get(index.wrapping_sub(1)).copied();
            if previous(row, one) == Some(*b) && previous(column, two) == Some(*a) {
                fewest = fewest.min(at(&before_last, column.wrapping_sub(1)) + 1);
            }
            next.push(fewest);
        }
        before_last = std::mem::replace(&mut last, next);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_is_recognized() {
        let words = ["name", "levelname", "levelno", "lineno", "pathname"];
        for (typed, expected) in [
            ("levlname", Some("levelname")),
            ("LevelName", Some("levelname")),
            ("naem", Some("name")),
            ("linenr", Some("lineno")),
            ("levelnam", Some("levelname")),
            ("color", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(typed, words), expected, "{typed}");
        }
        assert_eq!(nearest("name", []), None);
    }
}

//! The known word that is most like a mistyped one. `logkit` compiles this file through a symlink, so it
//! imports nothing of either crate.

/// The most bytes of a word that are compared.
const LONGEST: usize = 31;

/// The distances of one start of the typed word to all starts of a known one.
type Row = [u8; LONGEST + 1];

/// Returns the nearest of the words, without regard to the case of ASCII letters; `None` if all differ in
/// more than a third of the bytes.
pub(crate) fn nearest<'a>(word: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut nearest = None;
    let mut limit = word.len().clamp(3, LONGEST) / 3 + 1;
    for known in words {
        if is_nearer(word, known, &mut limit) {
            nearest = Some(known);
        }
    }
    nearest
}

/// Returns true if the distance of a known word is below the limit, which it becomes.
fn is_nearer(word: &str, known: &str, limit: &mut usize) -> bool {
    if word.len().abs_diff(known.len()) >= *limit {
        return false;
    }
    let distance = usize::from(distance(word.as_bytes(), known.as_bytes()));
    let is_nearer = distance < *limit;
    if is_nearer {
        *limit = distance;
    }
    is_nearer
}

/// The number of bytes to insert, remove, replace or swap with a neighbor: Damerau and Levenshtein's
/// distance, restricted to one change for each byte.
fn distance(one: &[u8], two: &[u8]) -> u8 {
    let byte = |text: &[u8], at: usize| text.get(at).map(u8::to_ascii_lowercase);
    let at = |row: &Row, at: usize| row.get(at).copied().unwrap_or(u8::MAX / 2);
    let length = two.len().min(LONGEST);
    let mut before_last = [0; LONGEST + 1];
    let mut last: Row = [0; LONGEST + 1];
    for (cell, number) in last.iter_mut().zip(0..) {
        *cell = number;
    }
    for (row, number) in (0..one.len().min(LONGEST)).zip(1..) {
        let mut next = [number; LONGEST + 1];
        for column in 0..length {
            let (a, b) = (byte(one, row), byte(two, column));
            let mut fewest = at(&last, column) + u8::from(a != b);
            fewest = fewest.min(at(&last, column + 1) + 1).min(at(&next, column) + 1);
            let is_swapped =
                row > 0 && column > 0 && byte(one, row - 1) == b && byte(two, column - 1) == a;
            if is_swapped {
                fewest = fewest.min(at(&before_last, column - 1) + 1);
            }
            if let Some(cell) = next.get_mut(column + 1) {
                *cell = fewest;
            }
        }
        before_last = std::mem::replace(&mut last, next);
    }
    at(&last, length)
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
        let keys = ["keep_first", "keep_last"];
        assert_eq!(nearest("keep_frst", keys), Some("keep_first"));
        assert_eq!(nearest("keeplast", keys), Some("keep_last"));
        assert_eq!((nearest("hash", keys), nearest("", ["me"])), (None, None));
        let long = "x".repeat(200);
        assert_eq!(nearest(&long, ["y"]), None);
        assert_eq!(nearest("grösse", ["größe"]), Some("größe"));
    }
}

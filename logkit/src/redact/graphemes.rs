//! Counts user-perceived characters from both ends of a text, without reading the whole text.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// The minimum number of hidden characters. A shorter rest can be guessed.
const LEAST_HIDDEN: usize = 4;

/// The maximum length of a cluster, in bytes. The longest emoji of Unicode has 35 bytes; a letter
/// with a thousand accents is an attack on the code that reads it.
const LONGEST: usize = 128;

/// The numbers of clusters to keep and to hide.
#[derive(Clone, Copy, Debug)]
pub struct KeptEnds {
    /// The number of clusters kept at the start.
    pub first: usize,
    /// The number of clusters kept at the end.
    pub last: usize,
    /// The minimum number of hidden clusters, if it exceeds the usual one.
    pub min_hidden: usize,
}

/// Returns the first and the last clusters of `text`; `None` if too few would stay hidden between
/// them, or if a cluster on the way is longer than [`LONGEST`].
pub(super) fn ends(
    text: &str,
    KeptEnds { first, last, min_hidden }: KeptEnds,
) -> Option<(&str, &str)> {
    let kept = first.saturating_add(last);
    let hidden = kept.max(LEAST_HIDDEN).max(min_hidden);
    // A cluster is at least one byte long, so most short texts need not be read.
    if text.len() < kept.saturating_add(hidden) {
        return None;
    }
    let head_end = after(text, 0, first)?;
    let hidden_end = after(text, head_end, hidden)?;
    let tail_start = before(text, last)?;
    (hidden_end <= tail_start).then(|| (&text[..head_end], &text[tail_start..]))
}

/// Returns the index `count` clusters after `start`. `start` must be the start of a cluster: after
/// it, no rule of UAX #29 depends on the text before it.
fn after(text: &str, start: usize, count: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(start..).unwrap_or_default();
    let is_plain = match bytes.first_chunk() {
        Some(eight) if count < 8 => are_plain(*eight),
        _ => count == 0,
    };
    if is_plain {
        return Some(start + count);
    }
    let (mut rest, mut plain) = (bytes, 0);
    while let [left, after @ ..] = rest {
        if plain == count || !are_apart(Some(left), after.first()) {
            break;
        }
        (rest, plain) = (after, plain + 1);
    }
    walk(text, start + plain, count - plain)
}

/// Counts clusters of any text, by the tables of Unicode.
#[inline(never)]
fn walk(text: &str, start: usize, count: usize) -> Option<usize> {
    let mut at = start;
    for _ in 0..count {
        let rest = &text[at..];
        let window = &rest[..char_start(rest, LONGEST)];
        let cluster = window.graphemes(true).next()?;
        if cluster.len() == window.len() && window.len() < rest.len() {
            return None;
        }
        at += cluster.len();
    }
    Some(at)
}

/// Returns the index `count` clusters before the end of `text`.
fn before(text: &str, count: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_plain = match bytes.last_chunk() {
        Some(eight) if count < 8 => are_plain(*eight),
        _ => count == 0,
    };
    if is_plain {
        return Some(bytes.len() - count);
    }
    let (mut rest, mut plain) = (bytes, 0);
    while let [before @ .., right] = rest {
        if plain == count || !are_apart(before.last(), Some(right)) {
            break;
        }
        (rest, plain) = (before, plain + 1);
    }
    walk_back(text, bytes.len() - plain, count - plain)
}

/// Returns `true` if every byte is known to be a cluster: see [`are_apart`].
fn are_plain(bytes: [u8; 8]) -> bool {
    const LOW: u64 = u64::from_ne_bytes([0x01; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    let word = u64::from_ne_bytes(bytes);
    // A byte that equals the carriage return becomes zero, and the subtraction sets its high bit.
    let returns = (word ^ (LOW * 0x0d)).wrapping_sub(LOW);
    (word | returns) & HIGH == 0
}

/// Counts clusters of any text, by the tables of Unicode.
#[inline(never)]
fn walk_back(text: &str, end: usize, count: usize) -> Option<usize> {
    let mut at = end;
    for _ in 0..count {
        let start = char_start(text, at.saturating_sub(LONGEST));
        // Backwards a boundary may depend on all the text before it (flags are pairs of
        // letters, counted from the first): a cursor that asks for more than the window gets none.
        at = GraphemeCursor::new(at, at, true).prev_boundary(&text[start..at], start).ok()??;
    }
    Some(at)
}

/// Returns `true` if a cluster ends between two bytes, independent of the text around them. Between
/// ASCII bytes one does, except in a line break: no ASCII character joins others.
fn are_apart(left: Option<&u8>, right: Option<&u8>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => left.is_ascii() && right.is_ascii() && *left != b'\r',
        _ => false,
    }
}

/// The last start of a `char` at or before `at`, or the end of `text`.
fn char_start(text: &str, at: usize) -> usize {
    // To be `str::floor_char_boundary` when the minimum Rust has it (1.91).
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;

    use super::{KeptEnds, LONGEST, after, before};

    fn ends(text: &str, first: usize, last: usize) -> Option<(&str, &str)> {
        super::ends(text, KeptEnds { first, last, min_hidden: 0 })
    }

    #[test]
    fn an_overlong_cluster_is_not_a_character() {
        let accents = "\u{301}".repeat(LONGEST);
        assert_eq!(ends(&format!("a{accents}bcdefgh"), 1, 0), None);
        assert_eq!(ends(&format!("bcdefgha{accents}"), 0, 1), None);
        assert_eq!(ends(&format!("abcd{accents}efghi"), 1, 0), None);
    }

    #[test]
    fn a_long_row_of_flags_has_no_known_end() {
        let few = "🇩🇪".repeat(8);
        let many = "🇩🇪".repeat(LONGEST);
        assert_eq!(ends(&few, 0, 1), Some(("", "🇩🇪")));
        assert_eq!(ends(&many, 0, 1), None);
        assert_eq!(ends(&many, 1, 0), Some(("🇩🇪", "")));
    }

    #[test]
    fn counts_that_overflow_keep_nothing() {
        assert_eq!(ends("abcdefgh", usize::MAX, usize::MAX), None);
    }

    #[test]
    fn whatever_stands_beside_ascii_the_count_is_that_of_the_whole_text() {
        let characters = "a#\r\n\u{301}\u{fe0f}\u{200d}\u{20e3}\u{600}🇩👩";
        let mut texts = vec![String::new()];
        for _ in 0..4 {
            let longer = |text: &String| {
                let text = text.clone();
                characters.chars().map(move |next| format!("{text}{next}"))
            };
            texts = texts.iter().flat_map(longer).collect();
            for text in &texts {
                let all: Vec<&str> = text.graphemes(true).collect();
                let length = |clusters: Option<&[&str]>| Some(clusters?.concat().len());
                for count in 0..=all.len() + 1 {
                    let head = length(all.get(..count));
                    assert_eq!(after(text, 0, count), head, "{text:?} {count}");
                    let rest = all.len().checked_sub(count);
                    let rest = length(rest.and_then(|rest| all.get(..rest)));
                    assert_eq!(before(text, count), rest, "{text:?} {count}");
                }
            }
        }
    }
}

//! Decides quickly that a text has no card number: finds runs of digits and separators.

use std::ops::Range;

use crate::scrub::respelled::color_at;

/// The digits of the shortest card number.
const CARD_DIGITS: usize = 12;

/// Returns the next run of digits and separators that may contain a card number: it has 12 digits in a
/// row, or groups of digits.
///
/// One byte in 12 is enough to see every run of 12, so most of a text is skipped.
#[inline]
pub(super) fn card_run(text: &[u8], from: usize) -> Option<Range<usize>> {
    let mut at = from + CARD_DIGITS - 1;
    loop {
        if !is_of_card(*text.get(at)?) {
            at += CARD_DIGITS;
            continue;
        }
        let is_outside = |byte: &u8| !is_of_card(*byte);
        // At most 11 bytes back there is one that is known to be outside of the run, or `from`.
        let before = text.get(from..at).unwrap_or_default();
        let start = before.iter().rposition(is_outside).map_or(from, |last| from + last + 1);
        let rest = text.get(at..).unwrap_or_default();
        let end = at + rest.iter().position(is_outside).unwrap_or(rest.len());
        if end - start >= CARD_DIGITS {
            let run = text.get(start..end).unwrap_or_default();
            if run.iter().any({
                let mut run = CardRun::default();
                move |byte| run.push(*byte)
            }) {
                return Some(start..end);
            }
        }
        at = end + CARD_DIGITS;
    }
}

/// The bytes of a card number with separators.
#[expect(clippy::cast_possible_truncation, reason = "there are 256")]
static OF_CARD: [bool; 256] = {
    let mut of_card = [false; 256];
    let mut byte = 0;
    while byte < of_card.len() {
        of_card[byte] = matches!(
            byte as u8,
            b'0'..=b'9' | b' ' | b'-' | b'+' | b'.' | b'/' | b'_' | b'\t' | b'\\' | b't' | b'%'
                | 0xc2 | 0xe2 | 0x80 | 0x87 | 0x89 | 0x90..=0x95 | 0xa0 | 0xaf
        );
        byte += 1;
    }
    of_card
};

#[inline]
fn is_of_card(byte: u8) -> bool {
    OF_CARD[usize::from(byte)]
}

/// The digits of a run of digits and separators. Those of a card number have twelve digits next to each
/// other, or two groups of at least four: every grouping does. A date and a time have fewer.
#[derive(Default)]
struct CardRun {
    all: usize,
    digits: usize,
    before: usize,
    separators: usize,
    is_grouped: bool,
}

impl CardRun {
    /// Adds a byte, and returns whether the run may contain a card number.
    fn push(&mut self, byte: u8) -> bool {
        /// The digits of the shortest group but the last one.
        const GROUP: usize = 4;
        /// ASCII separators between two groups.
        const SEPARATORS: usize = 2;
        if byte.is_ascii_digit() {
            if self.separators > SEPARATORS {
                self.before = 0;
            }
            self.separators = 0;
            self.digits += 1;
            self.all += 1;
        } else {
            if self.digits > 0 {
                self.before = self.digits;
            }
            self.digits = 0;
            self.separators +=
                usize::from(matches!(byte, b' ' | b'-' | b'+' | b'.' | b'/' | b'_' | b'\t'));
        }
        self.is_grouped |=
            self.digits >= CARD_DIGITS || self.digits >= GROUP && self.before >= GROUP;
        self.is_grouped && self.all >= CARD_DIGITS
    }
}

/// Returns whether a card number may be in the text without its color sequences, raw or escaped.
#[cold]
pub(super) fn is_card_among_colors(text: &[u8]) -> bool {
    let (mut run, mut at) = (CardRun::default(), 0);
    let mut is_after_backslash = false;
    while let Some(byte) = text.get(at) {
        // Only the first of several backslashes starts an escape.
        let may_start = matches!(byte, 0x1b | b'^') || *byte == b'\\' && !is_after_backslash;
        is_after_backslash = *byte == b'\\';
        if let Some(length) = may_start.then(|| color_at(text, at)).flatten() {
            is_after_backslash = false;
            at += length;
            continue;
        }
        if !is_of_card(*byte) {
            run = CardRun::default();
        } else if run.push(*byte) {
            return true;
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{card_run, is_card_among_colors};

    #[test]
    fn runs_of_digits_are_seen_at_every_place() {
        for before in 0..140 {
            for after in 0..70 {
                let text = |run: &str| format!("{}{run}{}", "x".repeat(before), "x".repeat(after));
                for run in ["123456789012", "1234-5678 9012-3", "3782 822463 10005"] {
                    let found = card_run(text(run).as_bytes(), 0);
                    assert_eq!(found, Some(before..before + run.len()), "{run} {after}");
                }
                for run in [
                    "12345678901",
                    "2026-11-22 07:31:00,123",
                    "1234 - 5678 - 9012",
                    "é123456",
                    "192.168.100.200 10.0.0.1",
                ] {
                    let found = card_run(text(run).as_bytes(), 0);
                    assert_eq!(found, None, "{before} {run} {after}");
                }
            }
        }
        assert_eq!(card_run(b"", 0), None);
        let two = b"123456789012, 1234 5678 9012 3456";
        assert_eq!(card_run(two, 12), Some(13..33));
    }

    #[test]
    fn colors_between_digits_do_not_count() {
        for color in ["\u{1b}[1;31m", "\u{1b}[m", r"\x1b[0m", r"\u{1b}[3m", r"\\u001b[0m", "^[[1m"]
        {
            for (text, expected) in [
                ("41-11-11-11-11-11-11-11", true),
                ("4111- -1111- -1111", true),
                ("2026-11-22 07:-31-:00,123", false),
                ("41-11-x-11-11-11-11-x-11-11", false),
            ] {
                let colored = text.replace('-', color);
                assert_eq!(is_card_among_colors(colored.as_bytes()), expected, "{colored}");
            }
        }
    }
}

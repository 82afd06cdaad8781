//! Finds card numbers: digits in a range of an issuer with a valid check digit.

use std::ops::Range;

use crate::scrub::card_runs::card_run;
use crate::scrub::issuers::is_issued;
use crate::scrub::token::{is_escape, is_kept};

const LEAST: usize = 12;
const MOST: usize = 19;
/// The digits of the longest phone number (ITU-T E.164).
const PHONE: usize = 15;

/// Calls `found` for every card number.
pub(super) fn each(text: &[u8], mut found: impl FnMut(Range<usize>)) {
    let mut at = 0;
    while let Some(run) = card_run(text, at) {
        each_in(text, &run, &mut found);
        at = run.end;
    }
}

/// Calls `found` for every card number in a run of digits and separators.
fn each_in(text: &[u8], run: &Range<usize>, mut found: impl FnMut(Range<usize>)) {
    let mut at = run.start;
    let until_end = text.get(..run.end).unwrap_or_default();
    while let Some(start) = position(until_end, at, u8::is_ascii_digit) {
        let end = position(until_end, start, |byte| !byte.is_ascii_digit()).unwrap_or(run.end);
        // The first digits may belong to an escape: `%20`, `\x0a`, `\u000a`, `\0`.
        let escaped = match text.get(start.saturating_sub(2)..start).unwrap_or_default() {
            [.., b'%'] | [b'\\', b'x'] => 2,
            [b'\\', b'u'] => 4,
            [.., b'\\'] => 1,
            _ => 0,
        };
        let card = card_at(text, start, false)
            .or_else(|| (escaped > 0).then(|| card_at(text, start + escaped, true)).flatten());
        at = card.as_ref().map_or(end, |card| card.end);
        card.map(|card| with_track(text, card)).into_iter().for_each(&mut found);
    }
}

fn position(text: &[u8], from: usize, is: impl Fn(&u8) -> bool) -> Option<usize> {
    text.get(from..)?.iter().position(is).map(|at| from + at)
}

/// Returns the longest card number that starts with the group of digits at `start`.
fn card_at(text: &[u8], start: usize, is_start: bool) -> Option<Range<usize>> {
    let is_in_word = match Beginning::of(text, start) {
        _ if is_start => false,
        Beginning::Free => false,
        Beginning::AfterWord => true,
        Beginning::Inside => return None,
    };
    let is_phone = is_phone(text, start);
    let mut number = CardNumber::default();
    let mut longest = None;
    let mut at = start;
    loop {
        let group = text.get(at..)?.iter().take(MOST + 1).take_while(|b| b.is_ascii_digit());
        let group = number.push_group(group);
        if group == 0 || number.overflows {
            return longest;
        }
        at += group;
        let is_other =
            is_phone && number.length <= PHONE || is_in_word && !matches!(number.length, 15 | 16);
        if number.is_card() && ends(text, &(start..at)) && !is_other {
            longest = Some(start..at);
        }
        match separator(text, at) {
            0 => return longest,
            length => at += length,
        }
    }
}

/// Returns whether a plus sign precedes the number. Between words it is a form's space.
fn is_phone(text: &[u8], start: usize) -> bool {
    match text.get(..start).unwrap_or_default() {
        [.., before, b'+'] => !before.is_ascii_alphanumeric(),
        [b'+'] => true,
        _ => false,
    }
}

/// Returns the length of the separator between two groups of digits, or 0.
fn separator(text: &[u8], at: usize) -> usize {
    match text.get(at..).unwrap_or_default() {
        // The fraction of a whole float.
        [b'.', b'0', rest @ ..] if !rest.first().is_some_and(u8::is_ascii_digit) => 0,
        [b' ', b' ', ..] | [b'\\', b't', ..] => 2,
        [b' ' | b'-' | b'+' | b'.' | b'\t' | b'/' | b'_', ..] => 1,
        // U+00A0; figure, thin and narrow spaces; the dashes from U+2010 to U+2015.
        [0xc2, 0xa0, ..] => '\u{a0}'.len_utf8(),
        [0xe2, 0x80, 0x87 | 0x89 | 0xaf | 0x90..=0x95, ..] | [b'%', b'2', b'0', ..] => 3,
        _ => 0,
    }
}

/// The text before a number.
enum Beginning {
    Free,
    /// A word that may name a card: `card_4111..`, `PAN4111..`
    AfterWord,
    /// The number is a part of a word or a decimal fraction.
    Inside,
}

impl Beginning {
    fn of(text: &[u8], start: usize) -> Self {
        let before = text.get(..start).unwrap_or_default();
        match before {
            [.., digit, b'.'] if digit.is_ascii_digit() => Self::Inside,
            [.., last] if last.is_ascii_alphabetic() || *last == b'_' => {
                if is_escape(text, start) || is_of_track(text, start) {
                    Self::Free
                } else if is_word_of_card(before) {
                    Self::AfterWord
                } else {
                    Self::Inside
                }
            }
            _ => Self::Free,
        }
    }
}

/// Returns whether the word before a number may name a card. Identifiers have other words before them.
fn is_word_of_card(before: &[u8]) -> bool {
    const MOST: usize = 24;
    #[rustfmt::skip]
    const OTHERS: &[&str] = &[
        "build", "commit", "event", "evt", "file", "image", "img", "job", "msg", "order", "req",
        "request", "seq", "snowflake", "span", "time", "trace", "ts", "tx", "txn", "uuid", "version",
    ];
    let is_of_word = |byte: &&u8| byte.is_ascii_alphabetic() || **byte == b'_';
    let length = before.iter().rev().take(MOST).take_while(is_of_word).count();
    let (rest, word) = before.split_at(before.len() - length);
    let word = word.strip_suffix(b"_").unwrap_or(word);
    let word = word.rsplit(|byte| *byte == b'_').next().unwrap_or_default();
    let is_other = |other: &&str| word.eq_ignore_ascii_case(other.as_bytes());
    word.len() > 1
        && length < MOST
        && !rest.last().is_some_and(u8::is_ascii_digit)
        && !word.to_ascii_lowercase().ends_with(b"id")
        && !OTHERS.iter().any(is_other)
}

/// Returns whether the number is that of a magnetic stripe's first track: `%B4111..^`.
fn is_of_track(text: &[u8], start: usize) -> bool {
    let digits = text.get(start..).unwrap_or_default();
    let length = digits.iter().take(MOST + 1).take_while(|byte| byte.is_ascii_digit()).count();
    matches!(text.get(..start), Some([.., b'B' | b'b'])) && digits.get(length) == Some(&b'^')
}

/// Extends a number to the track of a magnetic stripe that contains it (ISO/IEC 7813).
fn with_track(text: &[u8], card: Range<usize>) -> Range<usize> {
    const MOST_OF_TRACK: usize = 80;
    /// The expiry date and the service code.
    const LEAST_OF_TRACK: usize = 7;
    let Range { mut start, end } = card;
    let rest = text.get(end..).unwrap_or_default();
    let before = |start: usize, mark: &[u8]| {
        start.checked_sub(1).and_then(|at| text.get(at)).is_some_and(|byte| mark.contains(byte))
    };
    let end = match rest.first() {
        Some(b'^') => {
            let track = rest.get(..rest.len().min(MOST_OF_TRACK)).unwrap_or_default();
            let is_end = |byte: &u8| b"?\n\"'".contains(byte);
            let length = track.iter().position(is_end).unwrap_or(track.len());
            start -= usize::from(before(start, b"Bb"));
            start -= usize::from(before(start, b"%"));
            end + length + usize::from(track.get(length) == Some(&b'?'))
        }
        Some(b'=' | b'D') => {
            let digits = rest.iter().skip(1).take_while(|byte| byte.is_ascii_digit()).count();
            if digits < LEAST_OF_TRACK {
                return start..end;
            }
            start -= usize::from(before(start, b";"));
            end + 1 + digits + usize::from(rest.get(1 + digits) == Some(&b'?'))
        }
        _ => return start..end,
    };
    start..end
}

/// Returns whether a number may end here. A fraction of `.0` is allowed: whole floats print so.
fn ends(text: &[u8], number: &Range<usize>) -> bool {
    match text.get(number.end..).unwrap_or_default() {
        [] | [b'.', b'0'] => true,
        [b'.', b'0', after, ..] => !after.is_ascii_digit(),
        [b'.', digit, ..] => !digit.is_ascii_digit(),
        // The second track of a chip.
        [b'D', rest @ ..] if rest.len() >= 7 => rest.iter().take(7).all(u8::is_ascii_digit),
        [next, ..] => !(next.is_ascii_alphanumeric() || *next == b'_' || is_kept(text, number)),
    }
}

#[derive(Default)]
struct CardNumber {
    digits: [u8; MOST],
    length: usize,
    groups: [usize; 6],
    count: usize,
    overflows: bool,
}

impl CardNumber {
    /// Adds a group and returns its number of digits.
    fn push_group<'a>(&mut self, group: impl Iterator<Item = &'a u8>) -> usize {
        let before = self.length;
        for byte in group {
            match self.digits.get_mut(self.length) {
                Some(slot) => *slot = byte - b'0',
                None => self.overflows = true,
            }
            self.length += 1;
        }
        match self.groups.get_mut(self.count) {
            Some(slot) => *slot = self.length - before,
            None => self.overflows = true,
        }
        self.count += 1;
        self.length - before
    }

    fn is_card(&self) -> bool {
        let digits = self.digits.get(..self.length).unwrap_or_default();
        digits.len() >= LEAST && self.is_printed_so() && is_issued(digits) && is_luhn(digits)
    }

    /// Accepts groups of four, and the groups of American Express, Diners Club and `UnionPay`.
    fn is_printed_so(&self) -> bool {
        match self.groups.get(..self.count).unwrap_or_default() {
            [_] | [4, 6, 4 | 5] | [6, 13] | [8, 8] => true,
            [fours @ .., 1..=4] => fours.iter().all(|group| *group == 4),
            _ => false,
        }
    }
}

/// Verifies the check digit (ISO/IEC 7812-1, annex B).
fn is_luhn(digits: &[u8]) -> bool {
    let sum = digits.iter().rev().enumerate().fold(0_u32, |sum, (index, digit)| {
        let value = u32::from(*digit) << (index % 2);
        sum + value - if value > 9 { 9 } else { 0 }
    });
    sum % 10 == 0
}

//! Finds card numbers: digits in a range of an issuer with a valid check digit.

use std::ops::Range;

use crate::scrub::token::{is_escape, is_kept};

const LEAST: usize = 12;
const MOST: usize = 19;
/// The digits of the longest phone number (ITU-T E.164).
const PHONE: usize = 15;

/// Calls `found` for every card number.
pub(super) fn each(text: &[u8], mut found: impl FnMut(Range<usize>)) {
    let mut at = 0;
    while let Some(start) = position(text, at, u8::is_ascii_digit) {
        let end = position(text, start, |byte| !byte.is_ascii_digit()).unwrap_or(text.len());
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
        card.into_iter().for_each(&mut found);
    }
}

fn position(text: &[u8], from: usize, is: impl Fn(&u8) -> bool) -> Option<usize> {
    text.get(from..)?.iter().position(is).map(|at| from + at)
}

/// Returns the longest card number that starts with the group of digits at `start`.
fn card_at(text: &[u8], start: usize, is_start: bool) -> Option<Range<usize>> {
    if !is_start && !begins(text, start) {
        return None;
    }
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
        if number.is_card() && ends(text, &(start..at)) && !(is_phone && number.length <= PHONE) {
            longest = Some(start..at);
        }
        match text.get(at) {
            Some(b' ' | b'-' | b'+') => at += 1,
            _ => return longest,
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

/// Returns whether a number may start here: not within a word or a decimal fraction.
fn begins(text: &[u8], start: usize) -> bool {
    match text.get(..start).unwrap_or_default() {
        [.., digit, b'.'] => !digit.is_ascii_digit(),
        [.., last] if last.is_ascii_alphabetic() => is_escape(text, start),
        [.., last] => *last != b'_',
        [] => true,
    }
}

/// Returns whether a number may end here. A fraction of `.0` is allowed: whole floats print so.
fn ends(text: &[u8], number: &Range<usize>) -> bool {
    match text.get(number.end..).unwrap_or_default() {
        [] | [b'.', b'0'] => true,
        [b'.', b'0', after, ..] => !after.is_ascii_digit(),
        [b'.', digit, ..] => !digit.is_ascii_digit(),
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

/// Returns whether an issuer uses the prefix and length, by ISO/IEC 7812 and the card schemes'
/// publications. Timestamps start with 1 in any unit until 2039, so none matches.
fn is_issued(digits: &[u8]) -> bool {
    let prefix = |length| digits.iter().take(length).fold(0, |n, digit| n * 10 + u16::from(*digit));
    let (two, three, four) = (prefix(2), prefix(3), prefix(4));
    match digits.len() {
        // Visa; Mastercard; American Express; Diners Club.
        13 | 16 | 19 if two / 10 == 4 => true,
        16 if matches!(two, 51..=55) || matches!(four, 2221..=2720) => true,
        15 if matches!(two, 34 | 37) => true,
        14 | 16 if matches!(three, 300..=305) || four == 3095 || matches!(two, 36 | 38 | 39) => {
            true
        }
        // Discover; JCB; UnionPay; Mir.
        16..=19
            if four == 6011
                || matches!(three, 644..=649)
                || two == 65
                || matches!(four, 3528..=3589)
                || two == 62
                || matches!(four, 2200..=2204) =>
        {
            true
        }
        // RuPay.
        16 if two == 60 || three == 508 => true,
        // Maestro: only the ranges that its banks use.
        12..=19 => {
            matches!(four, 5018 | 5020 | 5038 | 5893 | 6304 | 6759 | 6761 | 6762 | 6763)
        }
        _ => false,
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

//! Card numbers: digits that an issuer may have given out and whose check digit is right.

use std::ops::Range;

use crate::scrub::token::{is_escape, is_kept};

const LEAST: usize = 12;
const MOST: usize = 19;
/// No phone number has more digits (ITU-T E.164).
const PHONE: usize = 15;

/// Calls `found` for every card number.
pub(super) fn each(text: &[u8], mut found: impl FnMut(Range<usize>)) {
    let mut at = 0;
    while let Some(start) = position(text, at, u8::is_ascii_digit) {
        let end = position(text, start, |byte| !byte.is_ascii_digit()).unwrap_or(text.len());
        // `%20`, `\x0a`, `\u000a` and `\0` before it take the first of the digits.
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

/// The longest card number that begins here, where a group of digits does.
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

/// Whether a plus stands before it that is no space of a form's.
fn is_phone(text: &[u8], start: usize) -> bool {
    match text.get(..start).unwrap_or_default() {
        [.., before, b'+'] => !before.is_ascii_alphanumeric(),
        [b'+'] => true,
        _ => false,
    }
}

/// Not within a word or a decimal fraction.
fn begins(text: &[u8], start: usize) -> bool {
    match text.get(..start).unwrap_or_default() {
        [.., digit, b'.'] => !digit.is_ascii_digit(),
        [.., last] if last.is_ascii_alphabetic() => is_escape(text, start),
        [.., last] => *last != b'_',
        [] => true,
    }
}

/// The same; but a fraction of nothing is how a float prints that is whole.
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
    /// How many digits the group has.
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

    /// In fours, or as American Express, Diners Club and `UnionPay` print theirs.
    fn is_printed_so(&self) -> bool {
        match self.groups.get(..self.count).unwrap_or_default() {
            [_] | [4, 6, 4 | 5] | [6, 13] | [8, 8] => true,
            [fours @ .., 1..=4] => fours.iter().all(|group| *group == 4),
            _ => false,
        }
    }
}

/// By issuer and length: the issuers' ranges as ISO/IEC 7812 registers them and the schemes publish
/// them. No timestamp is among them, whatever its unit, before 2039: those begin with 1.
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
        // Maestro: the ranges that its banks use, not all that it could.
        12..=19 => {
            matches!(four, 5018 | 5020 | 5038 | 5893 | 6304 | 6759 | 6761 | 6762 | 6763)
        }
        _ => false,
    }
}

/// ISO/IEC 7812-1, annex B.
fn is_luhn(digits: &[u8]) -> bool {
    let sum = digits.iter().rev().enumerate().fold(0_u32, |sum, (index, digit)| {
        let value = u32::from(*digit) << (index % 2);
        sum + value - if value > 9 { 9 } else { 0 }
    });
    sum % 10 == 0
}

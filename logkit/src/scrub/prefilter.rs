//! Decides quickly that a line has no secret: almost every line is clean.
//!
//! Needles are found by hashing every three bytes into one table. The look-ups are independent of each
//! other, unlike the states of an automaton: for a clean line of 120 bytes `aho-corasick` needs 2,400
//! instructions as a DFA (of 300 KiB) and 5,200 as an NFA, this table about 900.

#![expect(clippy::cast_possible_truncation, reason = "three bytes are taken; needles are few")]

use std::ops::ControlFlow;

use crate::scrub::needles::{NEEDLES, Needle};

const BITS: u32 = 13;
/// The hash multiplier, found by search: few collisions between prefixes, and few false hits on log
/// lines and this crate's README. Its lowest byte is 0, so the fourth byte of a word does not count.
const MULTIPLIER: u32 = 0x6643_5800;
/// The most numbers that an entry of the table has.
const NUMBERS: u8 = u8::MAX;
/// Groups of three bytes that start in eight bytes.
const STEP: usize = 6;

/// For every hash of three bytes: 0, or the number of its needles, which two hashes may share.
static TABLE: [u8; 1 << BITS] = table();

/// The first needle with each number, from 1 on.
static FIRSTS: [u16; NUMBERS as usize] = firsts();

/// The fourth bytes of the needles with each number: a bit for the lowest five of theirs.
static FOURTHS: [u32; NUMBERS as usize] = fourths();

/// The index of the next needle with the same number, or 0.
static NEXT: [u16; NEEDLES.len()] = next();

/// Calls `visit` at every needle in the text, in order, until it breaks.
#[inline]
pub(super) fn each_hit(
    text: &[u8],
    mut visit: impl FnMut(&'static Needle, usize) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut at = 0;
    while let Some(eight) = text.get(at..).and_then(<[u8]>::first_chunk) {
        let word = fold(u64::from_le_bytes(*eight));
        if may_begin_in(word) {
            visit_all(text, at, word, &mut visit)?;
        }
        at += STEP;
    }
    let word = fold(last_word(text, at));
    if may_begin_in(word) {
        visit_all(text, at, word, &mut visit)
    } else {
        ControlFlow::Continue(())
    }
}

/// Returns the bytes from `at` on, fewer than eight, and zeros after them.
#[inline]
fn last_word(text: &[u8], at: usize) -> u64 {
    if let Some(eight) = text.last_chunk() {
        let before = 8_usize.saturating_sub(text.len().saturating_sub(at));
        return u64::from_le_bytes(*eight).checked_shr(8 * before as u32).unwrap_or_default();
    }
    let mut last = [0; 8];
    last.iter_mut().zip(text).for_each(|(slot, byte)| *slot = *byte);
    u64::from_le_bytes(last)
}

/// Returns whether a needle may start at one of the first six bytes.
#[inline]
fn may_begin_in(word: u64) -> bool {
    entry(word)
        | entry(word >> 8)
        | entry(word >> 16)
        | entry(word >> 24)
        | entry(word >> 32)
        | entry(word >> 40)
        != 0
}

/// Looks up the lowest three bytes.
#[inline]
fn entry(word: u64) -> u8 {
    TABLE.get(slot(word as u32)).copied().unwrap_or_default()
}

#[cold]
fn visit_all(
    text: &[u8],
    start: usize,
    mut word: u64,
    visit: &mut impl FnMut(&'static Needle, usize) -> ControlFlow<()>,
) -> ControlFlow<()> {
    for at in start..start + STEP {
        let number = usize::from(entry(word)).wrapping_sub(1);
        word >>= 8;
        let Some(fourths) = FOURTHS.get(number) else { continue };
        // Of the texts that share three bytes with a needle, few share the fourth.
        let fourth = text.get(at + 3).copied().unwrap_or_default();
        if fourths >> (fourth % 32) & 1 != 0 {
            let first = FIRSTS.get(number).copied().unwrap_or_default();
            visit_at(text, at, usize::from(first), visit)?;
        }
    }
    ControlFlow::Continue(())
}

/// Visits the needles at `at`, of which `first` is the first with this number.
#[inline(never)]
fn visit_at(
    text: &[u8],
    at: usize,
    first: usize,
    visit: &mut impl FnMut(&'static Needle, usize) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let next = |index: &usize| NEXT.get(*index).copied().map(usize::from);
    let candidates = std::iter::successors(Some(first), |index| next(index).filter(|at| *at > 0));
    for needle in candidates.filter_map(|index| NEEDLES.get(index)) {
        let found = text.get(at..at + needle.text.len()).unwrap_or_default();
        let expected = needle.text.as_bytes();
        if found == expected || !needle.exact && found.eq_ignore_ascii_case(expected) {
            visit(needle, at)?;
        }
    }
    ControlFlow::Continue(())
}

/// Lower-cases letters. Other bytes change, too, in needles and text alike.
#[inline]
const fn fold(word: u64) -> u64 {
    word | 0x2020_2020_2020_2020
}

/// Hashes the lowest three bytes.
#[inline]
const fn slot(gram: u32) -> usize {
    (gram.wrapping_mul(MULTIPLIER) >> (32 - BITS)) as usize
}

const fn table() -> [u8; 1 << BITS] {
    let slots = slots();
    let mut table = [0; 1 << BITS];
    let (mut index, mut number) = (0, 0);
    while index < slots.len() {
        if table[slots[index]] == 0 {
            number = number % NUMBERS + 1;
            table[slots[index]] = number;
        }
        index += 1;
    }
    table
}

const fn firsts() -> [u16; NUMBERS as usize] {
    let slots = slots();
    let table = table();
    let mut firsts = [0; NUMBERS as usize];
    // In reverse order, so that the first needle of a number is kept.
    let mut index = slots.len();
    while index > 0 {
        index -= 1;
        firsts[table[slots[index]] as usize - 1] = index as u16;
    }
    firsts
}

const fn fourths() -> [u32; NUMBERS as usize] {
    let slots = slots();
    let table = table();
    let mut fourths = [0; NUMBERS as usize];
    let mut index = 0;
    while index < slots.len() {
        let text = NEEDLES[index].text.as_bytes();
        // A needle of three bytes may have any byte after it.
        let bits = if text.len() > 3 { 1 << (text[3] % 32) } else { u32::MAX };
        fourths[table[slots[index]] as usize - 1] |= bits;
        index += 1;
    }
    fourths
}

const fn next() -> [u16; NEEDLES.len()] {
    let slots = slots();
    let table = table();
    let mut next = [0; NEEDLES.len()];
    let mut index = 0;
    while index < slots.len() {
        let mut later = index + 1;
        while later < slots.len() && table[slots[later]] != table[slots[index]] {
            later += 1;
        }
        next[index] = if later < slots.len() { later as u16 } else { 0 };
        index += 1;
    }
    next
}

/// The slots of the first three bytes of each needle.
const fn slots() -> [usize; NEEDLES.len()] {
    let mut slots = [0; NEEDLES.len()];
    let mut index = 0;
    while index < NEEDLES.len() {
        let text = NEEDLES[index].text.as_bytes();
        let gram = fold(u32::from_le_bytes([text[0], text[1], text[2], 0]) as u64) as u32;
        slots[index] = slot(gram);
        index += 1;
    }
    slots
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::each_hit;
    use crate::scrub::needles::NEEDLES;

    #[test]
    fn every_needle_is_found_at_every_place_and_nowhere_else() {
        for needle in NEEDLES {
            for before in 0..9 {
                for after in ["", "~", "~~~~~"] {
                    let text = format!("{}{}{after}", "~".repeat(before), needle.text);
                    let mut found = Vec::new();
                    let _ = each_hit(text.as_bytes(), |needle, at| {
                        found.push((needle.text, at));
                        ControlFlow::Continue(())
                    });
                    assert!(found.contains(&(needle.text, before)), "{text}: {found:?}");
                    let upper = text.to_ascii_uppercase();
                    let seen = each_hit(upper.as_bytes(), |found, at| {
                        if found.text == needle.text && at == before {
                            ControlFlow::Break(())
                        } else {
                            ControlFlow::Continue(())
                        }
                    });
                    assert_eq!(seen.is_break(), !needle.exact || upper == text, "{upper}");
                }
            }
        }
    }

    #[test]
    fn ordinary_text_has_none() {
        let text = b"2026-11-22 07:31:00,123 - shop.orders - INFO - request done status=200";
        assert!(each_hit(text, |_, _| ControlFlow::Break(())).is_continue());
    }
}

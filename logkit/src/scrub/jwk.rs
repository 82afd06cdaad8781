//! The secret members of JSON Web Keys: `{"kty":"oct","k":".."}`. Their names have one or two letters,
//! which mean something only in an object that has a `kty`.

use std::ops::Range;

use crate::scrub::blanks::{closed_end, skip_blanks};
use crate::scrub::harmless::is_harmless;
use crate::scrub::surroundings::Surroundings;
use crate::scrub::values::{WordEnds, is_of_key, value};

/// The member that each key has (RFC 7517, section 4.1).
pub(super) const TYPE: &str = "kty";

/// The secret members: of elliptic curves, RSA, its other primes, and symmetric keys (RFC 7518,
/// section 6; RFC 8037, section 2).
const SECRETS: &[&str] = &["d", "dp", "dq", "k", "p", "q", "qi", "r", "t"];

/// The most bytes of a key before and after its `kty`.
const MOST: usize = 16 * 1024;

/// Returns whether a member with this name is a secret.
pub(super) fn is_secret(name: &str) -> bool {
    SECRETS.contains(&name)
}

/// Returns whether the `kty` at `at` is the name of a member.
fn is_type(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    let end = skip_blanks(text, closed_end(text, at + TYPE.len()));
    let is_bound = matches!(text.get(end), Some(b':' | b'='));
    let is_escaped = || matches!(text.get(..at), Some([.., b'\\', b'n' | b't']));
    // A parameter of a query has no object around it.
    let is_name = before.is_none_or(|byte| !is_of_key(*byte) && !b"?&".contains(byte));
    (is_name || is_escaped()) && is_bound
}

/// Calls `found` for the value of each secret member of the key whose `kty` is at `at`. Nothing before
/// `from` is searched. Returns the end of the key.
pub(super) fn each_secret(
    text: &[u8],
    at: usize,
    from: usize,
    mut found: impl FnMut(Range<usize>),
) -> Option<usize> {
    if !is_type(text, at) {
        return None;
    }
    let object = object(text, at, from);
    let (around, mut next) = (Surroundings::default(), object.start);
    let ends = WordEnds { around: &around, by_colon: true, in_query: false };
    let inside = text.get(..object.end)?;
    while let Some(mark) = inside.get(next..)?.iter().position(|byte| b":=".contains(byte)) {
        let mark = next + mark;
        next = mark + 1;
        if !is_secret_member(inside, mark) {
            continue;
        }
        let arrow = usize::from(inside.get(next) == Some(&b'>'));
        let range = value(inside, skip_blanks(inside, next + arrow), ends).range;
        next = range.end.max(next);
        if inside.get(range.clone()).is_some_and(|value| !is_harmless(value)) {
            found(range);
        }
    }
    Some(object.end)
}

/// Returns whether the name before an operator is that of a secret member.
fn is_secret_member(text: &[u8], mark: usize) -> bool {
    let before = text.get(..mark).unwrap_or_default().trim_ascii_end();
    let quotes = before.iter().rev().take_while(|byte| b"\"'\\".contains(byte)).count();
    let before = before.get(..before.len() - quotes).unwrap_or_default();
    let length = before.iter().rev().take(4).take_while(|byte| is_of_key(**byte)).count();
    let (before, name) = before.split_at(before.len() - length);
    // `\nd: `
    let name = match (before.last(), name) {
        (Some(b'\\'), [b'n' | b't', rest @ ..]) if quotes == 0 => rest,
        _ => name,
    };
    std::str::from_utf8(name).is_ok_and(is_secret)
}

/// Returns the inside of the brackets around `at`.
fn object(text: &[u8], at: usize, from: usize) -> Range<usize> {
    let from = from.max(at.saturating_sub(MOST)).min(at);
    let mut depth = 0_usize;
    let opening = text.get(from..at).unwrap_or_default().iter().rposition(|byte| {
        match byte {
            b'}' => depth += 1,
            b'{' if depth == 0 => return true,
            b'{' => depth -= 1,
            _ => {}
        }
        false
    });
    let rest = text.get(at..).unwrap_or_default();
    let rest = rest.get(..rest.len().min(MOST)).unwrap_or_default();
    let mut depth = 0_usize;
    let closing = rest.iter().position(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return true,
            b'}' => depth -= 1,
            _ => {}
        }
        false
    });
    opening.map_or(from, |opening| from + opening + 1)..at + closing.unwrap_or(rest.len())
}

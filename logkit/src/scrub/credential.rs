//! Finds credentials after a scheme: `Bearer ..`, `Basic ..`.

use std::ops::Range;

use crate::scrub::harmless::{is_scheme, is_status};
use crate::scrub::token::{is_escape, is_kept};
use crate::scrub::values::{WordEnds, word_end};

/// Words after `bearer` in prose, in addition to those of [`is_status`].
#[rustfmt::skip]
const PROSE: &[&str] = &[
    "a", "access", "an", "and", "are", "auth", "authenticated", "authentication", "authorization",
    "bonds", "certificate", "certificates", "challenge", "cookie", "credential", "credentials", "for",
    "format", "from", "header", "headers", "http", "https", "in", "of", "only", "or", "realm",
    "scheme", "security", "shall", "shares", "that", "the", "to", "token", "tokens", "type", "will",
    "with",
];

/// Finds the bearer token (RFC 6750) after the word at `at`.
pub(super) fn bearer(text: &[u8], at: usize) -> Option<Range<usize>> {
    let range = token_after(text, at, b"bearer".len())?;
    let token = text.get(range.clone())?;
    // `Bearer realm=".."`, `token_type=bearer status=200`
    let word = token.split(|byte| *byte == b'=').next().unwrap_or_default();
    let is_key = word.len() < token.len() && !word.iter().any(|byte| !is_of_plain_key(*byte));
    let is_prose = PROSE.iter().any(|known| token.eq_ignore_ascii_case(known.as_bytes()));
    (!is_prose && !is_key && !is_status(token)).then_some(range)
}

/// Accepts the bytes of a parameter's name.
const fn is_of_plain_key(byte: u8) -> bool {
    byte.is_ascii_lowercase() || matches!(byte, b'_' | b'.' | b'-')
}

/// Finds basic credentials (RFC 7617) after the word at `at`: base64 of `user:password`.
pub(super) fn basic(text: &[u8], at: usize) -> Option<Range<usize>> {
    let range = token_after(text, at, b"basic".len())?;
    has_colon(text.get(range.clone())?).then_some(range)
}

/// Finds a `token68` (RFC 7235) after a word and spaces. Accepts `:`, `|` and percent escapes, too,
/// which some clients send.
fn token_after(text: &[u8], at: usize, word: usize) -> Option<Range<usize>> {
    let is_inside = at.checked_sub(1).and_then(|before| text.get(before));
    if is_inside.is_some_and(u8::is_ascii_alphanumeric) && !is_escape(text, at) {
        return None;
    }
    let rest = text.get(at + word..)?;
    let spaces = rest.iter().take_while(|byte| **byte == b' ').count();
    let spaces = if rest.starts_with(b"%20") { 3 } else { spaces };
    let start = at + word + spaces;
    let run = text.get(start..)?;
    let is_of_token = |(index, byte): &(usize, &u8)| {
        byte.is_ascii_alphanumeric()
            || b"-._~+/=|:".contains(byte)
            // An encoded space ends the token.
            || **byte == b'%' && run.get(*index..).is_some_and(|rest| !rest.starts_with(b"%20"))
    };
    let mut end = start + run.iter().enumerate().take_while(is_of_token).count();
    while end > start && matches!(text.get(end - 1), Some(b'.' | b':')) {
        end -= 1;
    }
    (spaces > 0 && end > start && !is_kept(text, &(start..end))).then_some(start..end)
}

/// Returns the credentials after a known scheme, or the whole value without one.
pub(super) fn after_scheme(
    text: &[u8],
    range: Range<usize>,
    is_quoted: bool,
    ends: WordEnds<'_>,
) -> Range<usize> {
    let bytes = text.get(range.start..).unwrap_or_default();
    let scheme = bytes.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    let word = bytes.get(..scheme).unwrap_or_default();
    let is_known = is_scheme(word);
    let spaces = bytes.get(scheme..).unwrap_or_default().iter().take_while(|b| **b == b' ').count();
    let rest = range.start + scheme + spaces;
    // A challenge, `Basic realm=..`, has no credentials.
    let is_challenge = text.get(rest..).is_some_and(|rest| rest.starts_with(b"realm="));
    if is_challenge {
        return range.start..range.start + scheme;
    }
    if spaces == 0 || rest >= range.end && is_quoted {
        return range;
    }
    let end = if is_quoted {
        range.end
    } else {
        joined(text, rest..word_end(text, rest, ends), b',', ends).end
    };
    if is_known { rest..end } else { range.start..range.end.max(if is_quoted { 0 } else { end }) }
}

/// Extends the range by further words after each separator, up to the next header's name. Between
/// cookies a semicolon is enough.
pub(super) fn joined(
    text: &[u8],
    mut range: Range<usize>,
    separator: u8,
    ends: WordEnds<'_>,
) -> Range<usize> {
    while text.get(range.end) == Some(&separator) {
        let has_space = text.get(range.end + 1) == Some(&b' ');
        let start = range.end + 1 + usize::from(has_space);
        let next = word_end(text, start, ends);
        let is_joined = has_space || separator == b';';
        if !is_joined || next == start || text.get(next - 1) == Some(&b':') {
            break;
        }
        range.end = next;
    }
    range
}

/// Returns whether this is base64 of text with a colon.
fn has_colon(base64: &[u8]) -> bool {
    let (mut bits, mut count) = (0_u32, 0);
    let mut found = false;
    for byte in base64.iter().filter(|byte| **byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return false,
        };
        (bits, count) = (bits << 6 | u32::from(value), count + 6);
        if count >= 8 {
            count -= 8;
            let decoded = (bits >> count & 0xff) as u8;
            if decoded < b' ' {
                return false;
            }
            found |= decoded == b':';
        }
    }
    found
}

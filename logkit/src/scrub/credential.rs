//! Credentials that a scheme announces, wherever they stand and in a header: `Bearer ..`, `Basic ..`.

use std::ops::Range;

use crate::scrub::spans::{is_harmless, is_said, word_end};
use crate::scrub::token::{is_escape, is_kept};

/// What stands behind the word where there are no credentials, together with what is said of them.
#[rustfmt::skip]
const PROSE: &[&str] = &[
    "a", "access", "an", "and", "are", "auth", "authenticated", "authentication", "authorization",
    "bonds", "certificate", "certificates", "challenge", "cookie", "credential", "credentials", "for",
    "format", "from", "header", "headers", "http", "https", "in", "of", "only", "or", "realm",
    "scheme", "security", "shall", "shares", "that", "the", "to", "token", "tokens", "type", "will",
    "with",
];

/// The token of RFC 6750 behind the word at `at`.
pub(super) fn bearer(text: &[u8], at: usize) -> Option<Range<usize>> {
    let range = behind(text, at, b"bearer".len())?;
    let token = text.get(range.clone())?;
    // `Bearer realm=".."`, `token_type=bearer status=200`
    let word = token.split(|byte| *byte == b'=').next().unwrap_or_default();
    let is_key = word.len() < token.len() && !word.iter().any(|byte| !is_of_plain_key(*byte));
    let is_prose = PROSE.iter().any(|known| token.eq_ignore_ascii_case(known.as_bytes()));
    (!is_prose && !is_key && !is_said(token)).then_some(range)
}

const fn is_of_plain_key(byte: u8) -> bool {
    byte.is_ascii_lowercase() || matches!(byte, b'_' | b'.' | b'-')
}

/// The user and password of RFC 7617 behind the word at `at`: base64 of two with a colon between.
pub(super) fn basic(text: &[u8], at: usize) -> Option<Range<usize>> {
    let range = behind(text, at, b"basic".len())?;
    has_colon(text.get(range.clone())?).then_some(range)
}

/// The run of RFC 7235's `token68` behind a word and spaces; a bit more, for those who send more.
fn behind(text: &[u8], at: usize, word: usize) -> Option<Range<usize>> {
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
            // An encoded space is one.
            || **byte == b'%' && run.get(*index..).is_some_and(|rest| !rest.starts_with(b"%20"))
    };
    let mut end = start + run.iter().enumerate().take_while(is_of_token).count();
    while end > start && matches!(text.get(end - 1), Some(b'.' | b':')) {
        end -= 1;
    }
    (spaces > 0 && end > start && !is_kept(text, &(start..end))).then_some(start..end)
}

/// The schemes of IANA's registry of HTTP authentication schemes, and some that are common.
#[rustfmt::skip]
const SCHEMES: &[&str] = &[
    "apikey", "aws4-hmac-sha256", "basic", "bearer", "bot", "digest", "dpop", "hawk", "hoba",
    "mutual", "negotiate", "ntlm", "oauth", "signature", "token",
];

/// What follows the scheme; all of it where that is no known one.
pub(super) fn behind_scheme(text: &[u8], range: Range<usize>, is_quoted: bool) -> Range<usize> {
    let bytes = text.get(range.start..).unwrap_or_default();
    let scheme = bytes.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    let word = bytes.get(..scheme).unwrap_or_default();
    let is_known = SCHEMES.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()));
    let spaces = bytes.get(scheme..).unwrap_or_default().iter().take_while(|b| **b == b' ').count();
    let rest = range.start + scheme + spaces;
    if spaces == 0 || rest >= range.end && is_quoted {
        return range;
    }
    let end =
        if is_quoted { range.end } else { joined(text, rest..word_end(text, rest), b',').end };
    if is_known { rest..end } else { range.start..range.end.max(if is_quoted { 0 } else { end }) }
}

/// The words that follow as long as each ends with the separator, up to the next header's name.
pub(super) fn joined(text: &[u8], mut range: Range<usize>, separator: u8) -> Range<usize> {
    while text.get(range.end) == Some(&separator) && text.get(range.end + 1) == Some(&b' ') {
        let next = word_end(text, range.end + 2);
        if next == range.end + 2 || text.get(next - 1) == Some(&b':') {
            break;
        }
        range.end = next;
    }
    range
}

/// Whether this is base64 of something with a colon in it.
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

/// More than this is no authority.
const MAX_AUTHORITY: usize = 4096;

/// What was found at a `://`.
pub(super) enum UrlMatch {
    /// A secret.
    Secret(Range<usize>),
    /// None; nor at any other before this place.
    NoneBefore(usize),
}

/// Whether an `@` may stand before the end of the URL whose `://` is at `at`, whatever was escaped in
/// it; a long one may.
#[cold]
pub(super) fn may_be_url_password(text: &[u8], at: usize) -> bool {
    const LONG: usize = 256;
    let rest = text.get(at + b"://".len()..).unwrap_or_default();
    match rest.iter().take(LONG).find(|byte| **byte == b'@' || is_url_end(**byte)) {
        Some(byte) => *byte == b'@',
        None => rest.len() > LONG,
    }
}

/// The password of the URL whose `://` is at `at`; without one, what stands in place of the user
/// where that is a token: in `http` and `https`.
pub(super) fn url_password(text: &[u8], at: usize) -> UrlMatch {
    let start = at + b"://".len();
    let rest = text.get(start..).unwrap_or_default();
    let rest = rest.get(..rest.len().min(MAX_AUTHORITY)).unwrap_or_default();
    let end = rest.iter().position(|byte| b"/?#".contains(byte) || is_url_end(*byte));
    let authority = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
    let none = UrlMatch::NoneBefore(start);
    let user_info = match authority.iter().rposition(|byte| *byte == b'@') {
        Some(length) => length,
        None if goes_on(authority) => {
            let last = rest.iter().position(|byte| *byte == b'@' || is_url_end(*byte));
            let last = last.unwrap_or(rest.len());
            if rest.get(last) != Some(&b'@') {
                return UrlMatch::NoneBefore(start + last);
            }
            last
        }
        None => return none,
    };
    // An image's name, its tag and digest.
    if rest.get(user_info + 1..).is_some_and(|host| host.starts_with(b"sha256:")) {
        return none;
    }
    let colon = authority.iter().take(user_info).position(|byte| *byte == b':');
    let secret = match colon {
        Some(colon) => start + colon + 1..start + user_info,
        None if is_http(text.get(..at).unwrap_or_default()) => start..start + user_info,
        None => return none,
    };
    if text.get(secret.clone()).is_none_or(is_harmless) {
        return none;
    }
    UrlMatch::Secret(secret)
}

/// What stands around URLs; passwords have more in them than a URL may.
fn is_url_end(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b"\"'`<>".contains(&byte)
}

/// Whether there is a colon, and what follows is no port: then it is a password that holds a `/`,
/// `?` or `#` where it should have been encoded, if an `@` follows.
fn goes_on(authority: &[u8]) -> bool {
    let after = authority.iter().position(|byte| *byte == b':').map(|colon| colon + 1);
    let port = after.and_then(|after| authority.get(after..)).unwrap_or_default();
    // `[::1]` has colons, too.
    authority.first() != Some(&b'[') && !port.iter().all(u8::is_ascii_digit)
}

fn is_http(before: &[u8]) -> bool {
    let scheme: Vec<u8> =
        before.iter().rev().take_while(|b| b.is_ascii_alphanumeric()).copied().collect();
    scheme.eq_ignore_ascii_case(b"ptth") || scheme.eq_ignore_ascii_case(b"sptth")
}

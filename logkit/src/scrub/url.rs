//! What a URL says of who asks: the password, or the token in its place.

use std::ops::Range;

use crate::scrub::extent::is_harmless;

/// More than this is no authority.
const MOST: usize = 4096;

/// What was found at a `://`.
pub(super) enum Found {
    /// A secret.
    Secret(Range<usize>),
    /// None; nor at any other before this place.
    NoneBefore(usize),
}

/// Whether an `@` may stand before the end of the URL whose `://` is at `at`, whatever was escaped in
/// it; a long one may.
#[cold]
pub(super) fn may_be_at(text: &[u8], at: usize) -> bool {
    const LONG: usize = 256;
    let rest = text.get(at + b"://".len()..).unwrap_or_default();
    match rest.iter().take(LONG).find(|byte| **byte == b'@' || is_end(**byte)) {
        Some(byte) => *byte == b'@',
        None => rest.len() > LONG,
    }
}

/// The password of the URL whose `://` is at `at`; without one, what stands in place of the user
/// where that is a token: in `http` and `https`.
pub(super) fn find(text: &[u8], at: usize) -> Found {
    let start = at + b"://".len();
    let rest = text.get(start..).unwrap_or_default();
    let rest = rest.get(..rest.len().min(MOST)).unwrap_or_default();
    let end = rest.iter().position(|byte| b"/?#".contains(byte) || is_end(*byte));
    let authority = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
    let none = Found::NoneBefore(start);
    let user_info = match authority.iter().rposition(|byte| *byte == b'@') {
        Some(length) => length,
        None if goes_on(authority) => {
            let last = rest.iter().position(|byte| *byte == b'@' || is_end(*byte));
            let last = last.unwrap_or(rest.len());
            if rest.get(last) != Some(&b'@') {
                return Found::NoneBefore(start + last);
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
    Found::Secret(secret)
}

/// What stands around URLs; passwords have more in them than a URL may.
fn is_end(byte: u8) -> bool {
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

//! What a URL says of who asks: the password, or the token in its place.

use std::ops::Range;

use crate::scrub::extent::is_harmless;

/// More than this is no authority.
const MOST: usize = 4096;

/// What was found at a `://`.
pub(super) enum Found {
    /// A secret.
    Secret(Range<usize>),
    /// None before this place.
    NoneBefore(usize),
}

/// The password of the URL whose `://` is at `at`; without one, what stands in place of the user
/// where that is a token: in `http` and `https`.
pub(super) fn find(text: &[u8], at: usize) -> Found {
    let start = at + b"://".len();
    let rest = text.get(start..).unwrap_or_default();
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"\"'`<>{}|^".contains(byte);
    let length = rest.iter().take(MOST).position(is_end).unwrap_or(rest.len().min(MOST));
    let url = rest.get(..length).unwrap_or_default();
    let none = Found::NoneBefore(start + length);
    let Some(user_info) = user_info(url) else { return none };
    let secret = match user_info.iter().position(|byte| *byte == b':') {
        Some(colon) => colon + 1..user_info.len(),
        None if is_http(text.get(..at).unwrap_or_default()) => 0..user_info.len(),
        None => return none,
    };
    if user_info.get(secret.clone()).is_none_or(is_harmless) {
        return none;
    }
    Found::Secret(start + secret.start..start + secret.end)
}

/// What stands before the last `@` of the authority. A password that holds a `/`, `?` or `#` where
/// it should have been encoded is looked for beyond.
fn user_info(url: &[u8]) -> Option<&[u8]> {
    let authority = url.iter().position(|byte| b"/?#".contains(byte)).unwrap_or(url.len());
    let (authority, _) = url.split_at_checked(authority)?;
    if let Some(at) = authority.iter().rposition(|byte| *byte == b'@') {
        return authority.get(..at);
    }
    let colon = authority.iter().position(|byte| *byte == b':')?;
    let is_port = authority.get(colon + 1..)?.iter().all(u8::is_ascii_digit);
    // `[::1]` has colons, too.
    if is_port || authority.first() == Some(&b'[') {
        return None;
    }
    url.get(..url.iter().position(|byte| *byte == b'@')?)
}

fn is_http(before: &[u8]) -> bool {
    let scheme: Vec<u8> =
        before.iter().rev().take_while(|b| b.is_ascii_alphanumeric()).copied().collect();
    scheme.eq_ignore_ascii_case(b"ptth") || scheme.eq_ignore_ascii_case(b"sptth")
}

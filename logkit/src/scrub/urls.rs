//! Passwords in URLs and data source names: `https://user:password@..`, `user:password@tcp(..)`.

use std::ops::Range;

use crate::scrub::harmless::{is_generated, is_harmless, is_mixed};
use crate::scrub::values::is_of_key;

/// Length limit of an authority, in bytes.
const MOST: usize = 4096;
/// Length limit of a password with characters that no URL has, in bytes.
const MOST_LOOSE: usize = 256;
/// The shortest user name without a password that is taken for a token.
const LEAST_TOKEN: usize = 7;

/// The shortest user name that is taken for a token in a URL of any scheme.
const LEAST_GENERATED: usize = 12;

/// The result of a search at a `://`.
pub(super) enum UrlMatch {
    /// A password or token.
    Secret(Range<usize>),
    /// No secret, nor at any other `://` before this offset.
    NoneBefore(usize),
}

/// Returns whether the URL whose `://` is at `at` may contain an `@`, however it was escaped. Gives
/// up on a long URL, and says yes.
#[cold]
pub(super) fn may_be_url_password(text: &[u8], at: usize) -> bool {
    let rest = text.get(at + b"://".len()..).unwrap_or_default();
    let mut spaces = 0;
    for byte in rest.iter().take(MOST_LOOSE) {
        match byte {
            b'@' => return true,
            b'\n' => return false,
            b' ' => spaces += 1,
            _ => {}
        }
        if spaces > 1 {
            return false;
        }
    }
    rest.len() > MOST_LOOSE
}

/// Finds the password of the URL whose `://` is at `at`. Without one, an `http` or `https` URL's user
/// is taken for a token if it looks like one.
pub(super) fn url_password(text: &[u8], at: usize) -> UrlMatch {
    let start = at + b"://".len();
    let rest = text.get(start..).unwrap_or_default();
    let rest = rest.get(..rest.len().min(MOST)).unwrap_or_default();
    let end = rest.iter().position(|byte| b"/?#".contains(byte) || is_url_end(*byte));
    let authority = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
    let none = UrlMatch::NoneBefore(start);
    let user_info = match authority.iter().rposition(|byte| *byte == b'@') {
        Some(length) => length,
        None if has_password(rest) => match loose_end(text, at, rest) {
            Ok(end) => end,
            Err(searched) => return UrlMatch::NoneBefore(start + searched),
        },
        None => return none,
    };
    // The name, tag and digest of a container image.
    if rest.get(user_info + 1..).is_some_and(|host| host.starts_with(b"sha256:")) {
        return none;
    }
    let user = rest.get(..user_info).unwrap_or_default();
    let secret = match user.iter().position(|byte| *byte == b':') {
        Some(colon) => start + colon + 1..start + user_info,
        None if is_http(text.get(..at).unwrap_or_default()) && is_token(user)
            || user.len() >= LEAST_GENERATED && is_generated(user) =>
        {
            start..start + user_info
        }
        None => return none,
    };
    if text.get(secret.clone()).is_none_or(is_harmless) {
        return none;
    }
    UrlMatch::Secret(secret)
}

/// Delimiters of a URL in text. Other characters are accepted: passwords often contain some that a
/// URL must encode.
fn is_url_end(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b"\"'`<>".contains(&byte)
}

/// Returns whether a colon is followed by something other than a port: perhaps a password with a
/// character that should have been encoded.
fn has_password(rest: &[u8]) -> bool {
    let is_of_user =
        |byte: &&u8| is_of_key(**byte) || b"%+~!$*".contains(*byte) || !byte.is_ascii();
    let user = rest.iter().take(128).take_while(is_of_user).count();
    let Some(password) = rest.get(user..).and_then(|rest| rest.strip_prefix(b":")) else {
        return false;
    };
    let digits = password.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let is_end = |byte: &u8| b"/?#,;\\".contains(byte) || byte.is_ascii_whitespace();
    match (digits, password.first()) {
        (0, first) => first.is_some_and(|byte| *byte != b'/' && !byte.is_ascii_whitespace()),
        (2..=5, _) => !password.get(digits).is_none_or(is_end),
        _ => password.len() > digits,
    }
}

/// Finds the `@` after a password with characters that end a URL elsewhere. Returns the number of
/// bytes searched if it is missing.
fn loose_end(text: &[u8], at: usize, rest: &[u8]) -> Result<usize, usize> {
    let scheme = text.get(..at).unwrap_or_default();
    let length =
        scheme.iter().rev().take(32).take_while(|byte| is_of_key(**byte) || **byte == b'+');
    let length = length.count();
    let opening = scheme.get(..scheme.len() - length).unwrap_or_default().last();
    // The quote before the URL is its end, too.
    let closing = opening.map(|byte| match byte {
        b'<' => b'>',
        b'(' => b')',
        b'[' => b']',
        other => *other,
    });
    let closing = closing.filter(|byte| b"\"'`>)]".contains(byte));
    let is_escaped = |before: &[u8]| before.last() == Some(&b'\\');
    let is_opening_escaped =
        is_escaped(scheme.get(..scheme.len().saturating_sub(length + 1)).unwrap_or_default());
    let mut spaces = 0;
    for (index, byte) in rest.iter().enumerate() {
        let is_long = index > MOST_LOOSE && is_url_end(*byte);
        if *byte == b'\n'
            || is_long
            || Some(*byte) == closing
                && (is_opening_escaped || !is_escaped(rest.get(..index).unwrap_or_default()))
        {
            return Err(index);
        }
        if byte.is_ascii_whitespace() {
            spaces += 1;
            if spaces > 1 || rest.get(index.saturating_sub(1)).is_some_and(|b| b",;:.".contains(b))
            {
                return Err(index);
            }
        }
        if *byte == b'@' && is_host(rest.get(index + 1..).unwrap_or_default(), spaces > 0) {
            return Ok(index);
        }
    }
    Err(rest.len())
}

/// Returns whether a host is here. After a password with a space, more than a word must follow.
fn is_host(rest: &[u8], is_sentence: bool) -> bool {
    let length = rest.iter().take(256).take_while(|byte| is_of_key(**byte)).count();
    let next = rest.get(length);
    let is_path = next.is_some_and(|byte| b"/:?".contains(byte));
    length > 0 && if is_sentence { is_path } else { next != Some(&b'@') } || rest.starts_with(b"[")
}

/// Returns whether a user name looks like a token and not like a name.
fn is_token(user: &[u8]) -> bool {
    const LONG: usize = 20;
    user.len() >= LONG || is_mixed(user, LEAST_TOKEN)
}

fn is_http(before: &[u8]) -> bool {
    let scheme: Vec<u8> =
        before.iter().rev().take(8).take_while(|b| b.is_ascii_alphanumeric()).copied().collect();
    scheme.eq_ignore_ascii_case(b"ptth") || scheme.eq_ignore_ascii_case(b"sptth")
}

/// Finds the password of `user:password@tcp(..)`, whose `@` is at `at`.
pub(super) fn go_password(text: &[u8], at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let is_address = |net: &str| rest.starts_with(net.as_bytes());
    if !["@tcp(", "@tcp4(", "@tcp6(", "@unix(", "@cloudsql("].into_iter().any(is_address) {
        return None;
    }
    let before = text.get(..at)?;
    let is_inside = |byte: &&u8| !byte.is_ascii_whitespace() && !b"\"'`".contains(*byte);
    let length = before.iter().rev().take(MOST_LOOSE).take_while(is_inside).count();
    let start = at - length;
    let colon = before.get(start..)?.iter().position(|byte| *byte == b':')?;
    let secret = start + colon + 1..at;
    (!is_harmless(text.get(secret.clone())?)).then_some(secret)
}

/// Finds the password of `jdbc:oracle:thin:user/password@..`.
pub(super) fn oracle_password(text: &[u8], at: usize) -> Option<Range<usize>> {
    let driver = at + b"jdbc:oracle:".len();
    let rest = text.get(driver..)?;
    let rest = rest.get(..rest.len().min(MOST_LOOSE))?;
    let colon = rest.iter().position(|byte| !byte.is_ascii_alphanumeric())?;
    let user = rest.get(colon..)?.strip_prefix(b":")?;
    let is_end = |byte: &u8| byte.is_ascii_whitespace();
    let end = user.iter().position(is_end).unwrap_or(user.len());
    let user = user.get(..end)?;
    let slash = user.iter().position(|byte| *byte == b'/')?;
    let address = user
        .windows(2)
        .rposition(|two| two == b"@/" || two == b"@(")
        .or_else(|| user.iter().rposition(|byte| *byte == b'@'))?;
    let first = driver + colon + 1;
    let secret = first + slash + 1..first + address;
    (slash < address && !is_harmless(text.get(secret.clone())?)).then_some(secret)
}

/// Finds the password of Oracle's `user/password@//host`, whose `@//` is at `at`.
pub(super) fn oracle_login(text: &[u8], at: usize) -> Option<Range<usize>> {
    let before = text.get(..at)?;
    let is_inside = |byte: &&u8| !byte.is_ascii_whitespace() && !b"\"'`@".contains(*byte);
    let length = before.iter().rev().take(MOST_LOOSE).take_while(is_inside).count();
    let login = before.get(at - length..)?;
    let slash = login.iter().position(|byte| *byte == b'/')?;
    let user = login.get(..slash)?;
    let is_user = !user.is_empty() && user.iter().all(|byte| is_of_key(*byte));
    let secret = at - length + slash + 1..at;
    (is_user && !is_harmless(text.get(secret.clone())?)).then_some(secret)
}

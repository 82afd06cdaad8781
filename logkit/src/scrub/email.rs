//! E-mail addresses.

use std::ops::Range;

/// Calls `found` for every address.
pub(super) fn each(text: &[u8], mut found: impl FnMut(Range<usize>)) {
    for (at, _) in text.iter().enumerate().filter(|(_, byte)| **byte == b'@') {
        found_at(text, at).into_iter().for_each(&mut found);
    }
}

/// The address around an `@`: what RFC 5322 calls a dot-atom, beyond ASCII as in RFC 6531, and a
/// domain of at least two labels.
fn found_at(text: &[u8], at: usize) -> Option<Range<usize>> {
    let is_of_local = |byte: &u8| {
        byte.is_ascii_alphanumeric() || !byte.is_ascii() || b".!#$%'*+^_`~-".contains(byte)
    };
    let is_of_domain =
        |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b".-".contains(byte);
    let local = text.get(..at)?.iter().rev().take(64).take_while(|byte| is_of_local(byte)).count();
    let mut start = at - local;
    // Brackets and quotes around it are none of its own.
    while start < at && text.get(start).is_some_and(|byte| b"'`*.".contains(byte)) {
        start += 1;
    }
    // Not from the middle of a character.
    while start < at && text.get(start).is_some_and(|byte| byte & 0xc0 == 0x80) {
        start += 1;
    }
    let domain = text.get(at + 1..)?;
    let mut length = domain.iter().take(255).take_while(|byte| is_of_domain(byte)).count();
    while length > 0 && matches!(domain.get(length - 1), Some(b'.' | b'-')) {
        length -= 1;
    }
    while domain.get(length).is_some_and(|byte| byte & 0xc0 == 0x80) {
        length += 1;
    }
    let domain = domain.get(..length)?;
    let top = domain.rsplit(|byte| *byte == b'.').next()?;
    let has_top =
        domain.contains(&b'.') && top.len() > 1 && top.iter().any(|b| !b.is_ascii_digit());
    (start < at && has_top).then_some(start..at + 1 + length)
}

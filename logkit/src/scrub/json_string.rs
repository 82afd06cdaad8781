//! Decodes the strings of JSON (RFC 8259, section 7).

use std::borrow::Cow;

use crate::scrub::spans::ScrubError;

/// Decodes the content of a string.
pub(super) fn decoded(inside: &str) -> Result<Cow<'_, str>, ScrubError> {
    if !inside.contains('\\') {
        return Ok(inside.into());
    }
    let mut text = String::with_capacity(inside.len());
    let mut rest = inside;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let escaped = after.chars().next().ok_or(ScrubError)?;
        rest = after.get(escaped.len_utf8()..).unwrap_or_default();
        text.push(match escaped {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'u' => unicode(&mut rest)?,
            '"' | '\\' | '/' => escaped,
            _ => return Err(ScrubError),
        });
    }
    text.push_str(rest);
    Ok(text.into())
}

/// Decodes the four digits after `\u`, and the second half of a surrogate pair.
fn unicode(rest: &mut &str) -> Result<char, ScrubError> {
    let mut unit = || {
        let (digits, after) = rest.split_at_checked(4).ok_or(ScrubError)?;
        *rest = after;
        u16::from_str_radix(digits, 16).map_err(|_| ScrubError)
    };
    let first = unit()?;
    if !(0xd800..0xdc00).contains(&first) {
        return char::from_u32(first.into()).ok_or(ScrubError);
    }
    let after = rest.strip_prefix("\\u").ok_or(ScrubError)?;
    *rest = after;
    let (digits, after) = rest.split_at_checked(4).ok_or(ScrubError)?;
    *rest = after;
    let second = u16::from_str_radix(digits, 16).map_err(|_| ScrubError)?;
    char::decode_utf16([first, second]).next().and_then(Result::ok).ok_or(ScrubError)
}

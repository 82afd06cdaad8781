//! The text of a value, without the quotes and escapes that formats add.

use std::error::Error;
use std::fmt;
use std::fmt::Write as _;

use crate::record::value::Value;
use crate::util::buffer;
use crate::util::catch_panic::catch_panic;
use crate::util::reentry;

/// The text in place of a value whose formatting panicked.
const PANICKED: &str = "[formatting panicked]";
/// The text in place of a value whose formatting returned an error.
const FAILED: &str = "[formatting failed]";
/// The text in place of a value that logs itself while it is formatted.
const TOO_DEEP: &str = "[logs itself]";
/// The maximum number of errors of a chain: one whose `source()` leads back to itself has no end.
const MAX_ERRORS: usize = 32;
/// The text in place of the errors that follow.
const MORE_CAUSES: &str = "[more causes, not shown]";

impl Value<'_> {
    /// Appends the value as it is, unescaped.
    pub(crate) fn push_raw(&self, out: &mut Vec<u8>) {
        self.push_with(out, |out, text| out.extend_from_slice(text.as_bytes()));
    }

    /// Appends the value as an argument of a message, which `format!` would write: `1.0` is `1`.
    pub(crate) fn push_argument(&self, out: &mut Vec<u8>, push: Push) {
        // Writing to a vector cannot fail.
        let _ = match *self {
            Value::F32(number) => write!(Through { out, push }, "{number}"),
            Value::F64(number) => write!(Through { out, push }, "{number}"),
            _ => return self.push_with(out, push),
        };
    }

    /// Appends the value; `push` appends every piece of text that comes from the user's code.
    /// Not inlined: a copy for each `push` would not be faster.
    #[inline(never)]
    pub(crate) fn push_with(&self, out: &mut Vec<u8>, push: Push) {
        match *self {
            Value::Empty => {}
            Value::I64(number) => push_number(out, number < 0, number.unsigned_abs().into()),
            Value::U64(number) => push_number(out, false, number.into()),
            Value::I128(number) => push_number(out, *number < 0, number.unsigned_abs()),
            Value::U128(number) => push_number(out, false, *number),
            Value::Bool(truth) => push(out, if truth { "true" } else { "false" }),
            Value::Char(c) => push(out, c.encode_utf8(&mut [0; 4])),
            Value::Str(text) => push(out, text),
            _ => self.push_formatted(out, push),
        }
    }

    /// Appends a value by `core::fmt`.
    #[inline(never)]
    fn push_formatted(&self, out: &mut Vec<u8>, push: Push) {
        let mut format = |out: &mut Vec<u8>| {
            let mut out = Through { out, push };
            match *self {
                // As serde_json does, so that a float stays one: `1.0`, `1e300`.
                Value::F32(number) => write!(out, "{number:?}"),
                Value::F64(number) => write!(out, "{number:?}"),
                Value::Bytes(bytes) => write!(out, "b\"{}\"", bytes.escape_ascii()),
                Value::Display(value) => write!(out, "{value}"),
                Value::Debug(value) => write!(out, "{value:?}"),
                Value::Redact(value) => write!(out, "{value:?}"),
                Value::Error(error) => {
                    let mut between = "";
                    for error in chain(error) {
                        write!(out, "{between}{error}")?;
                        between = ": ";
                    }
                    Ok(())
                }
                _ => Ok(()),
            }
        };
        if let Err(marker) = guard(out, &mut format) {
            out.extend_from_slice(marker.as_bytes());
        }
    }
}

/// Runs the user's formatting code once. If it fails, its output is taken back: half a value may be
/// half a secret.
///
/// # Errors
///
/// The code failed; the error is the marker that replaces the value.
#[inline(never)]
pub(crate) fn guard(
    out: &mut Vec<u8>,
    format: &mut dyn FnMut(&mut Vec<u8>) -> fmt::Result,
) -> Result<(), &'static str> {
    let start = out.len();
    let formatted = contain(&mut || format(out));
    if formatted.is_err() {
        out.truncate(start);
    }
    formatted
}

/// Runs the user's formatting code once. The caller must take its output back if it fails.
///
/// # Errors
///
/// The code failed; the error is the marker that replaces the value.
pub(crate) fn contain(format: &mut dyn FnMut() -> fmt::Result) -> Result<(), &'static str> {
    match reentry::enter_value() {
        None => Err(TOO_DEEP),
        Some(_scope) => match catch_panic(format) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(fmt::Error)) => Err(FAILED),
            Err(_) => Err(PANICKED),
        },
    }
}

/// A function that appends a piece of text, as it is or escaped.
type Push = fn(&mut Vec<u8>, &str);

/// Appends a number in decimal digits.
fn push_number(out: &mut Vec<u8>, is_negative: bool, mut magnitude: u128) {
    if is_negative {
        out.push(b'-');
    }
    // The last digit first. Divisions of 64 bits are much faster than those of 128.
    let start = out.len();
    let mut rest = loop {
        if let Ok(rest) = u64::try_from(magnitude) {
            break rest;
        }
        let [digit, ..] = (magnitude % 10).to_le_bytes();
        out.push(b'0' + digit);
        magnitude /= 10;
    };
    loop {
        let [digit, ..] = (rest % 10).to_le_bytes();
        out.push(b'0' + digit);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if let Some(digits) = out.get_mut(start..) {
        digits.reverse();
    }
}

/// A writer that passes every piece of text to `push`.
struct Through<'a> {
    out: &'a mut Vec<u8>,
    push: Push,
}

impl fmt::Write for Through<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        (self.push)(self.out, text);
        Ok(())
    }
}

/// The error and its sources, the outermost first. `source()` is the user's code; a marker replaces
/// a source that panics, and those of a chain that is too long.
pub(crate) fn chain<'a>(
    error: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    let mut next = Some(error);
    let mut left = MAX_ERRORS;
    std::iter::from_fn(move || {
        let error = next.take()?;
        if left == 0 {
            return Some(&MissingSources(MORE_CAUSES) as _);
        }
        left -= 1;
        next = catch_panic(|| error.source()).unwrap_or(Some(&MissingSources(PANICKED)));
        Some(error)
    })
}

#[derive(Debug)]
struct MissingSources(&'static str);

impl fmt::Display for MissingSources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Error for MissingSources {}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        buffer::with_scratch(|scratch| {
            self.push_raw(scratch);
            f.write_str(&String::from_utf8_lossy(scratch))
        })
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Str(text) => fmt::Debug::fmt(text, f),
            Value::Char(c) => fmt::Debug::fmt(c, f),
            other => fmt::Display::fmt(other, f),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::record::value::Value;

    #[test]
    fn integers_are_written_as_core_fmt_writes_them() {
        for number in [0, 1, 9, 10, 4_711, 1 << 40, i64::MAX, i64::MIN, -1, -10] {
            assert_eq!(Value::I64(number).to_string(), number.to_string());
        }
        for number in [0, u128::from(u64::MAX), 1 << 64, 10_u128.pow(38), u128::MAX] {
            assert_eq!(Value::U128(&number).to_string(), number.to_string());
        }
        for number in [0, i128::MIN, i128::MAX, i128::from(i64::MIN) - 1] {
            assert_eq!(Value::I128(&number).to_string(), number.to_string());
        }
        assert_eq!(Value::U64(u64::MAX).to_string(), u64::MAX.to_string());
    }
}

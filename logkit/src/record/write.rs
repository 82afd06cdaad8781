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
/// An error whose `source()` leads back to itself is followed no further than this.
const MAX_SOURCES: usize = 32;

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
    pub(crate) fn push_with(&self, out: &mut Vec<u8>, push: Push) {
        // Writing to a vector cannot fail.
        let _ = match *self {
            Value::Empty => Ok(()),
            Value::I64(number) => return push_number(out, number),
            Value::U64(number) => return push_number(out, number),
            Value::I128(number) => return push_number(out, *number),
            Value::U128(number) => return push_number(out, *number),
            // As serde_json does, so that a float stays one: `1.0`, `1e300`.
            Value::F32(number) => write!(Through { out, push }, "{number:?}"),
            Value::F64(number) => write!(Through { out, push }, "{number:?}"),
            Value::Bool(truth) => return push(out, if truth { "true" } else { "false" }),
            Value::Char(c) => return push(out, c.encode_utf8(&mut [0; 4])),
            Value::Str(text) => return push(out, text),
            Value::Bytes(bytes) => write!(Through { out, push }, "b\"{}\"", bytes.escape_ascii()),
            Value::Display(_) | Value::Debug(_) | Value::Error(_) | Value::Redact(_) => {
                return self.push_formatted(out, push);
            }
        };
    }

    /// Appends a value that the user's code formats.
    #[inline(never)]
    fn push_formatted(&self, out: &mut Vec<u8>, push: Push) {
        let format = |out: &mut Vec<u8>| {
            let mut out = Through { out, push };
            match *self {
                Value::Display(value) => write!(out, "{value}"),
                Value::Debug(value) => write!(out, "{value:?}"),
                Value::Redact(value) => write!(out, "{value:?}"),
                Value::Error(error) => chain(error).enumerate().try_for_each(|(index, error)| {
                    out.write_str(if index == 0 { "" } else { ": " })?;
                    write!(out, "{error}")
                }),
                _ => Ok(()),
            }
        };
        if let Err(marker) = guard(out, format) {
            out.extend_from_slice(marker.as_bytes());
        }
    }
}

/// Runs formatting code of the user's. If it fails, its output is taken back: half a value may be
/// half a secret.
///
/// # Errors
///
/// The code failed; the error is the marker that replaces the value.
pub(crate) fn guard(
    out: &mut Vec<u8>,
    format: impl FnOnce(&mut Vec<u8>) -> fmt::Result,
) -> Result<(), &'static str> {
    let start = out.len();
    let formatted = contain(|| format(out));
    if formatted.is_err() {
        out.truncate(start);
    }
    formatted
}

/// Runs formatting code of the user's. Its output is to be taken back if it fails.
///
/// # Errors
///
/// The code failed; the error is the marker that replaces the value.
pub(crate) fn contain(format: impl FnOnce() -> fmt::Result) -> Result<(), &'static str> {
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

fn push_number(out: &mut Vec<u8>, number: impl itoa::Integer) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
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
/// a source that panics.
pub(crate) fn chain<'a>(
    error: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    let source = |error: &&'a (dyn Error + 'static)| {
        catch_panic(|| (*error).source()).unwrap_or(Some(&SourcePanicked))
    };
    std::iter::successors(Some(error), source).take(MAX_SOURCES)
}

#[derive(Debug)]
struct SourcePanicked;

impl fmt::Display for SourcePanicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(PANICKED)
    }
}

impl Error for SourcePanicked {}

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

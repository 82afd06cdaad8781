//! What one field or message argument is: typed and borrowed, nothing formatted yet.

use std::error::Error;
use std::fmt;
use std::fmt::Write as _;

use crate::redact::Redact;
use crate::util::buffer;
use crate::util::catch_panic::catch_panic;
use crate::util::reentry;

/// What stands in a line in place of a value whose formatting panicked.
const PANICKED: &str = "[formatting panicked]";
/// What stands in a line in place of a value whose formatting returned an error.
const FAILED: &str = "[formatting failed]";
/// What stands in a line in place of a value that logs itself while it is formatted.
const TOO_DEEP: &str = "[logs itself]";
/// An error whose `source()` leads back to itself is followed no further than this.
const MAX_SOURCES: usize = 32;

/// A value as it was logged.
///
/// [`Display`](fmt::Display) writes it as a message would show it, without escaping. A `Display`
/// or `Debug` of the user's that panics or errs is replaced by a marker, whole.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Value<'a> {
    /// `None`: the field is left out.
    Empty,
    /// A signed integer of at most 64 bits.
    I64(i64),
    /// An unsigned integer of at most 64 bits.
    U64(u64),
    /// A signed integer of 128 bits.
    I128(&'a i128),
    /// An unsigned integer of 128 bits.
    U128(&'a u128),
    /// A number of single precision; kept apart, for 0.1 of it is not 0.1 in double precision.
    F32(f32),
    /// A number of double precision.
    F64(f64),
    /// A truth.
    Bool(bool),
    /// A character.
    Char(char),
    /// Text.
    Str(&'a str),
    /// Bytes; printed as Rust's byte strings are, `b"\x00abc"`.
    Bytes(&'a [u8]),
    /// `%value`
    Display(&'a dyn fmt::Display),
    /// `?value`
    Debug(&'a dyn fmt::Debug),
    /// An error, with its sources.
    Error(&'a (dyn Error + 'static)),
    /// A value that masks its own secrets.
    Redact(&'a dyn Redact),
}

impl Value<'_> {
    /// Appends the value as it is, unescaped.
    pub(crate) fn push_raw(&self, out: &mut Vec<u8>) {
        self.push_with(out, |out, text| out.extend_from_slice(text.as_bytes()));
    }

    /// Appends the value; `push` puts every piece of text that comes out of user code.
    pub(crate) fn push_with(&self, out: &mut Vec<u8>, push: Push) {
        match *self {
            Value::Empty => {}
            Value::I64(number) => push_number(out, number),
            Value::U64(number) => push_number(out, number),
            Value::Bool(truth) => push(out, if truth { "true" } else { "false" }),
            Value::Str(text) => push(out, text),
            _ => self.push_formatted(out, push),
        }
    }

    /// The rest goes through `core::fmt` whatever it is.
    #[inline(never)]
    fn push_formatted(&self, out: &mut Vec<u8>, push: Push) {
        let format = |out: &mut Vec<u8>| write!(Through { out, push }, "{}", Unguarded(self));
        if let Err(marker) = guard(out, format) {
            out.extend_from_slice(marker.as_bytes());
        }
    }
}

/// Runs formatting code of the user's. What it wrote before it failed is taken back: half a value
/// may be half a secret.
///
/// # Errors
///
/// It failed; what is to stand in the line in its place.
pub(crate) fn guard(
    out: &mut Vec<u8>,
    format: impl FnOnce(&mut Vec<u8>) -> fmt::Result,
) -> Result<(), &'static str> {
    let start = out.len();
    let marker = match reentry::enter_value() {
        None => TOO_DEEP,
        Some(_scope) => match catch_panic(|| format(out)) {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(fmt::Error)) => FAILED,
            Err(_) => PANICKED,
        },
    };
    out.truncate(start);
    Err(marker)
}

/// How a piece of text is appended: as it is, or escaped.
type Push = fn(&mut Vec<u8>, &str);

fn push_number(out: &mut Vec<u8>, number: impl itoa::Integer) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// Hands every piece of text on to `push`.
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

/// The value through `core::fmt`, its panics and errors passed on.
struct Unguarded<'a, 'v>(&'a Value<'v>);

impl fmt::Display for Unguarded<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self.0 {
            Value::Empty => Ok(()),
            Value::I64(number) => number.fmt(f),
            Value::U64(number) => number.fmt(f),
            Value::I128(number) => number.fmt(f),
            Value::U128(number) => number.fmt(f),
            Value::F32(number) => number.fmt(f),
            Value::F64(number) => number.fmt(f),
            Value::Bool(truth) => truth.fmt(f),
            Value::Char(c) => c.fmt(f),
            Value::Str(text) => text.fmt(f),
            Value::Bytes(bytes) => write!(f, "b\"{}\"", bytes.escape_ascii()),
            Value::Display(value) => value.fmt(f),
            Value::Debug(value) => value.fmt(f),
            Value::Error(error) => chain(error).enumerate().try_for_each(|(index, error)| {
                f.write_str(if index == 0 { "" } else { ": " })?;
                fmt::Display::fmt(error, f)
            }),
            Value::Redact(value) => fmt::Debug::fmt(value, f),
        }
    }
}

/// The error and its sources, outermost first. `source()` is the user's code: should it panic, a
/// marker stands in that place.
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

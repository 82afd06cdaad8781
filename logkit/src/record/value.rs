//! The value of a field or of a message's argument: typed, borrowed and not formatted yet.

use std::error::Error;
use std::fmt;
use std::fmt::Write as _;

use crate::redact::Redact;
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

/// A value as it was logged.
///
/// [`Display`](fmt::Display) writes it as a field of a text line shows it, without escapes and quotes.
/// A value whose own `Display` or `Debug` panics or returns an error is replaced by a marker.
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
    /// A number of single precision. Its 0.1 is not the 0.1 of double precision.
    F32(f32),
    /// A number of double precision.
    F64(f64),
    /// A bool.
    Bool(bool),
    /// A character.
    Char(char),
    /// Text.
    Str(&'a str),
    /// Bytes, printed as a byte string of Rust's: `b"\x00abc"`.
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

/// Integers and floats are compared as numbers, whatever their types, and values that are text in a
/// line by that text.
///
/// ```
/// use logkit::Value;
///
/// assert_eq!(Value::I64(7), Value::U64(7));
/// assert_eq!(Value::Display(&"Ada"), Value::from("Ada"));
/// assert_ne!(Value::from("7"), Value::from(7));
/// ```
impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Value::Empty, Value::Empty) => true,
            (Value::Bool(one), Value::Bool(two)) => one == two,
            (Value::Bytes(one), Value::Bytes(two)) => one == two,
            _ => match (Number::of(self), Number::of(other)) {
                (Some(one), Some(two)) => one == two,
                (None, None) => {
                    self.is_text() && other.is_text() && self.to_string() == other.to_string()
                }
                _ => false,
            },
        }
    }
}

/// A number of any type.
#[derive(PartialEq)]
enum Number {
    /// The sign and the magnitude.
    Integer(bool, u128),
    Float(f64),
}

impl Number {
    fn of(value: &Value<'_>) -> Option<Self> {
        Some(match *value {
            Value::I64(number) => Self::Integer(number < 0, number.unsigned_abs().into()),
            Value::U64(number) => Self::Integer(false, number.into()),
            Value::I128(number) => Self::Integer(*number < 0, number.unsigned_abs()),
            Value::U128(number) => Self::Integer(false, *number),
            Value::F32(number) => Self::Float(number.into()),
            Value::F64(number) => Self::Float(number),
            _ => return None,
        })
    }
}

impl Value<'_> {
    fn is_text(&self) -> bool {
        !matches!(self, Value::Empty | Value::Bool(_) | Value::Bytes(_))
    }
}

macro_rules! value_from {
    ($($kind:ident from $($type:ty),+;)*) => { $($(
        impl From<$type> for Value<'_> {
            fn from(value: $type) -> Self {
                Value::$kind(value.into())
            }
        }
    )+)* };
}

value_from! {
    I64 from i8, i16, i32, i64;
    U64 from u8, u16, u32, u64;
    F32 from f32;
    F64 from f64;
    Bool from bool;
    Char from char;
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Str(text)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Value::Bytes(bytes)
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

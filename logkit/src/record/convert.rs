//! The comparison of values, and the conversions from plain types.

use crate::record::value::Value;

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
            _ => match (NumericValue::of(self), NumericValue::of(other)) {
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
enum NumericValue {
    /// The sign and the magnitude.
    Integer(bool, u128),
    Float(f64),
}

impl NumericValue {
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

impl From<usize> for Value<'_> {
    #[allow(clippy::cast_lossless, reason = "64 bits hold every pointer of today")]
    fn from(number: usize) -> Self {
        Value::U64(number as u64)
    }
}

impl From<isize> for Value<'_> {
    #[allow(clippy::cast_lossless, reason = "as above")]
    fn from(number: isize) -> Self {
        Value::I64(number as i64)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Value::Str(text)
    }
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

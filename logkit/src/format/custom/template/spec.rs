//! The spelling of an attribute: its conversion, width, alignment and precision, as CPython understands
//! them in `%` and in `{` templates.

use std::io::Write as _;

/// The way an attribute is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spec {
    pub(super) conversion: Conversion,
    pub(super) fill: char,
    pub(super) align: Align,
    /// The minimum number of characters.
    pub(super) width: usize,
    /// The maximum number of characters of a text, the minimum number of digits of an integer, or the
    /// number of decimal places.
    pub(super) precision: Option<usize>,
    pub(super) sign: Sign,
    /// The flag `#`: integers show their base, and fixed-point numbers always have a point.
    pub(super) alternate: bool,
}

/// The form of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Conversion {
    /// The text of `str(value)`.
    Text,
    /// `str(value)` of a number, with the flags of numbers.
    Number,
    /// An integer, truncated toward zero.
    Decimal,
    /// An integer to the base 2, 8 or 16; with upper-case digits if `upper`.
    Radix { base: u8, upper: bool },
    /// A number with a fixed count of decimal places.
    Fixed,
}

/// The side on which a short value is filled up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
    Center,
    /// Right, with the sign before the fill.
    AfterSign,
}

/// The sign of a number that is not negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Minus,
    Plus,
    Space,
}

/// A number to write.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    Integer(i64),
    Float(f64),
}

/// The default number of decimal places.
const DECIMAL_PLACES: usize = 6;

impl Default for Spec {
    fn default() -> Self {
        Self {
            conversion: Conversion::Text,
            fill: ' ',
            align: Align::Left,
            width: 0,
            precision: None,
            sign: Sign::Minus,
            alternate: false,
        }
    }
}

impl Spec {
    /// Returns `true` if the value is written as it is.
    pub(super) fn is_plain(&self) -> bool {
        self.width == 0 && self.precision.is_none()
    }

    /// The maximum number of characters of a text.
    pub(super) fn precision(&self) -> Option<usize> {
        self.precision
    }

    /// The text, cut to the precision.
    pub(super) fn shortened<'a>(&self, text: &'a str) -> &'a str {
        let end = self.precision.and_then(|precision| text.char_indices().nth(precision));
        end.and_then(|(end, _)| text.get(..end)).unwrap_or(text)
    }

    /// Appends a number, at its width.
    pub(super) fn push_number(&self, out: &mut Vec<u8>, number: Number) {
        let start = out.len();
        let is_negative = match number {
            Number::Integer(number) => number < 0,
            // `-0.4` as an integer is `0`.
            Number::Float(number) if self.converts_to_integer() => number <= -1.0,
            Number::Float(number) => number.is_sign_negative(),
        };
        match self.sign {
            _ if is_negative => out.push(b'-'),
            _ if self.conversion == Conversion::Text => {}
            Sign::Minus => {}
            Sign::Plus => out.push(b'+'),
            Sign::Space => out.push(b' '),
        }
        if let (Conversion::Radix { base, upper }, true) = (self.conversion, self.alternate) {
            out.extend_from_slice(match (base, upper) {
                (2, _) => b"0b",
                (8, _) => b"0o",
                (_, false) => b"0x",
                (_, true) => b"0X",
            });
        }
        let digits = out.len();
        self.push_magnitude(out, number);
        if self.conversion == Conversion::Text {
            let shortened = |text: &[u8]| {
                let text = std::str::from_utf8(text).unwrap_or_default();
                self.shortened(text).len()
            };
            let length = out.get(start..).map_or(0, shortened);
            out.truncate(start + length);
            return self.pad(out, start, start);
        }
        if self.converts_to_integer() {
            let missing = self.precision.unwrap_or_default().saturating_sub(out.len() - digits);
            insert(out, digits, '0', missing);
        }
        self.pad(out, start, digits);
    }

    fn converts_to_integer(&self) -> bool {
        matches!(self.conversion, Conversion::Decimal | Conversion::Radix { .. })
    }

    /// Appends the digits.
    fn push_magnitude(&self, out: &mut Vec<u8>, number: Number) {
        let places = self.precision.unwrap_or(DECIMAL_PLACES);
        // Writing to a vector cannot fail.
        let _ = match (self.conversion, number) {
            (Conversion::Radix { base: 2, .. }, Number::Integer(number)) => {
                write!(out, "{:b}", number.unsigned_abs())
            }
            (Conversion::Radix { base: 8, .. }, Number::Integer(number)) => {
                write!(out, "{:o}", number.unsigned_abs())
            }
            (Conversion::Radix { upper: false, .. }, Number::Integer(number)) => {
                write!(out, "{:x}", number.unsigned_abs())
            }
            (Conversion::Radix { upper: true, .. }, Number::Integer(number)) => {
                write!(out, "{:X}", number.unsigned_abs())
            }
            (Conversion::Fixed, Number::Integer(number)) => {
                let _ = write!(out, "{}", number.unsigned_abs());
                if places > 0 { write!(out, ".{:0places$}", 0) } else { Ok(()) }
            }
            (Conversion::Fixed, Number::Float(number)) => write!(out, "{:.places$}", number.abs()),
            (Conversion::Text | Conversion::Number, Number::Float(number)) => {
                write!(out, "{:?}", number.abs())
            }
            (_, Number::Integer(number)) => write!(out, "{}", number.unsigned_abs()),
            (_, Number::Float(number)) => write!(out, "{:.0}", number.trunc().abs()),
        };
        if self.conversion == Conversion::Fixed && places == 0 && self.alternate {
            out.push(b'.');
        }
    }

    /// Fills the value that was appended after `start` up to the width. `digits` is the offset of the
    /// first digit after a sign.
    pub(super) fn pad(&self, out: &mut Vec<u8>, start: usize, digits: usize) {
        if self.width == 0 {
            return;
        }
        let text = out.get(start..).unwrap_or_default();
        // Continuation bytes of UTF-8 are not characters.
        let length = text.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        let missing = self.width.saturating_sub(length);
        match self.align {
            Align::Left => insert(out, out.len(), self.fill, missing),
            Align::Right => insert(out, start, self.fill, missing),
            Align::AfterSign => insert(out, digits, self.fill, missing),
            Align::Center => {
                insert(out, start, self.fill, missing / 2);
                insert(out, out.len(), self.fill, missing - missing / 2);
            }
        }
    }
}

/// Inserts the character `count` times.
fn insert(out: &mut Vec<u8>, at: usize, c: char, count: usize) {
    let before = out.len();
    let mut bytes = [0; 4];
    let c = c.encode_utf8(&mut bytes).as_bytes();
    (0..count).for_each(|_| out.extend_from_slice(c));
    let inserted = out.len() - before;
    if let Some(moved) = out.get_mut(at..) {
        moved.rotate_right(inserted);
    }
}

//! How an expansion finds the cheapest form of a value without knowing its type: method lookup
//! tries `Probe<T>` before `&Probe<T>` (autoref specialisation).

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use crate::level::Level;
use crate::redact::Redact;
use crate::to_value::ToValue;
use crate::value::Value;

/// A value of which only the type matters.
pub struct Probe<'a, T: ?Sized>(pub &'a T);

/// Types whose `Display` is nothing but what a line shows of them anyway.
pub trait Plain: ToValue {}

macro_rules! plain {
    ($($type:ty),+) => { $(impl Plain for $type {})+ };
}

plain!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, bool, str, String);

impl<T: Plain + ?Sized> Plain for &T {}
impl<T: Plain + ?Sized> Plain for &mut T {}
impl<T: Plain + ?Sized> Plain for Box<T> {}
impl<T: Plain + ?Sized> Plain for Rc<T> {}
impl<T: Plain + ?Sized> Plain for Arc<T> {}
impl<T: Plain + ToOwned + ?Sized> Plain for Cow<'_, T> {}

/// A message argument that is written without `core::fmt`.
pub struct PlainTag;
/// A message argument that is written by its `Display`.
pub struct DisplayTag;
/// A value that masks itself.
pub struct RedactTag;
/// A value that is written by its `Debug`.
pub struct DebugTag;

/// Chosen for message arguments that are `Plain`.
pub trait PlainKind {
    /// The choice.
    #[inline]
    fn __argument(&self) -> PlainTag {
        PlainTag
    }
}

/// Chosen for all other message arguments.
pub trait DisplayKind {
    /// The choice.
    #[inline]
    fn __argument(&self) -> DisplayTag {
        DisplayTag
    }
}

/// Chosen for `?value` where the type derives `Redact`.
pub trait RedactKind {
    /// The choice.
    #[inline]
    fn __debug(&self) -> RedactTag {
        RedactTag
    }
}

/// Chosen for all other `?value`s.
pub trait DebugKind {
    /// The choice.
    #[inline]
    fn __debug(&self) -> DebugTag {
        DebugTag
    }
}

impl<T: Plain + ?Sized> PlainKind for Probe<'_, T> {}
impl<T: ?Sized> DisplayKind for &Probe<'_, T> {}
impl<T: Redact> RedactKind for Probe<'_, T> {}
impl<T: ?Sized> DebugKind for &Probe<'_, T> {}

#[allow(clippy::unused_self, reason = "it is what the method is looked up on")]
impl PlainTag {
    /// The value.
    #[inline]
    pub fn value<T: Plain + ?Sized>(self, value: &T) -> Value<'_> {
        value.to_value()
    }
}

#[allow(clippy::unused_self, reason = "as above")]
impl DisplayTag {
    /// The value.
    #[inline]
    pub fn value<T: fmt::Display>(self, value: &T) -> Value<'_> {
        Value::Display(value)
    }
}

#[allow(clippy::unused_self, reason = "as above")]
impl RedactTag {
    /// The value.
    #[inline]
    pub fn value<T: Redact>(self, value: &T) -> Value<'_> {
        Value::Redact(value)
    }
}

#[allow(clippy::unused_self, reason = "as above")]
impl DebugTag {
    /// The value.
    #[inline]
    pub fn value<T: fmt::Debug>(self, value: &T) -> Value<'_> {
        Value::Debug(value)
    }
}

/// `key = value`
#[inline]
pub fn typed<T: ToValue + ?Sized>(value: &T) -> Value<'_> {
    value.to_value()
}

/// `key = %value`
#[inline]
pub fn display<T: fmt::Display>(value: &T) -> Value<'_> {
    Value::Display(value)
}

/// The level of `event!(level, ..)`.
#[inline]
pub fn level(level: impl Into<Level>) -> Level {
    level.into()
}

/// What `exception!` takes: errors, and what derefs to one, as `Box<dyn Error>` and the report
/// types do. Method lookup does the dereferencing.
pub trait AsError {
    /// The error.
    fn __as_error(&self) -> &(dyn Error + 'static);
}

impl<E: Error + 'static> AsError for E {
    fn __as_error(&self) -> &(dyn Error + 'static) {
        self
    }
}

macro_rules! as_error {
    ($($type:ty),+) => { $(
        impl AsError for $type {
            fn __as_error(&self) -> &(dyn Error + 'static) {
                self
            }
        }
    )+ };
}

as_error!(
    dyn Error + 'static,
    dyn Error + Send + 'static,
    dyn Error + Sync + 'static,
    dyn Error + Send + Sync + 'static
);

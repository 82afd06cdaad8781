//! How an expansion finds the cheapest form of a value without knowing its type: method lookup
//! tries a probe's own methods, whose bounds have to hold, before those of what it derefs to. No
//! trait has to be in scope for it.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

use crate::level::Level;
use crate::record::to_value::ToValue;
use crate::record::value::Value;
use crate::redact::Redact;

/// A value of which only the type matters.
pub struct Probe<'a, T: ?Sized>(pub &'a T);

/// Of which a type is that is nothing special.
pub struct Otherwise;

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

impl<T: Plain + ?Sized> Probe<'_, T> {
    /// Chosen for message arguments that are `Plain`.
    #[inline]
    pub fn __argument(&self) -> PlainTag {
        PlainTag
    }
}

impl<T: Redact> Probe<'_, T> {
    /// Chosen for `?value` where the type derives `Redact`.
    #[inline]
    pub fn __debug(&self) -> RedactTag {
        RedactTag
    }
}

/// The target of method lookup behind a probe.
impl<T: ?Sized> Deref for Probe<'_, T> {
    type Target = Otherwise;

    #[inline]
    fn deref(&self) -> &Otherwise {
        &Otherwise
    }
}

#[allow(clippy::unused_self, reason = "it is what the method is looked up on")]
impl Otherwise {
    /// Chosen for all other message arguments.
    #[inline]
    pub fn __argument(&self) -> DisplayTag {
        DisplayTag
    }

    /// Chosen for all other `?value`s.
    #[inline]
    pub fn __debug(&self) -> DebugTag {
        DebugTag
    }
}

#[allow(clippy::unused_self, reason = "as above")]
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

/// The level of `event!(level, ..)`.
#[inline]
pub fn level(level: impl Into<Level>) -> Level {
    level.into()
}

/// The types that `exception!` takes: errors, and types that deref to one, as `Box<dyn Error>` and the report
/// types do. Method lookup does the dereferencing, and its error shows the method's name.
pub trait AsError {
    /// The error.
    fn __exception_takes_an_error(&self) -> &(dyn Error + 'static);
}

impl<E: Error + 'static> AsError for E {
    fn __exception_takes_an_error(&self) -> &(dyn Error + 'static) {
        self
    }
}

macro_rules! as_error {
    ($($type:ty),+) => { $(
        impl AsError for $type {
            fn __exception_takes_an_error(&self) -> &(dyn Error + 'static) {
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

//! The values of a statement: the cheapest form of each that its type allows.

use std::error::Error;
use std::fmt;

use crate::level::Level;
use crate::record::to_value::ToValue;
use crate::record::value::{Redact, Value};
use crate::util::specialize::{First, Probe, Second};

/// A type whose `Display` and `Debug` write its [`Value`] and nothing else.
pub trait Primitive: ToValue {}

impl<T: Primitive + ?Sized> Probe<T, First> {
    /// The answer for message arguments that are written without `core::fmt`.
    #[inline]
    pub fn __argument(&self) -> PrimitiveForm {
        PrimitiveForm
    }
}

impl<T: ?Sized> Probe<T, Second> {
    /// The answer for all other message arguments.
    #[inline]
    pub fn __argument(&self) -> DisplayForm {
        DisplayForm
    }
}

impl<T: Redact> Probe<T, First> {
    /// The answer for `?value` where the type masks its secrets.
    #[inline]
    pub fn __debug(&self) -> RedactForm {
        RedactForm
    }
}

impl<T: ?Sized> Probe<T, Second> {
    /// The answer for every other `?value`.
    #[inline]
    pub fn __debug(&self) -> DebugForm {
        DebugForm
    }
}

// The forms have the bounds of `Display` and `Debug`, and not the answers, because the error for a
// method of a form names the missing trait.

/// A value that is written without `core::fmt`.
#[derive(Debug)]
pub struct PrimitiveForm;

impl PrimitiveForm {
    /// The value.
    #[inline]
    #[allow(clippy::unused_self, reason = "the type of `self` is the answer")]
    pub fn value<T: Primitive + ?Sized>(self, value: &T) -> Value<'_> {
        value.to_value()
    }
}

/// A value that its `Display` writes.
#[derive(Debug)]
pub struct DisplayForm;

impl DisplayForm {
    /// The value.
    #[inline]
    #[allow(clippy::unused_self, reason = "the type of `self` is the answer")]
    pub fn value<T: fmt::Display>(self, value: &T) -> Value<'_> {
        Value::Display(value)
    }
}

/// A value that masks its own secrets.
#[derive(Debug)]
pub struct RedactForm;

impl RedactForm {
    /// The value.
    #[inline]
    #[allow(clippy::unused_self, reason = "the type of `self` is the answer")]
    pub fn value<T: Redact>(self, value: &T) -> Value<'_> {
        Value::Redact(value)
    }
}

/// A value that its `Debug` writes.
#[derive(Debug)]
pub struct DebugForm;

impl DebugForm {
    /// The value.
    #[inline]
    #[allow(clippy::unused_self, reason = "the type of `self` is the answer")]
    pub fn value<T: fmt::Debug>(self, value: &T) -> Value<'_> {
        Value::Debug(value)
    }
}

/// The level of `event!(level, ..)`.
#[inline]
pub fn level(level: impl Into<Level>) -> Level {
    level.into()
}

/// The types that `exception!` takes: errors, and types that deref to one, as `Box<dyn Error>` and the
/// report types do. Method resolution dereferences, and its error shows the method's name.
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

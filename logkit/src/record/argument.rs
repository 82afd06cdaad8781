//! The values of a statement: the cheapest form of each that its type allows.

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

/// A type with `Display`. Its error also says how to log a type without one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `Display`",
    label = "`{{}}` and `%` need a `Display`",
    note = "write `?value` as a field or `{{:?}}` in a message to log its `Debug`"
)]
pub trait Displayed: fmt::Display {}

#[diagnostic::do_not_recommend]
impl<T: fmt::Display + ?Sized> Displayed for T {}

/// A value that its `Display` writes.
#[derive(Debug)]
pub struct DisplayForm;

impl DisplayForm {
    /// The value.
    #[inline]
    #[allow(clippy::unused_self, reason = "the type of `self` is the answer")]
    pub fn value<T: Displayed>(self, value: &T) -> Value<'_> {
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

/// The level of an `event!`: a [`Level`], or one of `tracing`'s.
#[diagnostic::on_unimplemented(
    message = "expected a `Level`, found `{Self}`",
    label = "not a `Level`",
    note = "write `logkit::Level::Info`"
)]
pub trait IntoLevel: Into<Level> {}

#[diagnostic::do_not_recommend]
impl<T: Into<Level>> IntoLevel for T {}

/// The level of `event!(level, ..)`.
#[inline]
pub fn level(level: impl IntoLevel) -> Level {
    level.into()
}

//! The values of a statement: the cheapest form of each that its type allows.

use std::fmt;

use crate::level::Level;
use crate::record::to_value::ToValue;
use crate::record::value::{Redact, Value};
use crate::util::specialize::{First, Probe, Second};

/// A type whose `Display` and `Debug` write its [`Value`] and nothing else.
pub trait Primitive: ToValue {}

// The answers are the values themselves, because each further call costs compile time in every
// statement. The last answers have a type parameter of their own, so that the error names the missing
// trait and is at the argument.

impl<T: Primitive + ?Sized> Probe<T, First> {
    /// The value of `{}` without `core::fmt`.
    #[inline]
    pub fn __argument(self, value: &T) -> Value<'_> {
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

impl<T: ?Sized> Probe<T, Second> {
    /// The value of `{}` that its `Display` writes.
    #[inline]
    pub fn __argument<V: Displayed>(self, value: &V) -> Value<'_> {
        Value::Display(value)
    }
}

impl<T: Redact> Probe<T, First> {
    /// The value of `?value` where the type masks its secrets.
    #[inline]
    pub fn __debug(self, value: &T) -> Value<'_> {
        Value::Redact(value)
    }
}

impl<T: ?Sized> Probe<T, Second> {
    /// The value of `?value` that its `Debug` writes.
    #[inline]
    pub fn __debug<V: fmt::Debug>(self, value: &V) -> Value<'_> {
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

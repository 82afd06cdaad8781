//! How the derive finds out what a shown field is to a structured format: method lookup tries the
//! probe's own method, whose bound has to hold, before those of what it derefs to.

use std::fmt;
use std::ops::Deref;

use crate::record::to_value::ToValue;
use crate::record::value::{Redact, Shape, Value, Visitor};
use crate::redact::plain_collection::PlainCollection;

/// A field; asks whether it has parts.
pub struct Part<'a, T>(Plain<'a, T>);

/// Asks whether it is a number, a text or the like.
pub struct Plain<'a, T>(List<'a, T>);

/// Asks whether it is a collection of such.
pub struct List<'a, T>(&'a T, Other<'a>);

/// Nothing but its `Debug` is known.
pub struct Other<'a>(&'a dyn fmt::Debug);

impl<'a, T> Part<'a, T> {
    /// The same field twice, for that it has `Debug` is sure.
    pub fn new(field: &'a T, debug: &'a dyn fmt::Debug) -> Self {
        Self(Plain(List(field, Other(debug))))
    }
}

impl<'a, T: Redact> Part<'a, T> {
    /// Chosen for what has parts.
    pub fn __value(&self) -> Value<'a> {
        Value::Redact(self.0.0.0)
    }
}

impl<'a, T: ToValue> Plain<'a, T> {
    /// Chosen for what can be logged as it is.
    pub fn __value(&self) -> Value<'a> {
        self.0.0.to_value()
    }
}

impl<T: PlainCollection> List<'_, T> {
    /// Chosen for what holds nothing but that.
    pub fn __value(&self) -> Value<'_> {
        Value::Redact(self)
    }
}

impl<'a> Other<'a> {
    /// Chosen for everything else.
    pub fn __value(&self) -> Value<'a> {
        Value::Debug(self.0)
    }
}

impl<T: PlainCollection> Redact for List<'_, T> {
    fn shape(&self) -> Shape<'_> {
        self.0.shape()
    }

    fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        self.0.parts(visitor)
    }
}

impl<T> fmt::Debug for List<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.1.0.fmt(f)
    }
}

impl<'a, T> Deref for Part<'a, T> {
    type Target = Plain<'a, T>;

    fn deref(&self) -> &Plain<'a, T> {
        &self.0
    }
}

impl<'a, T> Deref for Plain<'a, T> {
    type Target = List<'a, T>;

    fn deref(&self) -> &List<'a, T> {
        &self.0
    }
}

impl<'a, T> Deref for List<'a, T> {
    type Target = Other<'a>;

    fn deref(&self) -> &Other<'a> {
        &self.1
    }
}

//! The part that a shown field of a derived type is: the most that its type tells.

use std::fmt;

use crate::record::to_value::ToValue;
use crate::record::value::{Redact, Shape, Value, Visitor};
use crate::redact::collection::PlainCollection;
use crate::util::specialize::{First, Fourth, Probe, Second, Third};

// Every answer takes the field twice: where nothing else is known, it still has `Debug`.

impl<T: Redact> Probe<T, First> {
    /// The answer for a field that has parts.
    ///
    /// # Errors
    ///
    /// Returns the error of the visitor.
    pub fn __part(
        &self,
        visitor: &mut Visitor<'_>,
        name: &str,
        field: &T,
        _: &dyn fmt::Debug,
    ) -> fmt::Result {
        visitor.field(name, Value::Redact(field))
    }
}

impl<T: ToValue> Probe<T, Second> {
    /// The answer for a number, text or another plain value.
    ///
    /// # Errors
    ///
    /// Returns the error of the visitor.
    pub fn __part(
        &self,
        visitor: &mut Visitor<'_>,
        name: &str,
        field: &T,
        _: &dyn fmt::Debug,
    ) -> fmt::Result {
        visitor.field(name, field.to_value())
    }
}

impl<T: PlainCollection> Probe<T, Third> {
    /// The answer for a collection of plain values.
    ///
    /// # Errors
    ///
    /// Returns the error of the visitor.
    pub fn __part(
        &self,
        visitor: &mut Visitor<'_>,
        name: &str,
        field: &T,
        debug: &dyn fmt::Debug,
    ) -> fmt::Result {
        visitor.field(name, Value::Redact(&PlainParts { collection: field, debug }))
    }
}

impl<T> Probe<T, Fourth> {
    /// The answer for every other field.
    ///
    /// # Errors
    ///
    /// Returns the error of the visitor.
    pub fn __part(
        &self,
        visitor: &mut Visitor<'_>,
        name: &str,
        _: &T,
        debug: &dyn fmt::Debug,
    ) -> fmt::Result {
        visitor.field(name, Value::Debug(debug))
    }
}

/// A collection of plain values as a value with parts.
struct PlainParts<'a, T> {
    collection: &'a T,
    debug: &'a dyn fmt::Debug,
}

impl<T: PlainCollection> Redact for PlainParts<'_, T> {
    fn shape(&self) -> Shape<'_> {
        self.collection.shape()
    }

    fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        self.collection.parts(visitor)
    }
}

impl<T> fmt::Debug for PlainParts<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.debug.fmt(f)
    }
}

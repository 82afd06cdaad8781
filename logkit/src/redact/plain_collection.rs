//! Collections of plain values, which a structured format takes apart as it does those of `Redact`
//! types.

use std::fmt;

use crate::record::to_value::ToValue;
use crate::record::value::{Shape, Value, Visitor};
use crate::redact::collections::collections;
use crate::redact::map_key::MapKey;

/// A collection whose elements can be logged as they are.
pub trait PlainCollection {
    /// The shape that the elements make up.
    fn shape(&self) -> Shape<'_>;
    /// Passes each element to `visitor`, in order.
    ///
    /// # Errors
    ///
    /// Returns the first error of `visitor`.
    fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result;
}

collections!(PlainCollection of ToValue, |item| item.to_value());

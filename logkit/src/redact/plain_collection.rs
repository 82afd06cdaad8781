//! Collections of plain values, which a structured format takes apart as it does those of `Redact`
//! types.

use std::fmt;

use crate::record::to_value::ToValue;
use crate::record::value::Value;
use crate::redact::collections::collections;
use crate::redact::map_key::MapKey;
use crate::redact::structure::{Shape, Visitor};

/// A collection whose elements can be logged as they are.
pub trait PlainCollection {
    /// The shape that the elements make up.
    fn shape(&self) -> Shape<'_>;
    /// Hands each element to `visit`, in order.
    ///
    /// # Errors
    ///
    /// The first one of `visit`.
    fn parts(&self, visit: &mut Visitor<'_>) -> fmt::Result;
}

collections!(PlainCollection of ToValue, |item| item.to_value());

//! The value of a shown field of a derived type, as specific as the field's type allows.

use std::fmt;

use crate::record::argument::Primitive;
use crate::record::shape::Shape;
use crate::record::to_value::ToValue;
use crate::record::value::{Field, Redact, Value, Visitor};
use crate::redact::collection::PlainCollection;
use crate::util::specialize::{Fifth, First, Fourth, Probe, Second, Third};

// Every answer takes the field twice: where nothing else is known, it still has `Debug`.
macro_rules! answers {
    ($(
        $(#[$doc:meta])*
        ($($bound:tt)*) at $step:ident: |$field:pat_param, $debug:ident| ($value:expr, $same:literal);
    )*) => { $(
        impl<T: $($bound)*> Probe<T, $step> {
            $(#[$doc])*
            ///
            /// # Errors
            ///
            /// Returns the error of the visitor.
            pub fn __visit(
                &self,
                visitor: &mut Visitor<'_>,
                label: &str,
                $field: &T,
                $debug: &dyn fmt::Debug,
            ) -> fmt::Result {
                visitor.field(label, Field { value: $value, debug: $debug, debugs_as_value: $same })
            }
        }
    )* };
}

answers! {
    /// The answer for a number or a text whose `Debug` is that of its value.
    (Primitive) at First: |field, debug| (field.to_value(), true);
    /// The answer for a value that has parts.
    (Redact) at Second: |field, debug| (Value::Redact(field), true);
    /// The answer for another plain value.
    (ToValue) at Third: |field, debug| (field.to_value(), false);
    /// The answer for a collection of plain values.
    (PlainCollection) at Fourth: |field, debug| (Value::Redact(&PlainParts { field, debug }), true);
    /// The answer for every other field.
    (Sized) at Fifth: |_, debug| (Value::Debug(debug), true);
}

/// A collection of plain values as a value with parts.
struct PlainParts<'a, T> {
    field: &'a T,
    debug: &'a dyn fmt::Debug,
}

impl<T: PlainCollection> Redact for PlainParts<'_, T> {
    fn shape(&self) -> Shape<'_> {
        self.field.shape()
    }

    fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        self.field.parts(visitor)
    }
}

impl<T> fmt::Debug for PlainParts<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.debug.fmt(f)
    }
}

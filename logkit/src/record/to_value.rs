//! The types that a field may have without a sigil. `redact/std_types.rs` lists those of std.

use std::fmt;

use ::tracing::field::{DebugValue, DisplayValue, Empty};

use crate::record::value::{Redacted, Value};

/// A type that a field may have without a sigil: `info!(order_id, cents = 1999)`.
///
/// It is implemented for numbers, bools, chars, text, bytes, paths, durations, times and network
/// addresses, errors as `&dyn Error`, types that derive [`Redact`](macro@crate::Redact), collections of
/// such types, and references, boxes and options of all these; `None` leaves the field out. For other
/// types write `%x` (its `Display`) or `?x` (its `Debug`), or implement the trait:
///
/// ```
/// use logkit::{ToValue, Value};
///
/// struct OrderId(u64);
///
/// impl ToValue for OrderId {
///     fn to_value(&self) -> Value<'_> {
///         Value::U64(self.0)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be logged without `?` or `%`",
    label = "not a number, bool, text, time, address, path or `Redact` type",
    note = "write `?value` to log its `Debug`, or `%value` to log its `Display`",
    note = "an error is logged by `%err` or `?err`, or with its causes by `exception!(err, \"message\")`"
)]
pub trait ToValue {
    /// Returns the value, borrowed.
    fn to_value(&self) -> Value<'_>;
}

/// The type that `tracing::field::display` returns.
impl<T: fmt::Display> ToValue for DisplayValue<T> {
    fn to_value(&self) -> Value<'_> {
        Value::Display(self)
    }
}

/// The type that `tracing::field::debug` returns.
impl<T: fmt::Debug> ToValue for DebugValue<T> {
    fn to_value(&self) -> Value<'_> {
        Value::Debug(self)
    }
}

/// `tracing::field::Empty`: the field is left out.
impl ToValue for Empty {
    fn to_value(&self) -> Value<'_> {
        Value::Empty
    }
}

/// A masked view.
impl ToValue for Redacted<'_> {
    #[inline]
    fn to_value(&self) -> Value<'_> {
        Value::Redact(self)
    }
}

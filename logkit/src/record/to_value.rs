//! Which types a field may be without a sigil, and what each becomes.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::error::Error;
use std::fmt;
use std::num::Wrapping;
use std::rc::Rc;
use std::sync::Arc;

use ::tracing::field::{DebugValue, DisplayValue, Empty};

use crate::record::value::{Redact, Redacted, Value};

/// A type that a field may be as it is: `info!(order_id, cents = 1999)`.
///
/// Numbers, bools, chars, text, bytes, errors as `&dyn Error`, types that derive
/// [`Redact`](macro@crate::Redact), and references, boxes and options of these; `None` leaves the
/// field out. For anything else write `%x` (its `Display`) or `?x` (its `Debug`). Types of your own
/// may implement it:
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
    message = "`{Self}` cannot be logged as it is",
    label = "no number, bool, text, error or `Redact` type",
    note = "write `?` before the value to log its `Debug`, or `%` to log its `Display`",
    note = "an error is logged with `error = &err as &dyn std::error::Error`"
)]
pub trait ToValue {
    /// The value, borrowed.
    fn to_value(&self) -> Value<'_>;
}

macro_rules! to_value {
    ($($kind:ident of $($type:ty),+;)*) => { $($(
        impl ToValue for $type {
            #[inline]
            fn to_value(&self) -> Value<'_> {
                Value::$kind((*self).into())
            }
        }
    )+)* };
}

to_value! {
    I64 of i8, i16, i32, i64;
    U64 of u8, u16, u32, u64;
    F32 of f32;
    F64 of f64;
    Bool of bool;
    Char of char;
}

/// `std` has no conversion that cannot fail for these; on every target of today they fit.
macro_rules! pointer_sized_to_value {
    ($($kind:ident of $type:ty as $wide:ty;)*) => { $(
        impl ToValue for $type {
            #[inline]
            #[allow(clippy::cast_lossless, reason = "64 bits hold every pointer of today")]
            fn to_value(&self) -> Value<'_> {
                Value::$kind(*self as $wide)
            }
        }
    )* };
}

pointer_sized_to_value! {
    I64 of isize as i64;
    U64 of usize as u64;
}

macro_rules! nonzero_to_value {
    ($($kind:ident of $($type:ident),+;)*) => { $($(
        impl ToValue for std::num::$type {
            #[inline]
            fn to_value(&self) -> Value<'_> {
                #[allow(clippy::useless_conversion, reason = "one arm serves all widths")]
                Value::$kind(self.get().into())
            }
        }
    )+)* };
}

nonzero_to_value! {
    I64 of NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64;
    U64 of NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64;
}

macro_rules! borrow_to_value {
    ($($kind:ident of $type:ty;)*) => { $(
        impl ToValue for $type {
            #[inline]
            fn to_value(&self) -> Value<'_> {
                Value::$kind(self)
            }
        }
    )* };
}

borrow_to_value! {
    I128 of i128;
    U128 of u128;
    Str of str;
    Str of String;
    Bytes of [u8];
    Display of fmt::Arguments<'_>;
    Error of dyn Error + 'static;
    Error of dyn Error + Send + 'static;
    Error of dyn Error + Sync + 'static;
    Error of dyn Error + Send + Sync + 'static;
}

macro_rules! deref_to_value {
    ($([$($generics:tt)*] $type:ty;)*) => { $(
        impl<$($generics)*> ToValue for $type {
            #[inline]
            fn to_value(&self) -> Value<'_> {
                (**self).to_value()
            }
        }
    )* };
}

deref_to_value! {
    [T: ToValue + ?Sized] &T;
    [T: ToValue + ?Sized] &mut T;
    [T: ToValue + ?Sized] Box<T>;
    [T: ToValue + ?Sized] Rc<T>;
    [T: ToValue + ?Sized] Arc<T>;
    [T: ToValue + ToOwned + ?Sized] Cow<'_, T>;
}

impl<T: ToValue> ToValue for Option<T> {
    #[inline]
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Empty, T::to_value)
    }
}

impl<T: ToValue> ToValue for Wrapping<T> {
    #[inline]
    fn to_value(&self) -> Value<'_> {
        self.0.to_value()
    }
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

/// Types with parts, and masks.
macro_rules! redact_to_value {
    ($([$($generics:tt)*] $type:ty;)*) => { $(
        impl<$($generics)*> ToValue for $type {
            #[inline]
            fn to_value(&self) -> Value<'_> {
                Value::Redact(self)
            }
        }
    )* };
}

redact_to_value! {
    [] Redacted<'_>;
    [T: Redact, const N: usize] [T; N];
    [T: Redact] Vec<T>;
    [T: Redact] VecDeque<T>;
    [K: fmt::Debug + fmt::Display, V: Redact] BTreeMap<K, V>;
    [K: fmt::Debug + fmt::Display, V: Redact, S] HashMap<K, V, S>;
    [A: Redact] (A,);
    [A: Redact, B: Redact] (A, B);
    [A: Redact, B: Redact, C: Redact] (A, B, C);
    [A: Redact, B: Redact, C: Redact, D: Redact] (A, B, C, D);
}

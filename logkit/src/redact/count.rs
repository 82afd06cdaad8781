//! The types of counts, which show under the names of secrets in the plural.

use std::num::{NonZero, Wrapping};

use crate::record::to_value::ToValue;
use crate::util::pointers::for_pointers;

/// A number or a bool. A statement's value under a name such as `tokens` must be one, be masked, or be
/// declared not to be a secret.
#[diagnostic::on_unimplemented(
    message = "expected a number or a bool under the name of secrets, found `{Self}`",
    label = "may hold secrets",
    note = "mask the value with `logkit::masked(&value)`, or log it as it is with \
            `logkit::unmasked(&value)`"
)]
pub trait Count: ToValue {}

/// Returns a field that is named like secrets in the plural and shown, because it is their number. The
/// bound proves that the type with the name of a number is one.
pub fn count<T: Count>(value: &T) -> &T {
    value
}

macro_rules! counts {
    ($($type:ty),*) => { $(impl Count for $type {})* };
}

counts!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64, bool);
counts!(NonZero<u8>, NonZero<u16>, NonZero<u32>, NonZero<u64>, NonZero<u128>, NonZero<usize>);

impl<T: Count> Count for Option<T> {}
impl<T: Count> Count for Wrapping<T> {}

for_pointers! { Count {} }

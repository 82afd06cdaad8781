//! The values of the crate `secrecy`, logged behind logkit's own mask.

use std::fmt;

use secrecy::SecretBox;
use secrecy::zeroize::Zeroize;

use crate::record::to_value::ToValue;
use crate::record::value::{Redact, Value, Visitor};
use crate::redact::mask::Masked;
use crate::redact::safe::LogSafe;

/// `secrecy` masks the `Debug`; the only part is `[redacted]`.
impl<S: Zeroize + ?Sized> Redact for SecretBox<S> {
    fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        visitor.item(Value::Redact(&Masked))
    }
}

/// `[redacted]`
impl<S: Zeroize + ?Sized> ToValue for SecretBox<S> {
    fn to_value(&self) -> Value<'_> {
        Value::Redact(&Masked)
    }
}

impl<S: Zeroize + ?Sized> LogSafe for SecretBox<S> {}

//! The values of the crate `secrecy`, logged behind logkit's own mask.

use std::fmt;

use secrecy::SecretBox;
use secrecy::zeroize::Zeroize;

use crate::record::to_value::ToValue;
use crate::record::value::Value;
use crate::redact::mask::Masked;
use crate::redact::safe::LogSafe;
use crate::redact::structure::{Redact, Visitor};

/// Its `Debug` is masked by `secrecy`; the part it is made of is `[redacted]`.
impl<S: Zeroize + ?Sized> Redact for SecretBox<S> {
    fn parts(&self, visit: &mut Visitor<'_>) -> fmt::Result {
        visit(Value::Empty, Value::Redact(&Masked))
    }
}

/// `[redacted]`
impl<S: Zeroize + ?Sized> ToValue for SecretBox<S> {
    fn to_value(&self) -> Value<'_> {
        Value::Redact(&Masked)
    }
}

impl<S: Zeroize + ?Sized> LogSafe for SecretBox<S> {}

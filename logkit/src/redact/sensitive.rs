//! Values that decide for themselves: `Sensitive` never shows, and `unmasked` always does.

use std::fmt;
use std::ops::Deref;

use crate::record::shape::{Shape, TextForm};
use crate::record::to_value::ToValue;
use crate::record::value::{Redact, Value, Visitor};
use crate::redact::mask::Masked;

/// A secret that prints as `[redacted]` everywhere.
///
/// ```
/// use logkit::Sensitive;
///
/// let password = Sensitive::new("hunter2".to_owned());
/// assert_eq!(format!("{password} {:?}", Some(&password)), "[redacted] Some([redacted])");
/// assert_eq!(password.expose(), "hunter2");
/// ```
///
/// Only [`expose`](Self::expose) and [`into_inner`](Self::into_inner) return the value. It does not
/// implement `Serialize`. With the feature `serde` it implements `Deserialize`, whose errors do not
/// contain the value. The memory is not wiped, and `==` is not constant-time.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sensitive<T>(T);

impl<T> Sensitive<T> {
    /// Hides `value`.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Returns the value.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// Consumes the mask and returns the value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> From<T> for Sensitive<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Masked, f)
    }
}

impl<T> fmt::Display for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Masked, f)
    }
}

impl<T> Redact for Sensitive<T> {
    fn __form(&self) -> TextForm<'_> {
        Masked.__form()
    }
}

impl<T> ToValue for Sensitive<T> {
    fn to_value(&self) -> Value<'_> {
        Value::Redact(self)
    }
}

#[cfg(feature = "serde")]
impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for Sensitive<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The errors of serde quote what they stumble on.
        let hide = |_| {
            serde::de::Error::custom("a sensitive value is missing or of another type than wanted")
        };
        T::deserialize(deserializer).map(Self).map_err(hide)
    }
}

/// Returns a field that is named like a secret and shown, because it is a boolean about one. The signature
/// proves that the type with the name `bool` is that type.
pub fn truth(value: &bool) -> &bool {
    value
}

/// A type that masks itself, as its name `Sensitive`, `SecretBox` or `SecretString` says: one with
/// [`Redact`], whose error would not tell what is wrong with the name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has the name of a type that masks itself, but does not implement `Redact`",
    label = "not known to mask itself",
    note = "write `#[redact]` on the field, or derive `logkit::Redact` for the type",
    note = "for the types of the crate `secrecy`, enable logkit's feature `secrecy`: in Cargo.toml, add \
            `features = [\"secrecy\"]` to the entry of logkit"
)]
pub trait MasksItself {
    /// The value as its masks show it.
    fn as_redact(&self) -> &dyn Redact;
}

#[diagnostic::do_not_recommend]
impl<T: Redact> MasksItself for T {
    fn as_redact(&self) -> &dyn Redact {
        self
    }
}

/// Logs a value as it is, on purpose.
///
/// ```
/// use logkit::unmasked;
///
/// assert_eq!(format!("{} {:?}", unmasked("public"), unmasked("public")), "public \"public\"");
/// ```
pub const fn unmasked<T: ?Sized>(value: &T) -> Unmasked<'_, T> {
    Unmasked(value)
}

/// A value that is shown on purpose, returned by [`unmasked`]. It has the value's `Debug`,
/// `Display` and parts.
pub struct Unmasked<'a, T: ?Sized>(&'a T);

impl<T: ?Sized> Clone for Unmasked<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Unmasked<'_, T> {}

/// Lets `exception!(unmasked(&err))` find the error behind any pointer.
impl<T: ?Sized> Deref for Unmasked<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0
    }
}

impl<T: fmt::Debug + ?Sized> fmt::Debug for Unmasked<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: fmt::Display + ?Sized> fmt::Display for Unmasked<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: ToValue + ?Sized> ToValue for Unmasked<'_, T> {
    fn to_value(&self) -> Value<'_> {
        self.0.to_value()
    }
}

impl<T: Redact + ?Sized> Redact for Unmasked<'_, T> {
    fn shape(&self) -> Shape<'_> {
        self.0.shape()
    }

    fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        self.0.parts(visitor)
    }

    fn __form(&self) -> TextForm<'_> {
        self.0.__form()
    }
}

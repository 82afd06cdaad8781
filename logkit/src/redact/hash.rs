//! `#[redact(hash)]`: keyed hashes, which show whether two values are equal and nothing else.

use std::borrow::Cow;
use std::fmt;
use std::io::Write as _;

use crate::record::to_value::ToValue;
use crate::record::value::{Redact, Value};
use crate::redact::hash_key;
use crate::redact::mask::Masked;
use crate::redact::policy::Policy;
use crate::util::pointers::for_pointers;

/// Shows a keyed hash of a value. Equal values have equal hashes.
///
/// ```
/// use logkit::hashed;
///
/// let shown = hashed("ada@example.com").to_string();
/// assert!(shown.starts_with("hash:") && shown.len() == 21);
/// assert_eq!(shown, hashed("ada@example.com").to_string());
/// assert_ne!(shown, hashed("bob@example.com").to_string());
/// ```
///
/// The hash is the first 16 hexadecimal digits of an HMAC-SHA-256 over the domain and the value.
/// Its key is that of [`set_hash_key`](crate::redact::set_hash_key), or a random key of the
/// process. The domain makes hashes of one value in two places differ; it is empty here and
/// `Type.field` for a field. `None` and an empty text have the same hash.
pub fn hashed<T: HashInput + ?Sized>(value: &T) -> Hashed<'_, T> {
    Hashed { value, domain: "" }
}

/// A keyed hash in place of a value, as [`hashed`] returns it.
pub struct Hashed<'a, T: ?Sized> {
    value: &'a T,
    domain: &'a str,
}

impl<T: ?Sized> Clone for Hashed<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Hashed<'_, T> {}

impl<'a, T: ?Sized> Hashed<'a, T> {
    /// Sets the domain: `hashed(&email).with_domain("User.email")` prints the same hash as a field
    /// `email` of a type `User` with `#[redact(hash)]`.
    #[must_use]
    pub fn with_domain(self, domain: &'a str) -> Self {
        Self { domain, ..self }
    }
}

impl<T: HashInput + ?Sized> fmt::Display for Hashed<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hash = hash_key::hash(|hash| {
            // The length keeps "a" + "bc" from being "ab" + "c".
            hash(&(self.domain.len() as u64).to_le_bytes());
            hash(self.domain.as_bytes());
            self.value.update(hash);
        });
        match hash {
            // Not by `f`, whose flags must not count.
            Some(hash) => write!(f, "hash:{hash:016x}"),
            // Without a key there is no hash: an unkeyed one can be guessed.
            None => fmt::Display::fmt(&Masked, f),
        }
    }
}

impl<T: HashInput + ?Sized> fmt::Debug for Hashed<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<T: HashInput + ?Sized> Redact for Hashed<'_, T> {}

impl<T: HashInput + ?Sized> ToValue for Hashed<'_, T> {
    fn to_value(&self) -> Value<'_> {
        Value::Display(self)
    }
}

/// The policy of `#[redact(hash)]`: its domain.
#[derive(Clone, Copy, Debug)]
pub struct Hash(pub &'static str);

impl<T: HashInput + ?Sized> Policy<T> for Hash {
    fn write(self, value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Hashed { value, domain: self.0 }, f)
    }
}

/// A value that can be hashed: text, bytes, integers, bools, chars, and `Option`s of these and
/// pointers to them.
///
/// ```
/// use logkit::hashed;
/// use logkit::redact::HashInput;
///
/// struct UserId([u8; 16]);
///
/// impl HashInput for UserId {
///     fn update(&self, hash: &mut dyn FnMut(&[u8])) {
///         hash(&self.0);
///     }
/// }
///
/// assert_eq!(hashed(&UserId([7; 16])).to_string(), hashed(&[7; 16]).to_string());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be hashed for the log",
    label = "not text, bytes or an integer",
    note = "to mask the whole value write `#[redact]` on a field, `logkit::masked(&value)` in a call",
    note = "your own type can implement `logkit::redact::HashInput`"
)]
pub trait HashInput {
    /// Passes the bytes of the value to the hash; they are the same on every machine. Numbers are
    /// passed as decimal digits, so that their width does not matter.
    fn update(&self, hash: &mut dyn FnMut(&[u8]));
}

macro_rules! bytes {
    ($([$($generics:tt)*] $type:ty;)*) => { $(
        impl<$($generics)*> HashInput for $type {
            fn update(&self, hash: &mut dyn FnMut(&[u8])) {
                hash(self.as_ref());
            }
        }
    )* };
}

bytes! {
    [] str;
    [] String;
    [] [u8];
    [] Vec<u8>;
    [const N: usize] [u8; N];
}

macro_rules! integers {
    ($($type:ty),*) => { $(
        impl HashInput for $type {
            fn update(&self, hash: &mut dyn FnMut(&[u8])) {
                // A number of 128 bits has at most 40 characters.
                let mut digits = [0; 40];
                let mut rest = digits.as_mut_slice();
                // So this cannot fail.
                let _ = write!(rest, "{self}");
                let length = 40 - rest.len();
                hash(digits.get(..length).unwrap_or_default());
            }
        }
    )* };
}

integers!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);

impl HashInput for bool {
    fn update(&self, hash: &mut dyn FnMut(&[u8])) {
        hash(if *self { b"true" } else { b"false" });
    }
}

impl HashInput for char {
    fn update(&self, hash: &mut dyn FnMut(&[u8])) {
        hash(self.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

impl HashInput for Cow<'_, str> {
    fn update(&self, hash: &mut dyn FnMut(&[u8])) {
        hash(self.as_bytes());
    }
}

impl<T: HashInput> HashInput for Option<T> {
    fn update(&self, hash: &mut dyn FnMut(&[u8])) {
        if let Some(value) = self {
            value.update(hash);
        }
    }
}

for_pointers!(HashInput {
    fn update(&self, hash: &mut dyn FnMut(&[u8])) {
        (**self).update(hash);
    }
});

//! The key of all hashes: set by the program or random, and never printed.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::util::arc_cell::ArcCell;
use crate::util::debug_as_display::debug_as_display;

/// A shorter key can be guessed.
const LEAST_BYTES: usize = 16;

static KEY: ArcCell<HashKey> = ArcCell::empty();

/// An HMAC state that has absorbed the key; each hash starts with a copy of it. The destructors of
/// the hashes wipe it and the copies.
struct HashKey(Hmac<Sha256>);

impl fmt::Debug for HashKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashKey([redacted])")
    }
}

impl HashKey {
    fn new(bytes: &[u8]) -> Option<Self> {
        Hmac::new_from_slice(bytes).ok().map(Self)
    }

    /// Makes a key of the operating system's random bytes; `None` if it gives no bytes.
    fn random() -> Option<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice()).ok()?;
        Self::new(bytes.as_slice())
    }
}

/// Sets the key of all later hashes. Processes with the same key print the same hashes.
///
/// ```
/// use logkit::hashed;
///
/// logkit::redact::set_hash_key(b"32 random bytes from a safe place").unwrap();
/// assert_eq!(hashed("ada").to_string(), "hash:734bbbd86b743387");
/// assert!(logkit::redact::set_hash_key("short").is_err());
/// ```
///
/// The default is a random key of the process, made for the first hash. Someone who has the key can
/// find short values by trying. The key is wiped when another one is set; wiping the bytes passed
/// in is up to the caller.
///
/// # Errors
///
/// The key has fewer than 16 bytes. The previous key stays in use.
pub fn set_hash_key(key: impl AsRef<[u8]>) -> Result<(), HashKeyError> {
    let key = key.as_ref();
    if key.len() < LEAST_BYTES {
        return Err(HashKeyError(()));
    }
    KEY.swap(Arc::new(HashKey::new(key).ok_or(HashKeyError(()))?));
    Ok(())
}

/// A key for hashes that is too short.
#[derive(Clone, PartialEq, Eq)]
pub struct HashKeyError(());

impl fmt::Display for HashKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a key for hashes takes at least {LEAST_BYTES} bytes, better 32 random ones")
    }
}

debug_as_display!(HashKeyError);

impl Error for HashKeyError {}

/// Returns the first 64 bits of the keyed hash of the bytes that `update` passes: among a million
/// values, the chance of a collision is one in 30 million. `None` if there are neither a key nor
/// random bytes for one.
pub(super) fn hash(update: impl FnOnce(&mut dyn FnMut(&[u8]))) -> Option<u64> {
    // Copied, so that the user's code in `update` may set another.
    let mut mac = match KEY.load() {
        Some(key) => key.0.clone(),
        None => first_key()?.0.clone(),
    };
    update(&mut |bytes| mac.update(bytes));
    let hash = mac.finalize().into_bytes();
    hash.first_chunk().copied().map(u64::from_be_bytes)
}

/// Makes the random key of the process.
#[cold]
fn first_key() -> Option<Arc<HashKey>> {
    let random = Arc::new(HashKey::random()?);
    // Of two threads that get here the first one's key counts.
    KEY.replace(None, random);
    KEY.load()
}

#[cfg(test)]
mod tests {
    use sha2::Sha256;
    use zeroize::ZeroizeOnDrop;

    use super::HashKey;

    #[test]
    fn a_key_is_wiped_when_it_is_dropped() {
        fn is_wiped<T: ZeroizeOnDrop>() {}
        // `Hmac` is made of the parts of this, and does not say it of itself.
        is_wiped::<Sha256>();
    }

    #[test]
    fn a_key_does_not_show() {
        let key = HashKey::new(&[b'k'; 32]).unwrap();
        assert_eq!(format!("{key:?}{key:#?}"), "HashKey([redacted])".repeat(2));
    }
}

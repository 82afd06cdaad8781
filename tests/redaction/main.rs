//! A masked value does not get out, and what is not masked prints as with std's `derive(Debug)`.

#![deny(warnings)]
// As for std's derive: that `Debug` reads a field does not make it a field in use.
#![expect(dead_code, reason = "fields that only `Debug` reads")]

mod generics;
#[cfg(feature = "hash")]
mod hashes;
mod hostile;
mod kept;
mod policies;
#[cfg(feature = "secrecy")]
mod secret_boxes;
mod shapes;
mod structure;
mod views;

//! A masked value does not get out, and what is not masked prints as with std's `derive(Debug)`.

#![deny(warnings)]
// As for std's derive: that `Debug` reads a field does not make it a field in use.
#![expect(dead_code, reason = "fields that only `Debug` reads")]

#[path = "redaction/generics.rs"]
mod generics;
#[cfg(feature = "hash")]
#[path = "redaction/hashes.rs"]
mod hashes;
#[path = "redaction/hostile.rs"]
mod hostile;
#[path = "redaction/kept.rs"]
mod kept;
#[path = "redaction/policies.rs"]
mod policies;
#[cfg(feature = "secrecy")]
#[path = "redaction/secret_boxes.rs"]
mod secret_boxes;
#[path = "redaction/shapes.rs"]
mod shapes;
#[path = "redaction/structure.rs"]
mod structure;
#[path = "redaction/views.rs"]
mod views;

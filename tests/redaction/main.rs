//! A masked value is never shown, and other values print as with std's `derive(Debug)`.

#![deny(warnings)]
// As with std's derive, a field that only `Debug` reads does not count as used.
#![expect(dead_code, reason = "fields that only `Debug` reads")]

mod generics;
#[cfg(feature = "hash")]
mod hashes;
mod hostile;
mod kept;
mod lines;
mod policies;
#[cfg(feature = "secrecy")]
mod secret_boxes;
mod shapes;
mod structure;
mod views;

#[cfg(not(feature = "hash"))]
#[test]
#[ignore = "the feature `hash` is off; run `cargo test --all-features`"]
fn needs_the_feature_hash() {}

#[cfg(not(feature = "secrecy"))]
#[test]
#[ignore = "the feature `secrecy` is off; run `cargo test --all-features`"]
fn needs_the_feature_secrecy() {}

#[cfg(not(feature = "serde"))]
#[test]
#[ignore = "the feature `serde` is off; run `cargo test --all-features`"]
fn needs_the_feature_serde() {}

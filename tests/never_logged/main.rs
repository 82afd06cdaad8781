//! `assert_never_logged` finds a secret whichever way it gets out, and says so without showing it.

#![deny(warnings)]
#![expect(dead_code, reason = "fields that only `Debug` reads")]

mod assertions;
mod encodings;
mod leaky;
mod logged;
mod panics;
mod safe;

#[cfg(not(feature = "hash"))]
#[test]
#[ignore = "the feature `hash` is off; run `cargo test --all-features`"]
fn needs_the_feature_hash() {}

#[cfg(not(feature = "serde"))]
#[test]
#[ignore = "the feature `serde` is off; run `cargo test --all-features`"]
fn needs_the_feature_serde() {}

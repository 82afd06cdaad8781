//! `assert_never_logged` finds a secret in every output, and reports it without showing it.

#![deny(warnings)]
#![cfg_attr(feature = "testing", expect(dead_code, reason = "fields that only `Debug` reads"))]

#[cfg(feature = "testing")]
mod assertions;
#[cfg(feature = "testing")]
mod encodings;
#[cfg(feature = "testing")]
mod leaky;
#[cfg(feature = "testing")]
mod logged;
#[cfg(feature = "testing")]
mod panics;
#[cfg(feature = "testing")]
mod safe;

#[cfg(not(feature = "testing"))]
#[test]
#[ignore = "the feature `testing` is off; run `cargo test --all-features`"]
fn needs_the_feature_testing() {}

#[cfg(not(feature = "hash"))]
#[test]
#[ignore = "the feature `hash` is off; run `cargo test --all-features`"]
fn needs_the_feature_hash() {}

#[cfg(not(feature = "serde"))]
#[test]
#[ignore = "the feature `serde` is off; run `cargo test --all-features`"]
fn needs_the_feature_serde() {}

//! A secret gets out nowhere: of every shape that a value can have, by every way out, in every
//! format, under any load and in any environment. What should show beside it does.

// As for std's derive: that `Debug` reads a field does not make it a field in use.
#![expect(dead_code, reason = "fields that only `Debug` reads")]
#![allow(clippy::format_push_string, reason = "as plain as can be")]
#![allow(clippy::unnecessary_wraps, reason = "the ways out stand in tables")]

mod corpus;
mod environment;
mod looks;
mod named;
mod panics;
mod prints;
mod properties;
mod quiet;
mod routes;
mod search;
mod secrets;
mod shapes;
mod statements;
mod subject;
mod third_parties;

#[cfg(not(feature = "hash"))]
#[test]
#[ignore = "the feature `hash` is off; run `cargo test --all-features`"]
fn needs_the_feature_hash() {}

#[cfg(not(feature = "host"))]
#[test]
#[ignore = "the feature `host` is off; run `cargo test --all-features`"]
fn needs_the_feature_host() {}

#[cfg(not(feature = "log"))]
#[test]
#[ignore = "the feature `log` is off; run `cargo test --all-features`"]
fn needs_the_feature_log() {}

#[cfg(not(feature = "serde"))]
#[test]
#[ignore = "the feature `serde` is off; run `cargo test --all-features`"]
fn needs_the_feature_serde() {}

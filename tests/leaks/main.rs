//! No secret gets out: in every shape of value, by every route, in every format, under load and in
//! any environment. Values that are not secret are shown.

// As with std's derive, a field that only `Debug` reads does not count as used.
#![expect(dead_code, reason = "fields that only `Debug` reads")]
#![allow(clippy::format_push_string, reason = "as plain as can be")]
#![allow(clippy::unnecessary_wraps, reason = "the tables need one signature")]

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

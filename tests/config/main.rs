//! A configuration file is applied as a whole or not at all, with every mistake named at its place, and
//! no record is lost while it changes.

#[cfg(feature = "config")]
mod suite;

#[cfg(not(feature = "config"))]
#[test]
#[ignore = "the feature `config` is off; run `cargo test --all-features`"]
fn needs_the_feature_config() {}

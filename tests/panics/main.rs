//! A panic is logged once, by the logger of its module, with thread and span, and before the previous
//! hook runs; no handler makes it worse.

#[cfg(feature = "panics")]
mod suite;

#[cfg(not(feature = "panics"))]
#[test]
#[ignore = "the feature `panics` is off; run `cargo test --all-features`"]
fn needs_the_feature_panics() {}

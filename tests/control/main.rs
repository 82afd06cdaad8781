//! Operators change levels through the door, each change is logged and reverts by itself, and no request,
//! path or client harms the process.

#[cfg(feature = "control")]
mod suite;

#[cfg(not(feature = "control"))]
#[test]
#[ignore = "the feature `control` is off; run `cargo test --all-features`"]
fn needs_the_feature_control() {}

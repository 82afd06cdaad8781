//! A test sees the records of its own, whole and typed, and fails on warnings that it does not expect,
//! whatever other tests do at the same time.

#[cfg(feature = "testing")]
mod suite;

#[cfg(not(feature = "testing"))]
#[test]
#[ignore = "the feature `testing` is off; run `cargo test --all-features`"]
fn needs_the_feature_testing() {}

//! A resource is opened once however many ask, hands over when a task is cancelled, and fails, panics
//! and forks without harm.

#[cfg(feature = "resource")]
mod suite;

#[cfg(not(feature = "resource"))]
#[test]
#[ignore = "the feature `resource` is off; run `cargo test --all-features`"]
fn needs_the_feature_resource() {}

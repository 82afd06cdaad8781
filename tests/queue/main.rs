//! A queue loses no record uncounted, keeps the order of each thread, stays within its memory, and
//! blocks neither its callers' processes nor their children.

#[cfg(feature = "queue")]
mod suite;

#[cfg(not(feature = "queue"))]
#[test]
#[ignore = "the feature `queue` is off; run `cargo test --all-features`"]
fn needs_the_feature_queue() {}

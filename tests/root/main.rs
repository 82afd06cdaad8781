//! Third parties in a process: at WARNING through `init` and `layer`, silenced by target, claimed by the
//! module that they are in; and hosts that log with `log`. A process for each situation.

#[cfg(feature = "log")]
mod suite;

#[cfg(not(feature = "log"))]
#[test]
#[ignore = "the feature `log` is off; run `cargo test --all-features`"]
fn needs_the_feature_log() {}

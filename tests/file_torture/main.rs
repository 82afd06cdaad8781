//! A log file under torture: killed and out of space at each system call, under load, with `logrotate`,
//! and at the kernel's limits, every line is found exactly once in some whole file.

#[cfg(feature = "file")]
mod suite;

#[cfg(not(feature = "file"))]
#[test]
#[ignore = "the feature `file` is off; run `cargo test --all-features`"]
fn needs_the_feature_file() {}

//! A log file loses no line and tears none, and touches no file but its own: whatever it is named, how
//! it is rotated, and what others do to it meanwhile.

#[cfg(feature = "file")]
mod suite;

#[cfg(not(feature = "file"))]
#[test]
#[ignore = "the feature `file` is off; run `cargo test --all-features`"]
fn needs_the_feature_file() {}

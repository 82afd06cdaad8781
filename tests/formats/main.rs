//! Templates and date formats are CPython's; every format keeps hostile text within its line, and a
//! reader gets back what was logged.

#[cfg(feature = "formats")]
mod dates;
#[cfg(feature = "formats")]
mod extremes;
#[cfg(feature = "formats")]
mod injection;
#[cfg(feature = "formats")]
mod json_options;
#[cfg(feature = "formats")]
mod logfmt;
#[cfg(feature = "formats")]
mod published;
#[cfg(feature = "formats")]
mod settings;
#[cfg(feature = "formats")]
mod templates;
#[cfg(feature = "formats")]
mod written;

#[cfg(not(feature = "formats"))]
#[test]
#[ignore = "the feature `formats` is off; run `cargo test --all-features`"]
fn needs_the_feature_formats() {}

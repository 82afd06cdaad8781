//! A handler with a scrubber shows no secret that is recognizable by its shape, by the name it is
//! assigned to or by its value, and does not change text that only resembles one.

#![deny(warnings)]
// As with std's derive, a field that only `Debug` reads does not count as used.
#![cfg_attr(feature = "scrub", expect(dead_code, reason = "fields that only `Debug` reads"))]

#[cfg(feature = "scrub")]
mod attack;
#[cfg(feature = "scrub")]
mod corpus;
#[cfg(feature = "scrub")]
mod fakes;
#[cfg(feature = "scrub")]
mod false_alarms;
#[cfg(feature = "scrub")]
mod fresh;
#[cfg(feature = "scrub")]
mod grammars;
#[cfg(feature = "scrub")]
mod hostile;
#[cfg(feature = "scrub")]
mod lines;
#[cfg(feature = "scrub")]
mod masked;
#[cfg(feature = "scrub")]
mod named;
#[cfg(feature = "scrub")]
mod neighbours;
#[cfg(feature = "scrub")]
mod patterns;
#[cfg(feature = "scrub")]
mod planted;
#[cfg(feature = "scrub")]
mod registered;
#[cfg(feature = "scrub")]
mod survives;
#[cfg(feature = "scrub")]
mod verdicts;

#[cfg(not(feature = "scrub"))]
#[test]
#[ignore = "the feature `scrub` is off; run `cargo test --all-features`"]
fn needs_the_feature_scrub() {}

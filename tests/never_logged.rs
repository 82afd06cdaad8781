//! `assert_never_logged` finds a secret whichever way it gets out, and says so without showing it.

#![deny(warnings)]
#![expect(dead_code, reason = "fields that only `Debug` reads")]

mod common;

#[path = "never_logged/encodings.rs"]
mod encodings;
#[path = "never_logged/leaky.rs"]
mod leaky;
#[path = "never_logged/logged.rs"]
mod logged;
#[path = "never_logged/panics.rs"]
mod panics;
#[path = "never_logged/safe.rs"]
mod safe;
#[path = "never_logged/support.rs"]
mod support;

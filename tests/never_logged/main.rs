//! `assert_never_logged` finds a secret whichever way it gets out, and says so without showing it.

#![deny(warnings)]
#![expect(dead_code, reason = "fields that only `Debug` reads")]

mod assertions;
mod encodings;
mod leaky;
mod logged;
mod panics;
mod safe;

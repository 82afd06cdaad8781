//! A handler with a scrubber lets no secret out that can be known by its shape, by the name it is
//! assigned to or by its value, and leaves alone what only resembles one.

#![cfg(feature = "scrub")]
#![deny(warnings)]
// As for std's derive: that `Debug` reads a field does not make it a field in use.
#![expect(dead_code, reason = "fields that only `Debug` reads")]

mod fakes;
mod hostile;
mod lines;
mod masked;
mod named;
mod patterns;
mod planted;
mod registered;
mod survives;

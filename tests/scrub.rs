//! A handler with a scrubber lets no secret out that can be known by its shape, by the name it is
//! assigned to or by its value, and leaves alone what only resembles one.

#![cfg(feature = "scrub")]
#![deny(warnings)]
// As for std's derive: that `Debug` reads a field does not make it a field in use.
#![expect(dead_code, reason = "fields that only `Debug` reads")]

#[path = "common/mod.rs"]
mod common;
#[path = "scrub/fakes.rs"]
mod fakes;
#[path = "scrub/hostile.rs"]
mod hostile;
#[path = "scrub/lines.rs"]
mod lines;
#[path = "scrub/masked.rs"]
mod masked;
#[path = "scrub/named.rs"]
mod named;
#[path = "scrub/patterns.rs"]
mod patterns;
#[path = "scrub/planted.rs"]
mod planted;
#[path = "scrub/registered.rs"]
mod registered;
#[path = "scrub/survives.rs"]
mod survives;

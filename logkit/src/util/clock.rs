//! The system's clocks, where there are any.

use std::time::{Instant, SystemTime};

/// Returns the current time; `None` on `wasm32-unknown-unknown`, where asking for it panics.
#[inline]
#[cfg_attr(
    not(all(target_family = "wasm", target_os = "unknown")),
    allow(clippy::unnecessary_wraps, reason = "one target has no clock")
)]
pub(crate) fn now() -> Option<SystemTime> {
    #[cfg(all(target_family = "wasm", target_os = "unknown"))]
    return None;
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    Some(SystemTime::now())
}

/// Returns the current time of the monotonic clock; `None` on `wasm32-unknown-unknown`.
#[cfg_attr(
    not(all(target_family = "wasm", target_os = "unknown")),
    allow(clippy::unnecessary_wraps, reason = "one target has no clock")
)]
pub(crate) fn monotonic() -> Option<Instant> {
    #[cfg(all(target_family = "wasm", target_os = "unknown"))]
    return None;
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    Some(Instant::now())
}

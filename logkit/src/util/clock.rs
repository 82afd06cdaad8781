//! The system's clock, where there is one.

use std::time::SystemTime;

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

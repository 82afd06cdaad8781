//! The system's clocks, where there are any.

#[cfg(any(feature = "queue", feature = "resource"))]
use std::time::Duration;
use std::time::{Instant, SystemTime};

#[cfg(all(target_arch = "x86_64", target_os = "linux", not(miri)))]
use crate::util::ticks::now as system_time;

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
    Some(system_time())
}

#[cfg(not(any(
    all(target_arch = "x86_64", target_os = "linux", not(miri)),
    all(target_family = "wasm", target_os = "unknown")
)))]
fn system_time() -> SystemTime {
    SystemTime::now()
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

/// Returns the time after which something is too late; `None` is never. A target without a clock has no
/// threads, either, so there is nothing to wait for.
#[cfg(any(feature = "queue", feature = "resource"))]
pub(crate) fn deadline(after: Duration) -> Option<Instant> {
    monotonic()?.checked_add(after)
}

/// The time until a deadline.
#[cfg(any(feature = "queue", feature = "resource"))]
pub(crate) fn left_until(deadline: Option<Instant>) -> Duration {
    deadline.map_or(Duration::MAX, |end| end.saturating_duration_since(Instant::now()))
}

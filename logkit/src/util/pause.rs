//! The limit of one report a second.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::util::clock;

/// Milliseconds between two reports.
const LENGTH: u64 = 1_000;

/// The time of the last report.
#[derive(Debug)]
pub(crate) struct Pause {
    /// In milliseconds since the epoch; the initial value is far from every time, and from the 0 of
    /// targets without a clock.
    last: AtomicU64,
}

impl Pause {
    /// No report so far.
    pub(crate) const fn new() -> Self {
        Self { last: AtomicU64::new(u64::MAX) }
    }

    /// Returns `true`, and starts the next pause, if there was no report within the last second. Of
    /// several threads one gets `true`.
    pub(crate) fn end(&self) -> bool {
        let since_epoch = |now: SystemTime| now.duration_since(UNIX_EPOCH).ok();
        let now = clock::now().and_then(since_epoch).unwrap_or_default().as_millis();
        let now = u64::try_from(now).unwrap_or(u64::MAX);
        let last = self.last.load(Relaxed);
        // The difference is absolute, so that setting the clock back does not suppress reports.
        now.abs_diff(last) >= LENGTH
            && self.last.compare_exchange(last, now, Relaxed, Relaxed).is_ok()
    }
}

impl Default for Pause {
    fn default() -> Self {
        Self::new()
    }
}

//! Requests that wait longer than the resource's limit are reported, because some wait for ever: a task
//! that an opening function spawns and waits for must not request the resource, and nothing tells whose
//! task it is.

use std::thread;
use std::time::Duration;

use crate::resource::slot::Slot;
use crate::util::clock;

/// Reports, once for each opening and each closing, if it is not over within the limit. Called by each
/// task that begins to wait.
pub(super) fn watch<T: Send + Sync + 'static>(
    slot: &'static Slot<T>,
    limit: Duration,
    report: impl FnOnce(&str) + Send + 'static,
) {
    let Some(turn) = slot.begin_watch() else { return };
    let watch = move || {
        let deadline = clock::deadline(limit);
        while slot.is_watched_by_this_thread(turn) {
            let left = clock::left_until(deadline);
            if left.is_zero() {
                report(&format!("requests wait longer than {limit:?}"));
                return;
            }
            thread::park_timeout(left);
        }
    };
    // Without a thread, the requests wait without a report.
    let _ = thread::Builder::new().name("logkit-slow".into()).spawn(watch);
}

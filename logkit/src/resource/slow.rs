//! Requests that wait longer than the resource's limit are reported, because some wait for ever: a task
//! that an opening function spawns and waits for must not request the resource, and nothing tells whose
//! task it is.

use std::thread;

use crate::level::Level;
use crate::resource::core::Core;
use crate::util::clock;

/// Reports, once for each opening and each closing, if it is not over within the resource's limit. Called
/// by each task that begins to wait.
pub(super) fn watch<T: Send + Sync + 'static>(core: &'static Core<T>) {
    let Some(turn) = core.slot.begin_watch() else { return };
    let watch = move || {
        let deadline = clock::deadline(core.limit);
        while core.slot.is_watched_by_this_thread(turn) {
            let left = clock::left_until(deadline);
            if left.is_zero() {
                let message = format!("requests wait longer than {:?}", core.limit);
                core.log(Level::Warning, &message, None);
                return;
            }
            thread::park_timeout(left);
        }
    };
    // Without a thread, the requests wait without a report.
    let _ = thread::Builder::new().name("logkit-slow".into()).spawn(watch);
}

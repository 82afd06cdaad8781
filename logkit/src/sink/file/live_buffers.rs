//! The logs with something to do at the end of the process: a buffer to write, or an fsync.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::sink::file::Inner;
use crate::sink::file::state::FileState;
use crate::util::catch_panic::catch_panic;
use crate::util::live_list::LiveList;
use crate::util::process_hooks;

/// These logs.
static BUFFERED: LiveList<Inner> = LiveList::new();

/// Makes the process close these logs at its end. Called before the first line.
pub(super) fn install() {
    static INSTALLED: AtomicBool = AtomicBool::new(false);
    process_hooks::install(write_all, &INSTALLED);
}

/// Remembers a log.
pub(super) fn register(inner: &Arc<Inner>) {
    BUFFERED.add(inner);
}

/// Writes the buffer of every log, and asks for late errors. A child's copies of its parent's lines are dropped.
extern "C" fn write_all() {
    // A panic in `atexit` would abort the process.
    let _ = catch_panic(|| {
        for log in BUFFERED.all() {
            log.with(FileState::close);
        }
    });
}

//! The logs with a buffer, for the end of the process.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Weak};

use crate::sink::file::Inner;
use crate::sink::file::state::FileState;
use crate::util::catch_panic::catch_panic;
use crate::util::fork_mutex::ForkMutex;
use crate::util::process_hooks;

/// The logs with a buffer.
static BUFFERED: ForkMutex<Vec<Weak<Inner>>> = ForkMutex::new();

/// Makes the process write buffers at its end. Called before the first line.
pub(super) fn install() {
    static INSTALLED: AtomicBool = AtomicBool::new(false);
    process_hooks::install(write_all, &INSTALLED);
}

/// Remembers a log.
pub(super) fn register(inner: &Arc<Inner>) {
    BUFFERED.with(|logs| {
        logs.retain(|log| log.strong_count() > 0);
        logs.push(Arc::downgrade(inner));
    });
}

/// Writes the buffer of every log. A child's copies of its parent's lines are dropped.
extern "C" fn write_all() {
    // A panic in `atexit` would abort the process.
    let _ = catch_panic(|| {
        let logs: Vec<Arc<Inner>> =
            BUFFERED.with(|logs| logs.iter().filter_map(Weak::upgrade).collect());
        for log in logs {
            log.with(FileState::close);
        }
    });
}

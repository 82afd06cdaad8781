//! The background thread that writes buffered lines and syncs the file after an interval. It runs only
//! while there is something to do.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::sink::file::Inner;
use crate::sink::file::error::FileError;
use crate::sink::file::state::FileState;
use crate::util::catch_panic::catch_panic;
use crate::util::diagnostics;

/// Starts the thread. If that fails, the caller does its work at once.
#[cold]
pub(super) fn start(inner: &Arc<Inner>, interval: Duration) {
    if inner.shared.disk.is_scripted() {
        return;
    }
    let weak = Arc::downgrade(inner);
    let work = move || {
        let ticks = || {
            loop {
                thread::sleep(interval);
                let Some(inner) = weak.upgrade() else { return };
                if !inner.with(FileState::tick) {
                    return;
                }
            }
        };
        if catch_panic(ticks).is_err() {
            diagnostics::report(format_args!("the timer of a log file panicked"));
        }
    };
    if let Err(error) = thread::Builder::new().name("logkit-file".to_owned()).spawn(work) {
        let error = FileError::failed(&inner.shared.settings.path, "start its timer", error);
        diagnostics::report(format_args!("{error}"));
        inner.with(|state, shared| {
            state.tick(shared);
            state.has_timer = false;
        });
    }
}

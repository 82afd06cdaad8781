//! Signals that end the process after its queues are empty.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::thread;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use crate::handler::queue::live;
use crate::util::diagnostics::{self, Reason};
use crate::util::process_hooks;
use crate::util::process_id::process_id;

const SIGNALS: [i32; 2] = [SIGTERM, SIGINT];

/// The process that has a thread for the signals; 0 before the first.
static ARMED: AtomicU32 = AtomicU32::new(0);
/// The handlers of the signals are installed, which a child inherits.
static INSTALLED: AtomicBool = AtomicBool::new(false);

/// Lets the signals close all queues and then end the process.
///
/// # Errors
///
/// The signals cannot be handled, or no thread can be started.
pub(in crate::handler) fn close_on_signals() -> io::Result<()> {
    live::install();
    // Before the handlers ask: the first call installs handlers of forks, which a signal may not.
    process_id();
    if !INSTALLED.swap(true, Relaxed) {
        for signal in SIGNALS {
            process_hooks::end_on_signal_unless(signal, is_armed)?;
        }
    }
    arm()
}

/// Handles signals in the child of a fork, too, if its parent did.
pub(super) fn close_on_signals_in_child() {
    if INSTALLED.load(Relaxed) {
        if let Err(error) = arm() {
            let reason = Reason(&error);
            diagnostics::report(format_args!("signals do not empty the queues: {reason}"));
        }
    }
}

/// Until a child has a thread of its own, signals end it at once.
fn is_armed() -> bool {
    ARMED.load(Relaxed) == process_id()
}

fn arm() -> io::Result<()> {
    if is_armed() {
        return Ok(());
    }
    let mut signals = Signals::new(SIGNALS)?;
    let wait = move || {
        for signal in signals.forever() {
            live::close_all();
            // Ends the process, unless the signal is one whose default is another.
            let _ = emulate_default_handler(signal);
        }
    };
    thread::Builder::new().name("logkit-signals".to_owned()).spawn(wait)?;
    ARMED.store(process_id(), Relaxed);
    Ok(())
}

//! Signals that end the process after its queues are empty.

use std::fs;
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

/// Those that the process does not ignore. A shell lets the jobs that it starts in the background
/// ignore SIGINT, and `nohup` or a service manager may do so with others: they stay ignored.
fn signals() -> impl Iterator<Item = i32> {
    let ignored = ignored();
    SIGNALS.into_iter().filter(move |signal| ignored >> (signal - 1) & 1 == 0)
}

/// A bit for each ignored signal, from the lowest for signal 1; none where the system does not tell.
fn ignored() -> u64 {
    let status =
        if cfg!(target_os = "linux") { fs::read_to_string("/proc/self/status") } else { return 0 };
    let mask = |status: String| {
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
        u64::from_str_radix(mask.trim(), 16).ok()
    };
    status.ok().and_then(mask).unwrap_or_default()
}

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
        for signal in signals() {
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
    let mut signals = Signals::new(signals())?;
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

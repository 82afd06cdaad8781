//! Calls at moments of the process: in the child of a fork, and at its end. The one room with
//! `unsafe`.
//!
//! A queue looks for a fork at every line. The id of the process costs a system call (240 ns when
//! measured, more than the rest of a line); a counter that `pthread_atfork` raises costs a load.

#![cfg_attr(
    any(unix, windows),
    expect(unsafe_code, reason = "std has no `atexit` and no `pthread_atfork`")
)]

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

use crate::util::fork_mutex::process_id;

/// The number of forks since the hook was installed, plus one; 0 if it is not installed.
static GENERATION: AtomicU32 = AtomicU32::new(0);

#[cfg(any(unix, windows))]
mod c {
    use std::ffi::c_int;

    // SAFETY: both have these signatures in C, and no requirement but that the functions may be called
    // until the process ends: they are Rust functions, which are never unloaded.
    unsafe extern "C" {
        pub(super) safe fn atexit(function: extern "C" fn()) -> c_int;
        #[cfg(unix)]
        pub(super) safe fn pthread_atfork(
            prepare: Option<extern "C" fn()>,
            parent: Option<extern "C" fn()>,
            child: Option<extern "C" fn()>,
        ) -> c_int;
    }
}

/// A number that differs between a process and the child of its fork. Where the hook cannot be
/// installed it is the id of the process.
#[inline]
pub(crate) fn generation() -> u32 {
    match GENERATION.load(Relaxed) {
        0 => process_id(),
        generation => generation,
    }
}

/// Calls `at_exit` when `main` returns and in `process::exit`, and makes [`generation`] cheap. Each
/// function has a flag, which tells that it is `installed`. If two threads call this at once, both
/// install the hooks, which does no harm.
pub(crate) fn install(at_exit: extern "C" fn(), installed: &AtomicBool) {
    if installed.load(Relaxed) {
        return;
    }
    #[cfg(unix)]
    {
        extern "C" fn count_fork() {
            // Never back to 0: that would take four billion forks of forks.
            GENERATION.fetch_add(1, Relaxed);
        }
        if GENERATION.load(Relaxed) == 0 && c::pthread_atfork(None, None, Some(count_fork)) == 0 {
            let _ = GENERATION.compare_exchange(0, 1, Relaxed, Relaxed);
        }
    }
    #[cfg(any(unix, windows))]
    if c::atexit(at_exit) != 0 {
        crate::util::diagnostics::report(format_args!(
            "lines that wait are not written at the end of the process: atexit failed"
        ));
    }
    #[cfg(not(any(unix, windows)))]
    let _ = at_exit;
    installed.store(true, Relaxed);
}

/// Lets a signal end the process at once as long as `is_handled` returns `false`; handlers that are
/// registered later are then not called.
#[cfg(all(unix, feature = "signals"))]
pub(crate) fn end_on_signal_unless(signal: i32, is_handled: fn() -> bool) -> std::io::Result<()> {
    let end = move || {
        if !is_handled() {
            // Fails for signals that no process may handle.
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    };
    // SAFETY: it loads atomics and calls a function that may be called in a handler of signals.
    unsafe { signal_hook::low_level::register(signal, end) }.map(drop)
}

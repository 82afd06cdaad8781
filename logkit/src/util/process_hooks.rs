//! Calls at moments of the process: at a fork, at a signal, and at its end. One of three files with `unsafe`.

#![cfg_attr(
    any(unix, windows),
    expect(unsafe_code, reason = "std has no `atexit` and no `pthread_atfork`")
)]

#[cfg(any(
    feature = "file",
    feature = "queue",
    feature = "resource",
    all(unix, feature = "control")
))]
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

#[cfg(any(unix, windows))]
mod c {
    use std::ffi::c_int;

    // SAFETY: both have these signatures in C, and no requirement but that the functions may be called
    // until the process ends: they are Rust functions, which are never unloaded.
    unsafe extern "C" {
        #[cfg(any(
            feature = "file",
            feature = "queue",
            feature = "resource",
            all(unix, feature = "control")
        ))]
        pub(super) safe fn atexit(function: extern "C" fn()) -> c_int;
        #[cfg(unix)]
        pub(super) safe fn pthread_atfork(
            prepare: Option<extern "C" fn()>,
            parent: Option<extern "C" fn()>,
            child: Option<extern "C" fn()>,
        ) -> c_int;
    }
}

/// Calls functions at each fork: in the parent before it, after other such functions that were given
/// later, and in the parent and the child after it. Returns `false` if the system has no memory.
#[cfg(unix)]
pub(crate) fn at_fork(
    prepare: extern "C" fn(),
    parent: extern "C" fn(),
    child: extern "C" fn(),
) -> bool {
    c::pthread_atfork(Some(prepare), Some(parent), Some(child)) == 0
}

/// Calls `at_exit` when `main` returns and in `process::exit`. Each function has a flag, which tells
/// that it is `installed`. If two threads call this at once, both install it, which does no harm.
#[cfg(any(
    feature = "file",
    feature = "queue",
    feature = "resource",
    all(unix, feature = "control")
))]
pub(crate) fn install(at_exit: extern "C" fn(), installed: &AtomicBool) {
    if installed.load(Relaxed) {
        return;
    }
    #[cfg(any(unix, windows))]
    if c::atexit(at_exit) != 0 {
        crate::util::diagnostics::report(format_args!(
            "waiting lines will not be written at the end of the process: `atexit` failed"
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

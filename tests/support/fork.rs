//! Code in the child of a fork.

#![allow(unsafe_code, reason = "libc's calls for processes are unsafe")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::{Duration, Instant};

/// The time after which a child counts as hung.
const LIMIT: Duration = Duration::from_secs(10);

/// Runs `scene` in the child of a fork, which ends without the parent's destructors and handlers of
/// `atexit`. Returns whether it ended within ten seconds and without a panic.
///
/// # Panics
///
/// Panics if the process cannot fork.
#[must_use]
pub fn in_child(scene: impl FnOnce()) -> bool {
    in_child_within(LIMIT, scene)
}

/// As [`in_child`], with another limit, for a child that has children of its own.
///
/// # Panics
///
/// Panics if the process cannot fork.
#[must_use]
pub fn in_child_within(limit: Duration, scene: impl FnOnce()) -> bool {
    // SAFETY: the child runs code that must work there, and ends by `_exit` without unwinding into the
    // parent's frames.
    let child = unsafe { libc::fork() };
    if child == 0 {
        let ended = catch_unwind(AssertUnwindSafe(scene));
        // SAFETY: always safe.
        unsafe { libc::_exit(i32::from(ended.is_err())) };
    }
    assert!(child > 0, "no fork");
    let started = Instant::now();
    let mut status = 0;
    while started.elapsed() < limit {
        // SAFETY: the pointer is valid for writing the status.
        if unsafe { libc::waitpid(child, &raw mut status, libc::WNOHANG) } == child {
            return status == 0;
        }
        thread::sleep(Duration::from_micros(200));
    }
    // SAFETY: the child exists and has not been waited for.
    unsafe {
        libc::kill(child, libc::SIGKILL);
        libc::waitpid(child, &raw mut status, 0);
    }
    false
}

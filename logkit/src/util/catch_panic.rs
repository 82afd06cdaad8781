//! Calls of user code that contain its panics, and the messages of panics.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The error of code that panicked.
#[derive(Debug)]
pub(crate) struct Panicked;

/// The message of a panic, if its payload is text.
#[cfg(any(feature = "panics", feature = "testing"))]
pub(crate) fn panic_message(payload: &(dyn Any + Send)) -> Option<&str> {
    match payload.downcast_ref::<String>() {
        Some(message) => Some(message),
        None => payload.downcast_ref::<&str>().copied(),
    }
}

/// Runs `code` and catches its panic. The payload is dropped, because it may contain the record's
/// data.
///
/// The caller must repair the state that `code` leaves half-changed: every caller truncates its
/// buffer or counts the record as lost.
pub(crate) fn catch_panic<R>(code: impl FnOnce() -> R) -> Result<R, Panicked> {
    catch_unwind(AssertUnwindSafe(code)).map_err(discard)
}

/// Compiled once for all kinds of code.
#[cold]
fn discard(payload: Box<dyn Any + Send>) -> Panicked {
    // The destructor of a payload may panic as well; the second payload is leaked.
    if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(second);
    }
    Panicked
}

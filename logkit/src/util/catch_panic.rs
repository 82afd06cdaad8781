//! User code that may panic, called so that the panic ends here.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// The code panicked.
#[derive(Debug)]
pub(crate) struct Panicked;

/// Runs `code`; its panic is caught, and the payload is thrown away because a payload may hold the
/// record's data.
///
/// State that `code` leaves half-changed is the caller's to put right: every caller truncates its
/// buffer or counts the record as lost.
pub(crate) fn catch_panic<R>(code: impl FnOnce() -> R) -> Result<R, Panicked> {
    catch_unwind(AssertUnwindSafe(code)).map_err(|payload| {
        // A payload's own destructor may panic, too; the second payload is leaked.
        if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
            std::mem::forget(second);
        }
        Panicked
    })
}

//! The flag that every record reads, once for all rare conditions: a check of each would be a few
//! instructions in every line.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// A rare condition holds, or held once in this process.
static MAY_HOLD: AtomicBool = AtomicBool::new(false);

/// Lets records look at the conditions from now on.
pub(super) fn note() {
    MAY_HOLD.store(true, Relaxed);
}

/// Returns whether a record must look at the conditions.
#[inline]
pub(super) fn may_hold() -> bool {
    MAY_HOLD.load(Relaxed)
}

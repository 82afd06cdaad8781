//! The hook by which `testing` sees records before the handlers get them.

use std::sync::OnceLock;

use crate::record::Record;

/// Called with each record of the process, on the thread that logs it.
type Tap = fn(&Record<'_>);

static TAP: OnceLock<Tap> = OnceLock::new();

/// Installs the hook for the rest of the process's life. On return it is in place, even if another
/// thread is installing it at the same time.
pub(crate) fn install(tap: Tap) {
    TAP.get_or_init(|| tap);
}

/// Returns the hook; never waits.
#[inline]
pub(crate) fn get() -> Option<Tap> {
    TAP.get().copied()
}

//! The hook by which `testing` sees records on their way to the handlers.

use crate::record::Record;
use crate::util::once::TryOnce;

/// Called with each record of the process, on the thread that logs it.
type Tap = fn(&Record<'_>);

static TAP: TryOnce<Tap> = TryOnce::new();

/// Installs the hook, once for the life of the process.
pub(crate) fn install(tap: Tap) {
    TAP.get_or_try_init(|| tap);
}

#[inline]
pub(crate) fn get() -> Option<Tap> {
    TAP.get().copied()
}

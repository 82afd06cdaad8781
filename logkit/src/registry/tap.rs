//! The hooks by which `testing` sees records before the handlers get them.

use std::sync::OnceLock;

use crate::record::Record;

/// A hook, called with each record of the process on the thread that logs it.
type TapFn = fn(&Record<'_>);

/// A part of `testing` that sees records. The leak tests come first, so that an observer's copy of a
/// record does not change what they search.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Tap {
    /// The leak tests.
    LeakTests,
    /// The captures and the checks.
    Observers,
}

static TAPS: [OnceLock<TapFn>; 2] = [const { OnceLock::new() }; 2];

/// Installs a hook for the rest of the process's life. On return it is in place, even if another thread
/// is installing it at the same time.
pub(crate) fn install(tap: Tap, hook: TapFn) {
    if let Some(slot) = TAPS.get(tap as usize) {
        slot.get_or_init(|| hook);
    }
}

/// Calls the hooks with the record. Returns whether there is one; never waits.
pub(crate) fn call(record: &Record<'_>) -> bool {
    let mut any = false;
    for hook in TAPS.iter().filter_map(OnceLock::get) {
        hook(record);
        any = true;
    }
    any
}

//! The logger that `init` gives to the `log` crate.

use log::{Log, Metadata as LogMetadata};

use crate::log_crate::from_log;
use crate::registry::root_filter::RootFilter;
use crate::root::Root;
use crate::root::global::with_root;

/// The bridge to the root of the process. It is empty until that root is installed.
struct GlobalBridge;

/// Makes logkit the logger of the `log` crate.
///
/// # Errors
///
/// There is another one.
pub(crate) fn install() -> Result<(), log::SetLoggerError> {
    log::set_logger(&GlobalBridge)
}

/// Sets the level that the macros of `log` check first to the lowest one in force.
pub(crate) fn refresh_max_level() {
    let lowest = || with_root(|root| root.filter(RootFilter::lowest));
    // Until it is the newest one: another thread may be changing it.
    while let Some(level) = lowest() {
        log::set_max_level(level.into());
        if lowest() == Some(level) {
            return;
        }
    }
}

impl Log for GlobalBridge {
    fn enabled(&self, metadata: &LogMetadata<'_>) -> bool {
        with_root(|root| from_log::is_enabled(root, metadata)).unwrap_or_default()
    }

    fn log(&self, logged: &log::Record<'_>) {
        with_root(|root| from_log::log(root, logged));
    }

    fn flush(&self) {
        with_root(Root::flush);
    }
}

//! Shares its parent's logger.

use super::LOGGER;
use logkit::macros::*;

pub(super) fn log() {
    info!("never");
    warn!("child");
    grandchild::log();
}

mod grandchild {
    use super::LOGGER;
    use logkit::warn;

    pub(super) fn log() {
        warn!("grandchild");
    }
}

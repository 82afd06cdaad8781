//! A module below that with the logger.

pub(crate) fn log() {
    tracing::info!("from deeper");
}

/// A module with a logger of its own.
pub(crate) mod own {
    use logkit::{Logger, module_logger};

    #[module_logger("shop.till.drawer")]
    pub(crate) static LOGGER: Logger;

    pub(crate) fn log() {
        tracing::info!("from the drawer");
    }
}

//! A file with a logger.

use logkit::{Logger, module_logger};

pub(crate) mod stock;

#[module_logger("file.shop")]
pub(crate) static LOGGER: Logger;

/// Not for the statements and panics of this file.
#[module_logger("file.shop.audit")]
pub(crate) static AUDIT: Logger;

/// Has a logger that is not the file's.
pub(crate) mod ledger {
    use logkit::{Logger, module_logger};

    #[module_logger("file.shop.ledger")]
    pub(crate) static LOGGER: Logger;
}

pub(crate) fn fail() {
    panic!("in the file");
}

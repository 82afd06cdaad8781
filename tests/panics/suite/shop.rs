//! A file with a logger.

use logkit::{Logger, module_logger};

pub(crate) mod stock;

#[module_logger("file.shop")]
pub(crate) static LOGGER: Logger;

pub(crate) fn fail() {
    panic!("in the file");
}

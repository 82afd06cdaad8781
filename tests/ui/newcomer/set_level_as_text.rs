//! A level that is set as text.

use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    LOGGER.set_level("debug");
}

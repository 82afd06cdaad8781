//! The methods of Python's loggers and of others.

use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    LOGGER.info("packed");
}

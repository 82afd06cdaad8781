//! A writer as a handler.

use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    LOGGER.add_handler(std::io::stderr());
}

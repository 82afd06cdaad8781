//! A logger is not mutable.

use logkit::{Logger, module_logger};

#[module_logger("payments")]
static mut LOGGER: Logger;

fn main() {
    logkit::info!("the logger is there all the same");
}

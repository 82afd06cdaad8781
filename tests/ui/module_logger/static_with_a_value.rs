//! The attribute writes the initializer.

use logkit::{Logger, module_logger};

#[module_logger("payments")]
pub(crate) static LOGGER: Logger = Logger::new("payments");

fn main() {
    logkit::info!("the logger is there all the same");
}

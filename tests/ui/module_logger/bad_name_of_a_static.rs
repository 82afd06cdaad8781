//! The same rules apply to the name on a static.

use logkit::{Logger, module_logger};

#[module_logger("Payments.Gateway")]
static LOGGER: Logger;

fn main() {
    logkit::info!("the logger is there all the same");
}

//! The form for files has the same rules.

use logkit::{Logger, module_logger};

#[module_logger("Payments.Gateway")]
static LOGGER: Logger;

fn main() {
    logkit::info!("the logger is there all the same");
}

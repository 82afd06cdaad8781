//! A static has a visibility of its own.

use logkit::{Logger, module_logger};

#[module_logger("payments", vis = pub)]
static LOGGER: Logger;

fn main() {
    logkit::info!("the logger is there all the same");
}

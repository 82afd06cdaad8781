//! The logger at the end.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    info!("signed in", logger: LOGGER);
}

//! An argument that the message shows by its name.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let count = 3;
    info!("packed {count}", count);
}

//! The sigil before the name.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let sizes = [3, 4];
    info!(?sizes = sizes, "packed");
}

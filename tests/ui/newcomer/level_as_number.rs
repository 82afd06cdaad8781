//! Python's number of a level.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    event!(20, "packed");
}

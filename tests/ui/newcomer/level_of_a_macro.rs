//! The name of a level macro as the level.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

use logkit::macros::*;

fn main() {
    event!(info, "packed");
}

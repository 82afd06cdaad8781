//! The level of the `log` crate.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    event!(log::Level::Warn, "packed");
}

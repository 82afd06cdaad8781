//! A guard that is dropped where it is made.

#![deny(unused_must_use)]

use logkit::{Level, Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    LOGGER.override_level(Level::Debug);
}

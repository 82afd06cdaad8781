//! The variant as `log` and `tracing` spell it.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    event!(logkit::Level::Warn, "packed");
}

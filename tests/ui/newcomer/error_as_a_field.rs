//! An error as a field.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let err = std::fmt::Error;
    error!(err, "packing failed");
}

//! The error after the message.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let err = std::fmt::Error;
    exception!("packing failed", err);
}

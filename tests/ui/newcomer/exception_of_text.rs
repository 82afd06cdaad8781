//! An exception of a text.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let reason = "no paper";
    exception!(reason, "packing failed");
}

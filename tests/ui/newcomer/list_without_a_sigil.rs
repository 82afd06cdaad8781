//! A list as a field.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let sizes: Vec<u32> = vec![3, 4];
    info!(sizes, "packed");
}

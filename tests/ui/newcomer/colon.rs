//! A colon after the name of a field.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let order_id = 7;
    info!(id: order_id, "packed");
}

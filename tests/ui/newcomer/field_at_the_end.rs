//! A field after the message.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let order_id = 7;
    info!("packed {order_id}", customer = "ada");
}

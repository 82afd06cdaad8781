//! A placeholder of Python.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let order_id = 7;
    info!("packed %s", order_id);
}

//! A type with `Debug` in a `{}`.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    #[derive(Debug)]
    struct Order;
    let order = Order;
    info!(%order, "packed");
}

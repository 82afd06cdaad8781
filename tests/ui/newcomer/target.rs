//! The target of `tracing` and `log`.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let order_id = 7;
    info!(target: "payments", order_id, "packed {}", order_id);
}

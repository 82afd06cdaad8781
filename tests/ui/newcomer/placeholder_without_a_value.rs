//! More placeholders than values.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let order_id = 7;
    info!("packed {} for {}", order_id);
}

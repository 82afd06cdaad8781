//! A secret as an argument.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let token = "hunter2";
    info!("signing in with {}", token);
}

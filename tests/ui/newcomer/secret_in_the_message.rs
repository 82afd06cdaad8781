//! A secret in the message.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let password = "hunter2";
    info!("signing in with {password}");
}

//! A secret under another name.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let password = "hunter2";
    info!(given = %password, "signing in");
}

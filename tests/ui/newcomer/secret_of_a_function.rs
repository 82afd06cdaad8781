//! A secret that a function returns.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn read_password() -> String {
    "hunter2".to_owned()
}

fn main() {
    info!(password = read_password(), "signing in");
}

//! The macros of `log` separate fields by a semicolon.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let user = "ada";
    info!(user; "signed in");
}

//! A missing comma after the logger.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments.audit")]
static AUDIT: Logger;

fn main() {
    info!(logger: AUDIT "signed in");
}

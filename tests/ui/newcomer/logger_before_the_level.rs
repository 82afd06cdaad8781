//! The logger in front of the level, without its name.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments.audit")]
static AUDIT: Logger;

fn main() {
    event!(AUDIT, logkit::Level::Info, "signed in");
    let _ = enabled!(AUDIT, logkit::Level::Info);
}

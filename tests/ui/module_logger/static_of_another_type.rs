//! A static whose type is not `Logger`.

use logkit::module_logger;

#[module_logger("payments")]
static LOGGER: u8;

#[module_logger("billing")]
static BILLING;

fn main() {}

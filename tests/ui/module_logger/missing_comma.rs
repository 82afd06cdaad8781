//! Arguments without a comma between them.

use logkit::module_logger;

#[module_logger("payments" level = "debug")]
mod payments {}

fn main() {}

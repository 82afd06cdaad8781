//! A second name.

use logkit::module_logger;

#[module_logger("payments", "billing")]
mod payments {}

fn main() {}

//! An argument that is given twice.

use logkit::module_logger;

#[module_logger("payments", level = "debug", level = "info")]
mod payments {}

fn main() {}

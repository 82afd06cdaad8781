//! Values of `crate` that are not paths.

use logkit::module_logger;

#[module_logger("payments", crate = "logkit")]
mod text {}

#[module_logger("payments", crate)]
mod no_value {}

fn main() {}

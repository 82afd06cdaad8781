//! Values that are not visibilities.

use logkit::module_logger;

#[module_logger("payments", vis = "pub(super)")]
mod text {}

#[module_logger("payments", vis = private)]
mod word {}

#[module_logger("payments", vis)]
mod no_value {}

fn main() {}

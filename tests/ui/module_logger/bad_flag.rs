//! Values of flags other than `true` and `false`.

use logkit::module_logger;

#[module_logger("payments", propagate = 1)]
mod number {}

#[module_logger("payments", allow_bypass = "yes")]
mod text {}

#[module_logger("payments", propagate: true)]
mod colon {}

fn main() {}

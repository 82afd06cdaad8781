//! Values that are not levels.

use logkit::module_logger;

#[module_logger("payments", level = "debgu")]
mod slip {}

#[module_logger("payments", level = "loud")]
mod unknown {}

#[module_logger("payments", level = 10)]
mod number {}

#[module_logger("payments", level = 15)]
mod no_levels_number {}

#[module_logger("payments", level = debug)]
mod word {}

#[module_logger("payments", level = Level::Debug)]
mod path {}

#[module_logger("payments", level)]
mod no_value {}

#[module_logger("payments", level =)]
mod nothing {}

#[module_logger("payments", level("debug"))]
mod parentheses {}

fn main() {}

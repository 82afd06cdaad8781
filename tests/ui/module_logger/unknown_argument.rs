//! A misspelled argument, and one that does not exist.

use logkit::module_logger;

#[module_logger("payments", levl = "debug")]
mod slip {}

#[module_logger("payments", colour = "red", level = "debug")]
mod unknown {}

fn main() {}

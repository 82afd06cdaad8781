//! A level of another logger.

#[logkit::module_logger("payments", level = "fatal")]
mod payments {}

fn main() {}

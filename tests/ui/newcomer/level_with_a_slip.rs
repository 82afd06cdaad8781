//! A slip in the level.

#[logkit::module_logger("payments", level = "inof")]
mod payments {}

fn main() {}

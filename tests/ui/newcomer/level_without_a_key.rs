//! The level without its key.

#[logkit::module_logger("payments", "debug")]
mod payments {}

fn main() {}

//! The level as a variant.

#[logkit::module_logger("payments", level = logkit::Level::Debug)]
mod payments {}

fn main() {}

//! An empty name.

#[logkit::module_logger("")]
mod payments {}

fn main() {}

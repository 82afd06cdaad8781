//! The level under another name.

#[logkit::module_logger("payments", lvl = "debug")]
mod payments {}

fn main() {}

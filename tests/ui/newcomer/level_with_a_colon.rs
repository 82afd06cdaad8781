//! A colon after a key.

#[logkit::module_logger("payments", level: "debug")]
mod payments {}

fn main() {}

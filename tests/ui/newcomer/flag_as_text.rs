//! A flag as text.

#[logkit::module_logger("payments", propagate = "true")]
mod payments {}

fn main() {}

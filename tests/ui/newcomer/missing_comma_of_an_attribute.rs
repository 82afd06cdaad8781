//! A comma is missing in the attribute.

#[logkit::module_logger("payments" level = "debug")]
mod payments {}

fn main() {}

//! Two attributes.

#[logkit::module_logger("payments")]
#[logkit::module_logger("billing")]
mod payments {}

fn main() {}

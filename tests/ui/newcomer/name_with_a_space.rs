//! A name with a space.

#[logkit::module_logger("my payments")]
mod payments {}

fn main() {}

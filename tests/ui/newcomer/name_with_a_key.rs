//! The name with a key.

#[logkit::module_logger(name = "payments")]
mod payments {}

fn main() {}

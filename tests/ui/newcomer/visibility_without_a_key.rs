//! A visibility without its key.

#[logkit::module_logger("payments", pub)]
mod payments {}

fn main() {}

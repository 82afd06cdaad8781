//! The name without quotes.

#[logkit::module_logger(payments)]
mod payments {}

fn main() {}

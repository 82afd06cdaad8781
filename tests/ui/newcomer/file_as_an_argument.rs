//! A file as an argument.

#[logkit::module_logger("payments", file = "payments.log")]
mod payments {}

fn main() {}

//! The attribute on a function.

#[logkit::module_logger("payments")]
fn charge() {}

fn main() {}

//! The attribute on a struct.

#[logkit::module_logger("payments", level = "debug")]
struct Card;

fn main() {}

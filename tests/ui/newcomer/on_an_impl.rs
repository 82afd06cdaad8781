//! The attribute on an `impl`.

struct Card;

#[logkit::module_logger("payments")]
impl Card {}

fn main() {}

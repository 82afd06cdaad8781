//! A static of another type.

#[logkit::module_logger("payments")]
static LOGGER: &logkit::Logger;

fn main() {}

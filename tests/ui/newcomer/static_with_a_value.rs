//! A static with a value.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger = logkit::Logger::new("payments");

fn main() {}

//! `Logger` must be imported, like any type.

#[logkit::module_logger("payments")]
static LOGGER: Logger;

fn main() {}

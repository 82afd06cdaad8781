//! `Logger` has to be imported, as any type.

#[logkit::module_logger("payments")]
static LOGGER: Logger;

fn main() {}

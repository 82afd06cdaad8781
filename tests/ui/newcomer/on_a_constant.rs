//! The attribute on a constant.

#[logkit::module_logger("payments")]
const LOGGER: logkit::Logger;

fn main() {}

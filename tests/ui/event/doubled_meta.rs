//! Arguments that are given twice.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    logkit::info!(logger: LOGGER, logger: LOGGER, "packed");
    logkit::info!(name: "a", parent: None, name: "b", "packed");
}

//! A module with a logger and without the macros.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    info!("packed");
    exception!(std::fmt::Error, "not packed");
}

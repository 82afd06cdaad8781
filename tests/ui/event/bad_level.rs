//! Values that are not levels.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    logkit::event!(info, "packed");
    logkit::event!(20, "packed");
    let _ = logkit::enabled!(20);
}

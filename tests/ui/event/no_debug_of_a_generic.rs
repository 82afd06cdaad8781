//! A generic type without bounds.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn charge<T>(card: T) {
    logkit::info!(?card, "charging");
}

fn main() {
    charge(1);
}

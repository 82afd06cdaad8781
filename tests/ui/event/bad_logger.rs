//! Values that are not a logger's static.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    static NUMBER: u8 = 5;
    let local = &LOGGER;
    logkit::info!(logger: 5, "packed");
    logkit::info!(logger: "payments", "packed");
    logkit::info!(logger: &LOGGER, "packed");
    logkit::info!(logger: NUMBER, order_id = 7, "packed {}", 8);
    logkit::info!(logger: AUDIT, "packed");
    logkit::info!(logger: local, "packed");
    let _ = logkit::enabled!(logger: 5, logkit::Level::Info);
}

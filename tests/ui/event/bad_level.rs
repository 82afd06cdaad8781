//! Values that are not levels.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn log(order_id: u32, error: logkit::Level) {
    logkit::event!(error, order_id);
}

fn main() {
    logkit::event!(info, "packed");
    logkit::event!(20, "packed");
    let _ = logkit::enabled!(20);
    logkit::event!(warn, order_id = 7, "packed");
    logkit::event!(logger: LOGGER, critical, "packed");
    let _ = logkit::enabled!(debug);
    log(7, logkit::Level::Info);
}

//! Statements without a field or a message.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    logkit::info!();
    logkit::event!();
    logkit::event!(logkit::Level::Info);
    logkit::exception!();
    logkit::info!(logger: LOGGER);
    logkit::info!({}, "packed");
    let _ = logkit::enabled!();
}

//! The target is the logger's name.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    let order_id = 7;
    logkit::info!(target: "payments", "packed");
    logkit::event!(target: "payments", logkit::Level::Info, order_id, "packed");
    logkit::exception!(target: "payments", std::fmt::Error, "packed");
    let _ = logkit::enabled!(target: "payments", logkit::Level::Info);
}

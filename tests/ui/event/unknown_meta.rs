//! Arguments with a colon have known names and come first.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    let order_id = 7;
    logkit::info!(loger: LOGGER, "packed");
    logkit::info!(order_id: 7, "packed");
    logkit::info!(order_id, logger: LOGGER, "packed");
    logkit::info!("packed {}", order_id, logger: LOGGER);
    logkit::info!("packed", target: "payments");
}

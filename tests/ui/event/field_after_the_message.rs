//! Fields must be before the message.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    let order_id = 7;
    logkit::info!("packed", order_id = order_id);
    logkit::info!("packed", ?order_id);
    logkit::exception!(std::fmt::Error, "packing failed", order_id + 1);
}

//! The number of arguments differs from that of the message's placeholders.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    let (order_id, customer) = (7, "Ada");
    logkit::info!("packed", order_id);
    logkit::info!("packed {} for {}", order_id);
    logkit::info!("packed {} for {}", order_id, customer, 3);
    logkit::info!("packed {1}", order_id);
    logkit::info!("packed {order_id", order_id);
    logkit::info!("packed {order_id:y}");
    logkit::info!("packed {}", customer = customer, order_id);
}

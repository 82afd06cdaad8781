//! A message that captures an unknown variable.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    let order_id = 7;
    logkit::info!("packed {oder_id} of {order_id}");
}

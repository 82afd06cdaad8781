//! A named argument that the message does not use.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    let order_id = 7;
    logkit::info!("packed {id}", id = order_id, customer = "Ada");
}

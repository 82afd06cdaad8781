//! A field whose value is not in scope.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    let order_id = 7;
    logkit::info!(oder_id, "packed");
    logkit::info!(id = oder_id, "packed {order_id}");
}

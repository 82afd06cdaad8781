//! Fields in braces, followed by something else.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    let order_id = 7;
    logkit::info!({ order_id } "packed");
    logkit::info!({ order_id }; "packed");
    logkit::info!({ order_id, "packed" });
    logkit::info!({ order_id = 7, ?order_id + 1 }, "packed");
}

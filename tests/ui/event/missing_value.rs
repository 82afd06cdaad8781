//! Keys without a value.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    logkit::info!(order_id = , "packed");
    logkit::info!(order_id =);
    logkit::info!(order_id = ?, "packed");
    logkit::info!(?, "packed");
    logkit::info!(logger: , "packed");
}

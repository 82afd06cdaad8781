//! A message that is known only at run time.

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    let message = String::from("packed");
    logkit::info!(message.as_str());
    logkit::info!(&message);
    logkit::info!(order_id = 7, message.as_str());
    logkit::info!(5);
    logkit::info!("packed" order_id = 7);
    logkit::info!(b"packed");
}

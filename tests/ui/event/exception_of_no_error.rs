//! Values that are not errors and do not deref to one.

use std::error::Error;

#[logkit::module_logger("payments")]
static LOGGER: logkit::Logger;

fn main() {
    logkit::exception!(String::from("no money"), "charging failed");
    let reason = "no money";
    logkit::exception!(reason, "charging failed", order_id = 7);
    let result: Result<(), std::fmt::Error> = Err(std::fmt::Error);
    logkit::exception!(result, "charging failed");
    let boxed: Option<Box<dyn Error>> = None;
    logkit::exception!(&boxed, "charging failed");
}

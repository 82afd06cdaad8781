//! A message of run time.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let text = String::from("packed");
    info!(text.as_str());
}

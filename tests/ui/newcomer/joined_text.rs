//! A message that is joined with `+`.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let name = String::from("ada");
    info!("packed for " + &name);
}

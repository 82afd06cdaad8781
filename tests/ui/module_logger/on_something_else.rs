//! Items that cannot have a logger.

use logkit::module_logger;

#[module_logger("payments")]
fn charge() {}

#[module_logger("payments")]
struct Card;

#[module_logger("payments")]
const LOGGER: u8 = 0;

#[module_logger("payments")]
use std::fmt;

#[module_logger("payments")]
trait Charge {}

#[module_logger("payments")]
impl Card {}

fn main() {
    charge();
    let _ = (Card, fmt::Error);
}

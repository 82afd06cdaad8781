//! A static whose type is not `Logger`: a primitive one, none, a reference, a type with arguments.

use logkit::module_logger;

#[module_logger("payments")]
static LOGGER: u8;

#[module_logger("billing")]
static BILLING;

#[module_logger("shop")]
static SHOP: &Logger;

#[module_logger("cart")]
static CART: std::sync::LazyLock<Logger>;

fn main() {}

//! The attribute on `mod name;`.

use logkit::module_logger;

#[module_logger("payments")]
#[path = "files/gateway.rs"]
mod gateway;

#[module_logger]
#[path = "files/gateway.rs"]
pub(crate) mod billing;

fn main() {}

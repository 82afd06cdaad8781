//! A static declared as `StrictLogger`, the type that `strict` writes.

use logkit::{StrictLogger, module_logger};

#[module_logger("payments", strict)]
static LOGGER: StrictLogger;

#[module_logger("billing")]
static BILLING: StrictLogger;

fn main() {}

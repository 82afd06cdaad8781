//! A strict static whose type is not `Logger`: another type, or an unknown one.

use logkit::module_logger;

#[module_logger("payments", strict)]
static LOGGER: u8;

#[module_logger("billing", strict)]
static BILLING: Ledger;

fn main() {}

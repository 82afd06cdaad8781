//! A strict static that is no `Logger`, by the name of another type or of none.

use logkit::module_logger;

#[module_logger("payments", strict)]
static LOGGER: u8;

#[module_logger("billing", strict)]
static BILLING: Ledger;

fn main() {}

//! A strict static whose type is not `Logger`: another type, or an unknown one.

use logkit::module_logger;

#[module_logger("payments", strict)]
static LOGGER: Book;

#[module_logger("billing", strict)]
static BILLING: Ledger;

struct Book;

fn main() {}

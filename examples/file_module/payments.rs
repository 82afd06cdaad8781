//! Charges orders.

// Nothing injects macros into a file, so it imports those that it uses. They log to whatever is
// called `LOGGER` in scope.
use logkit::{Logger, info, module_logger};

mod gateway;

#[module_logger("payments")]
pub(crate) static LOGGER: Logger;

pub(crate) fn charge(order: u64, cents: u64) {
    info!(order, cents, "charging");
    gateway::send(cents);
    info!(order, "charged");
}

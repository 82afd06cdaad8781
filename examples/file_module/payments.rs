//! Charges orders.

// A file gets no macros from an attribute, so it imports the ones it uses. They log to the `LOGGER`
// in scope.
use logkit::{Logger, info, module_logger};

mod gateway;

#[module_logger("payments")]
pub(crate) static LOGGER: Logger;

pub(crate) fn charge(order: u64, cents: u64) {
    info!(order, cents, "charging");
    gateway::send(cents);
    info!(order, "charged");
}

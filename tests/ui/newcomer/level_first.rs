//! The level that `tracing::event!` and `log::log!` have as their first argument.

use logkit::{Level, Logger, event, info, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let cents = 3;
    info!(Level::Debug, cents, "charged {}", cents);
    info!(logkit::Level::Warning, "charged");
    event!(Level::Info, "charged");
}

//! Every mistake is reported at once.

use logkit::module_logger;

#[module_logger("Payments", levl = "debug", propagate = 1, level = "debgu", level = "info", vis = "pub")]
mod payments {
    use log::*;
    use tracing::{Level, info};

    pub fn charge() {
        tracing::info!("charging");
        log::warn!("charging");
        info!("the macros are there all the same");
        let _ = Level::INFO;
    }
}

fn main() {
    payments::charge();
    let _ = payments::LOGGER.name();
}

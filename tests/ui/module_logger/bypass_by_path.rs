//! Statements that would not go to the module's logger.

use logkit::module_logger;

#[module_logger("payments")]
mod payments {
    pub fn charge() {
        tracing::info!("charging");
        ::log::warn!("charging");
        ::tracing::event!(tracing::Level::INFO, "charging");
        if let 1 = { tracing::debug!("nested"); 1 } {
            log::log!(log::Level::Info, "charging");
        }
    }

    mod gateway {
        pub fn open() {
            tracing::trace!("opening");
        }
    }
}

fn main() {
    payments::charge();
}

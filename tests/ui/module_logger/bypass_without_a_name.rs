//! The error names the logger, also if the attribute does not.

use logkit::module_logger;

#[module_logger(level = "debug")]
mod payments {
    pub fn charge() {
        tracing::info!("charging");
    }
}

fn main() {
    payments::charge();
}

//! The name in the error is the logger's, also where it was left out.

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

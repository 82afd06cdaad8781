//! The crate under another name is the same crate.

use logkit::module_logger;

#[module_logger("payments")]
mod payments {
    use log as l;
    use tracing::{self as t};

    pub fn charge() {
        t::info!("charging");
        l::info!("charging");
    }
}

fn main() {
    payments::charge();
}

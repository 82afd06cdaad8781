//! An alias of the crate does not hide a bypass.

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

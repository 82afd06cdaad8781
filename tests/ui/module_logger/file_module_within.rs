//! A file declared within an annotated module.

use logkit::module_logger;

#[module_logger("payments")]
mod payments {
    mod gateway;

    mod nested {
        pub(super) mod gateway;
    }

    pub fn charge() {
        info!("charging");
    }
}

fn main() {
    payments::charge();
}

//! A second `LOGGER` in an annotated module.

#[logkit::module_logger("payments")]
mod payments {
    #[logkit::module_logger("payments.audit")]
    static LOGGER: logkit::Logger;
}

fn main() {}

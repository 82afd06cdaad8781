//! An error, whose text may quote anything.

use logkit::{Logger, error, exception, module_logger};

#[module_logger("payments", strict)]
static LOGGER: Logger;

fn main() {
    if let Err(err) = "x7".parse::<u32>() {
        exception!(err, "refused");
        error!(error = &err as &dyn std::error::Error);
    }
}

//! The logger as the first argument, as in `slog`.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    info!(LOGGER, "signed in");
}

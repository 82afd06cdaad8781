//! A span as a field.

use logkit::macros::*;
use logkit::{Logger, module_logger};

#[module_logger("payments")]
static LOGGER: Logger;

fn main() {
    let span = tracing::info_span!("request");
    info!(parent = &span, "packed");
}

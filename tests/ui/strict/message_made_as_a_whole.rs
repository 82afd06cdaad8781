//! Messages whose arguments only `format_args!` knows.

use logkit::{Logger, info, module_logger};

#[module_logger("payments", strict)]
static LOGGER: Logger;

fn main() {
    let (cents, width) = (1_999, 8);
    info!("paid {cents:>width$}");
    info!("paid {:.*}", 2, 0.5);
    info!(concat!("paid ", "{}"), cents);
    info!(message = format_args!("paid {cents}"));
}

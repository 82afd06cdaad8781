//! What the cost of a statement is measured on; built in release mode by `tests/cost.rs`.

use std::hint::black_box;

use logkit::handler::Stream;
use logkit::{Logger, debug, info, module_logger};

#[module_logger("net")]
static LOGGER: Logger;

/// Disabled, for the level is INFO.
#[unsafe(no_mangle)]
#[inline(never)]
pub fn disabled(x: u64) {
    debug!(x, "m {}", x)
}

/// Two interpolated values and two fields.
#[inline(never)]
fn enabled(number: u64, user: &str, status: u16, path: &str) {
    info!(status, path, "request {} for user {}", number, user)
}

/// Logs as many lines as the argument says, to a writer that discards.
fn main() {
    let lines: u64 = std::env::args().nth(1).and_then(|lines| lines.parse().ok()).unwrap_or(0);
    LOGGER.set_handlers(vec![Box::new(Stream::new(std::io::sink()))]);
    disabled(black_box(1));
    for number in 0..lines {
        enabled(1_000_000 + number, black_box("alice"), 200, black_box("/api/v1/items"));
    }
    assert_eq!(LOGGER.stats().written, lines);
}

//! A statement of a generic function logs to the logger of each type. Needs a Rust that lets a constant
//! refer to a static with atomics, which the oldest supported one does not.

use logkit::{Logger, module_logger};

#[module_logger("first")]
static FIRST: Logger;

#[module_logger("second")]
static SECOND: Logger;

trait Named {
    const LOGGER: &'static Logger;
}

impl Named for u8 {
    const LOGGER: &'static Logger = &FIRST;
}

impl Named for char {
    const LOGGER: &'static Logger = &SECOND;
}

fn log<T: Named>(number: u8) {
    logkit::info!(logger: T::LOGGER, number, "generic");
}

fn main() {
    log::<u8>(1);
    log::<char>(2);
    log::<u8>(3);
    assert_eq!((FIRST.stats().written, SECOND.stats().written), (2, 1));
}

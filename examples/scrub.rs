//! The secrets that a scrubber removes from a handler's lines: a last safeguard for unmasked text.
//!
//! ```text
//! 2026-11-22 07:31:00,123 - gateway - INFO - GET /orders?access_token=[redacted]&page=2 -> 200
//! 2026-11-22 07:31:00,123 - gateway - WARNING - declined: [redacted], order 4111111111111112
//! 2026-11-22 07:31:00,123 - gateway - ERROR - no database error="cannot reach postgres://shop:[redacted]@db.internal/orders"
//! 2026-11-22 07:31:00,123 - gateway - INFO - deployed by badge [redacted] with [redacted]
//! 5 secrets masked
//! ```
//!
//! Needs the feature `scrub`: `cargo run --example scrub --features scrub`.

use std::io::{Error, Write, stdout};

use logkit::handler::Stream;
use logkit::scrub::{Scrubber, register_secret};
use logkit::{Logger, exception, info, module_logger, warn};

#[module_logger("gateway")]
static LOGGER: Logger;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let scrubber = Scrubber::new().with_pattern("badge", r"badge (?<secret>[A-Z]{2}\d{4})")?;
    LOGGER.add_handler(Stream::stdout().with_scrubber(scrubber));

    // By the name of the parameter; an order's number has no valid check digit and stays.
    info!("GET /orders?access_token=a1b2c3&page=2 -> 200");
    warn!("declined: 4111 1111 1111 1111, order {}", 4_111_111_111_111_112_u64);
    // In an error from another crate.
    let error = Error::other("cannot reach postgres://shop:hunter2@db.internal/orders");
    exception!(&error, "no database");
    // By a pattern of your own; and by value, in any encoding, here base64.
    register_secret("correct horse")?;
    info!("deployed by badge XY1234 with Y29ycmVjdCBob3JzZQ==");

    let masked = LOGGER.stats().masked;
    Ok(writeln!(stdout(), "{masked} secrets masked")?)
}

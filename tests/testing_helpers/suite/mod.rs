//! Captures, checks, and both in tests that run at the same time.

mod captures;
mod odd;
mod parallel;
mod quiet;

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Logs as third parties do: in a module without a logger.
fn third_party() {
    tracing::info!(target: "somebody::net::tls", bytes = 5, "sent");
    tracing::debug!(target: "somebody::net", "below the layer's level");
    tracing::error!(target: "somebody::network", "another target");
}

/// The message with which code panics.
fn panic_of(code: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(code)).expect_err("it panics");
    match payload.downcast::<String>() {
        Ok(message) => *message,
        Err(payload) => (*payload.downcast::<&str>().expect("a message")).to_owned(),
    }
}

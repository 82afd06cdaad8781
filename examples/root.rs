//! A host in ten lines: third parties at WARNING, one of them silenced, and spans around the records of a
//! module. Needs the feature `layer`: `cargo run --example root --features layer`.
//!
//! ```text
//! 2026-11-28 07:31:00,123 - payments - INFO - charging cents=1999 span=request{id=7}
//! 2026-11-28 07:31:00,123 - http_client - WARNING - retrying attempt=2 span=request{id=7}
//! 2026-11-28 07:31:00,123 - h2::codec - ERROR - connection reset span=request{id=7}
//! ```

use logkit::{Level, module_logger};

#[module_logger("payments")]
mod payments {
    pub(crate) fn charge(cents: u64) {
        info!(cents, "charging");
        crate::third_parties();
    }
}

/// The events of dependencies, under their targets.
fn third_parties() {
    tracing::info!(target: "http_client", "connected");
    tracing::warn!(target: "http_client", attempt = 2, "retrying");
    tracing::warn!(target: "h2::codec", "frame too large");
    tracing::error!(target: "h2::codec", "connection reset");
}

fn main() {
    let _logkit = logkit::init();
    logkit::silence(["h2"], Level::Error);
    tracing::info_span!("request", id = 7).in_scope(|| payments::charge(1_999));
}

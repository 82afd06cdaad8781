//! Statements of a crate without harmless names, of every kind that logkit's lint does not see.

use logkit::{Logger, info, module_logger};

/// The logger of the crate.
#[module_logger("neighbour")]
pub static LOGGER: Logger;

const KEY: &str = "ration_token";

/// Logs an event in a span, and a span of `#[instrument]`.
pub fn log_with_tracing() {
    tracing::info_span!("eat", ration_token = "hunter2")
        .in_scope(|| tracing::warn!(ration_token = "hunter3", "eaten"));
    instrumented("hunter4", 7);
}

#[tracing::instrument]
fn instrumented(ration_token: &str, meat: u32) {
    tracing::warn!("instrumented");
}

/// Logs a record of the `log` crate.
pub fn log_with_log() {
    log::warn!(ration_token = "hunter5", meat = 7; "recorded");
}

/// Logs a name that only the compiler knows.
pub fn log_with_logkit() {
    info!({ KEY } = "hunter6", "constant");
}

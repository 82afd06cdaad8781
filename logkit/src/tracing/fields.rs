//! The names of the values that every event of logkit has beside its fields.

/// The message, which is the first.
pub(super) const MESSAGE: &str = "message";

/// The error of an `exception!`.
pub(super) const ERROR: &str = "error";

/// The mark of CRITICAL, which `tracing` does not have.
pub(super) const CRITICAL: &str = "critical";

/// The number of fields that an event does not have, because `tracing` has no room for them.
pub(super) const FIELDS_LEFT_OUT: &str = "fields_left_out";

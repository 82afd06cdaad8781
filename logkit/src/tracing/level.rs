//! The levels of `tracing`, which has five.

use tracing_core::Level as TracingLevel;

use crate::level::Level;

/// For `event!(tracing::Level::INFO, ..)`.
impl From<TracingLevel> for Level {
    fn from(level: TracingLevel) -> Self {
        if level == TracingLevel::ERROR {
            Self::Error
        } else if level == TracingLevel::WARN {
            Self::Warning
        } else if level == TracingLevel::INFO {
            Self::Info
        } else if level == TracingLevel::DEBUG {
            Self::Debug
        } else {
            Self::Trace
        }
    }
}

/// CRITICAL becomes ERROR; the event says so in a field.
impl From<Level> for TracingLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::Trace => Self::TRACE,
            Level::Debug => Self::DEBUG,
            Level::Info => Self::INFO,
            Level::Warning => Self::WARN,
            Level::Error | Level::Critical => Self::ERROR,
        }
    }
}

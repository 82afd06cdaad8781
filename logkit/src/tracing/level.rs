//! Conversions from and to the levels of `tracing`, which has five.

use ::tracing::Level as TracingLevel;
use ::tracing::level_filters::LevelFilter as TracingFilter;

use crate::level::{Level, LevelFilter};

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

/// CRITICAL becomes ERROR; events of such records say so in a field.
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

impl From<TracingLevel> for LevelFilter {
    fn from(level: TracingLevel) -> Self {
        Self::At(level.into())
    }
}

impl From<TracingFilter> for LevelFilter {
    fn from(filter: TracingFilter) -> Self {
        filter.into_level().map_or(Self::Off, Self::from)
    }
}

/// CRITICAL becomes ERROR, so that nothing is filtered out that passed before.
impl From<LevelFilter> for TracingFilter {
    fn from(filter: LevelFilter) -> Self {
        match filter {
            LevelFilter::At(level) => Self::from_level(level.into()),
            LevelFilter::Off => Self::OFF,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{TracingFilter, TracingLevel};
    use crate::level::{Level, LevelFilter};

    #[test]
    fn levels_and_filters_survive_a_round_trip() {
        for level in Level::ALL {
            let back = Level::from(TracingLevel::from(level));
            assert_eq!(back, level.min(Level::Error));
            let filter = TracingFilter::from(LevelFilter::At(level));
            assert_eq!(LevelFilter::from(filter), LevelFilter::At(back));
        }
        assert_eq!(TracingFilter::from(LevelFilter::OFF), TracingFilter::OFF);
        assert_eq!(LevelFilter::from(TracingFilter::OFF), LevelFilter::OFF);
        assert_eq!(LevelFilter::from(TracingLevel::WARN), LevelFilter::WARNING);
    }
}

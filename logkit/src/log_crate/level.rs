//! Conversions from and to the levels of the `log` crate, which has five.

use log::{Level as LogLevel, LevelFilter as LogFilter};

use crate::level::{Level, LevelFilter};

impl From<LogLevel> for Level {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Error => Self::Error,
            LogLevel::Warn => Self::Warning,
            LogLevel::Info => Self::Info,
            LogLevel::Debug => Self::Debug,
            LogLevel::Trace => Self::Trace,
        }
    }
}

/// CRITICAL becomes ERROR.
impl From<Level> for LogLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::Trace => Self::Trace,
            Level::Debug => Self::Debug,
            Level::Info => Self::Info,
            Level::Warning => Self::Warn,
            Level::Error | Level::Critical => Self::Error,
        }
    }
}

impl From<LogLevel> for LevelFilter {
    fn from(level: LogLevel) -> Self {
        Self::At(level.into())
    }
}

impl From<LogFilter> for LevelFilter {
    fn from(filter: LogFilter) -> Self {
        filter.to_level().map_or(Self::Off, Self::from)
    }
}

/// CRITICAL becomes ERROR, so that nothing is filtered out that passed before.
impl From<LevelFilter> for LogFilter {
    fn from(filter: LevelFilter) -> Self {
        match filter {
            LevelFilter::At(level) => LogLevel::from(level).to_level_filter(),
            LevelFilter::Off => Self::Off,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LogFilter, LogLevel};
    use crate::level::{Level, LevelFilter};

    #[test]
    fn levels_and_filters_survive_a_round_trip() {
        for level in Level::ALL {
            let back = Level::from(LogLevel::from(level));
            assert_eq!(back, level.min(Level::Error));
            let filter = LogFilter::from(LevelFilter::At(level));
            assert_eq!(LevelFilter::from(filter), LevelFilter::At(back));
        }
        assert_eq!(LogFilter::from(LevelFilter::OFF), LogFilter::Off);
        assert_eq!(LevelFilter::from(LogFilter::Off), LevelFilter::OFF);
        assert_eq!(LevelFilter::from(LogLevel::Warn), LevelFilter::WARNING);
    }
}

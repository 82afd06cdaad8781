//! Loggers whose names are made at run time.

use logkit::__private::{Declaration, LevelCallsites, declare};
use logkit::{Level, LevelFilter, Logger, Value};

/// A logger with a log statement for each level: `event!(level, "{message}")`.
#[derive(Clone, Copy, Debug)]
pub struct RuntimeLogger {
    /// The logger itself.
    pub logger: &'static Logger,
    callsites: &'static LevelCallsites,
}

impl RuntimeLogger {
    /// Declares a logger. Name, logger and call sites are leaked: a process keeps its loggers.
    #[must_use]
    pub fn new(name: &str, level: Option<LevelFilter>, propagate: bool) -> Self {
        let name = String::leak(name.to_owned());
        let logger = Box::leak(Box::new(declare(Declaration::new(name, level, propagate))));
        let callsites = LevelCallsites::new(module_path!(), file!(), line!(), 0, 0, &[""]);
        Self { logger, callsites: Box::leak(Box::new(callsites)) }
    }

    /// Logs as the expansion of `event!(level, "{message}")` does.
    pub fn log(self, level: Level, message: &str) {
        if self.logger.is_enabled_for(level) {
            self.callsites.at(level).emit(self.logger, &[Value::Str(message)]);
        }
    }
}

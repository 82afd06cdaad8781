//! The static of one log statement: its metadata, and the cold path from the statement to its
//! logger.

use std::error::Error;
use std::fmt;

use crate::level::Level;
use crate::logger::Logger;
use crate::record::metadata::{Location, Metadata, SiteCaches};
use crate::record::value::Value;
use crate::record::{Extra, Parent, Record};

/// The static of one log statement.
#[derive(Debug)]
pub struct Callsite {
    metadata: Metadata,
}

impl Callsite {
    /// Makes the static of a statement, for expansions. `texts` are the names of the fields, which
    /// are `fields`, and the pieces of the message; `explicit` has a bit for each field. The
    /// arguments are flat and plain and the body calls nothing, because each call, array and literal
    /// costs compile time in every statement of a program.
    #[allow(clippy::too_many_arguments, reason = "as above")]
    pub const fn new(
        level: Level,
        module_path: &'static str,
        file: &'static str,
        line: u32,
        fields: usize,
        explicit: u64,
        texts: &'static [&'static str],
    ) -> Self {
        let location = Location {
            name: None,
            module_path: Some(module_path),
            file: Some(file),
            line: Some(line),
        };
        let caches = SiteCaches::EMPTY;
        Self { metadata: Metadata { level, location, fields, explicit, texts, caches } }
    }

    /// Sets the argument `name:` of the statement.
    #[must_use]
    pub const fn named(mut self, name: &'static str) -> Self {
        self.metadata.location.name = Some(name);
        self
    }

    /// Logs a record. `values` are those of the fields, in the order of their names, then those of
    /// the message.
    #[cold]
    #[inline(never)]
    pub fn emit(&'static self, logger: &'static Logger, values: &[Value<'_>]) {
        logger.dispatch(&self.record(logger, values));
    }

    /// Logs a record with the parts that few statements have: an error, the report that it came in,
    /// and a parent other than the current span.
    #[cold]
    #[inline(never)]
    pub fn emit_with(
        &'static self,
        logger: &'static Logger,
        values: &[Value<'_>],
        error: Option<&(dyn Error + 'static)>,
        report: Option<&dyn fmt::Debug>,
        parent: Parent,
    ) {
        let mut record = self.record(logger, values);
        let extra = Extra { report, parent, thread: None };
        record.error = error;
        record.extra = Some(&extra);
        logger.dispatch(&record);
    }

    #[inline]
    fn record<'a>(&'static self, logger: &'static Logger, values: &'a [Value<'a>]) -> Record<'a> {
        Record::new(logger.name(), &self.metadata, values)
    }
}

/// The statics of `event!(level, ..)`, whose level is known only at run time: a call site for each
/// level.
#[derive(Debug)]
pub struct LevelCallsites([Callsite; 6]);

impl LevelCallsites {
    /// Makes the static of a statement; flat, as [`Callsite::new`] is.
    pub const fn new(
        module_path: &'static str,
        file: &'static str,
        line: u32,
        fields: usize,
        explicit: u64,
        texts: &'static [&'static str],
    ) -> Self {
        const fn at(
            level: Level,
            (module_path, file, line): (&'static str, &'static str, u32),
            (fields, explicit, texts): (usize, u64, &'static [&'static str]),
        ) -> Callsite {
            Callsite::new(level, module_path, file, line, fields, explicit, texts)
        }
        let (location, texts) = ((module_path, file, line), (fields, explicit, texts));
        Self([
            at(Level::Trace, location, texts),
            at(Level::Debug, location, texts),
            at(Level::Info, location, texts),
            at(Level::Warning, location, texts),
            at(Level::Error, location, texts),
            at(Level::Critical, location, texts),
        ])
    }

    /// Sets the argument `name:` of the statement.
    #[must_use]
    pub const fn named(mut self, name: &'static str) -> Self {
        let mut level = 0;
        while level < self.0.len() {
            self.0[level].metadata.location.name = Some(name);
            level += 1;
        }
        self
    }

    /// Returns the call site of a level.
    #[inline]
    pub fn at(&'static self, level: Level) -> &'static Callsite {
        let [trace, debug, info, warning, error, critical] = &self.0;
        match level {
            Level::Trace => trace,
            Level::Debug => debug,
            Level::Info => info,
            Level::Warning => warning,
            Level::Error => error,
            Level::Critical => critical,
        }
    }
}

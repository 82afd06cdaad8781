//! The static of one log statement, and the cold way from there to the handlers.

use std::error::Error;

use crate::level::Level;
use crate::logger::Logger;
use crate::record::{Parent, Record};
use crate::site::{Place, Site};
use crate::value::Value;

/// One log statement: which logger it belongs to, and what is known of it.
pub struct Callsite {
    logger: &'static Logger,
    site: Site,
}

impl Callsite {
    /// For expansions.
    pub const fn new(logger: &'static Logger, site: Site) -> Self {
        Self { logger, site }
    }

    /// The second half of the question whether to log, after the comparison that stands in the
    /// caller. Kept out of it, and before the arguments are evaluated.
    #[cold]
    #[inline(never)]
    pub fn admit(&'static self) -> bool {
        self.logger.admit(self.site.level)
    }

    /// Logs. `values` are the fields' in the order of the site's names, then the message's.
    #[cold]
    #[inline(never)]
    pub fn emit(&'static self, values: &[Value<'_>]) {
        let record = Record::new(self.logger.name(), &self.site, values);
        self.logger.node().deliver(&record);
    }

    /// Logs with what few statements have: an error, and a parent other than the current span.
    #[cold]
    #[inline(never)]
    pub fn emit_with(
        &'static self,
        values: &[Value<'_>],
        error: Option<&(dyn Error + 'static)>,
        parent: Parent,
    ) {
        let record =
            Record { error, parent, ..Record::new(self.logger.name(), &self.site, values) };
        self.logger.node().deliver(&record);
    }
}

/// The statement of `event!(level, ..)`, whose level is known when it is reached: a site for each.
pub struct LevelCallsites([Callsite; 6]);

impl LevelCallsites {
    /// For expansions.
    pub const fn new(
        logger: &'static Logger,
        place: Place,
        fields: &'static [&'static str],
        message: &'static [&'static str],
        clean: bool,
    ) -> Self {
        const fn at(
            logger: &'static Logger,
            level: Level,
            place: Place,
            (fields, message, clean): Template,
        ) -> Callsite {
            Callsite::new(logger, Site::new(level, place, fields, message, clean))
        }
        let template = (fields, message, clean);
        Self([
            at(logger, Level::Trace, place, template),
            at(logger, Level::Debug, place, template),
            at(logger, Level::Info, place, template),
            at(logger, Level::Warning, place, template),
            at(logger, Level::Error, place, template),
            at(logger, Level::Critical, place, template),
        ])
    }

    /// The one of that level.
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

type Template = (&'static [&'static str], &'static [&'static str], bool);

/// What a disabled statement costs: one relaxed load of a byte, one comparison.
#[inline(always)]
#[allow(clippy::inline_always, reason = "the caller must not make a call of it")]
pub fn passes(logger: &Logger, level: Level) -> bool {
    logger.passes(level)
}

/// The whole question, for `enabled!`.
#[inline]
pub fn enabled(logger: &'static Logger, level: Level) -> bool {
    logger.passes(level) && logger.is_enabled_for(level)
}

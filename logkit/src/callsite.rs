//! The static of one log statement, and the cold way from there to the handlers.

use std::error::Error;
use std::sync::OnceLock;

use crate::format::opening;
use crate::level::Level;
use crate::logger::Logger;
use crate::record::{Parent, Record};
use crate::route::Node;
use crate::site::{Key, Place, Site};
use crate::strict::AsLogger;
use crate::value::Value;

/// One log statement: which logger it belongs to, and what is known of it.
pub struct Callsite {
    logger: &'static dyn AsLogger,
    site: Site,
    /// What its lines begin with; made when the first is.
    opening: OnceLock<Box<[u8]>>,
}

impl Callsite {
    /// For expansions.
    pub const fn new<L: AsLogger>(logger: &'static L, site: Site) -> Self {
        Self::of(logger, site)
    }

    const fn of(logger: &'static dyn AsLogger, site: Site) -> Self {
        Self { logger, site, opening: OnceLock::new() }
    }

    /// Logs. `values` are the fields' in the order of the site's names, then the message's.
    #[cold]
    #[inline(never)]
    pub fn emit(&'static self, values: &[Value<'_>]) {
        let logger = self.logger.as_logger();
        let node = logger.node();
        node.deliver(&self.record(logger, node, values));
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
        let logger = self.logger.as_logger();
        let node = logger.node();
        let mut record = self.record(logger, node, values);
        record.error = error;
        record.parent = parent;
        node.deliver(&record);
    }

    #[inline]
    fn record<'a>(
        &'static self,
        logger: &'static Logger,
        node: &'a Node,
        values: &'a [Value<'a>],
    ) -> Record<'a> {
        let opening = self.opening.get_or_init(|| opening(logger.name(), &self.site));
        let mut record = Record::new(logger.name(), &self.site, values).counted(node.masked());
        record.opening = Some(opening);
        record
    }
}

/// The statement of `event!(level, ..)`, whose level is known when it is reached: a site for each.
pub struct LevelCallsites([Callsite; 6]);

impl LevelCallsites {
    /// For expansions.
    pub const fn new<L: AsLogger>(
        logger: &'static L,
        place: Place<'static>,
        fields: &'static [Key<'static>],
        message: &'static [&'static str],
        clean: bool,
    ) -> Self {
        const fn at(
            logger: &'static dyn AsLogger,
            level: Level,
            place: Place<'static>,
            (fields, message, clean): Template,
        ) -> Callsite {
            Callsite::of(logger, Site::new(level, place, fields, message, clean))
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

type Template = (&'static [Key<'static>], &'static [&'static str], bool);

/// What stands in front of every statement. Disabled, it costs one relaxed load of a byte and one
/// comparison; all the rest is cold.
#[inline(always)]
#[allow(clippy::inline_always, reason = "the caller must not make a call of it")]
pub fn enabled<L: AsLogger>(logger: &'static L, level: Level) -> bool {
    logger.as_logger().is_enabled_for(level)
}

//! The static of one log statement: its metadata, and the cold path from the statement to its
//! logger.

use std::error::Error;

use crate::level::Level;
use crate::logger::Logger;
use crate::record::value::Value;
use crate::record::{Parent, Record};
use crate::redact::verdict::{Named, Secrets, Verdict};
use crate::util::site_texts::SiteCache;

/// One log statement.
#[derive(Debug)]
pub struct Callsite {
    site: Metadata,
}

impl Callsite {
    /// Makes the static of a statement; for expansions. The logger is here so that it must be a
    /// static: a call site has one logger, by whose name it caches. The arguments are flat, because
    /// a nested call costs compile time in every statement of a program.
    #[allow(clippy::too_many_arguments, reason = "as above")]
    pub const fn new<L>(
        _logger: &'static L,
        level: Level,
        name: Option<&'static str>,
        module_path: &'static str,
        file: &'static str,
        line: u32,
        fields: &'static [FieldName<'static>],
        message: &'static [&'static str],
    ) -> Self {
        let place = Location::new(name, module_path, file, line);
        Self::of(Metadata::new(level, place, fields, message))
    }

    const fn of(site: Metadata) -> Self {
        Self { site }
    }

    /// Logs. `values` are those of the fields, in the order of their names, then those of the
    /// message.
    #[cold]
    #[inline(never)]
    pub fn emit(&'static self, logger: &'static Logger, values: &[Value<'_>]) {
        logger.dispatch(&self.record(logger, values));
    }

    /// Logs with the parts that few statements have: an error, and a parent other than the current
    /// span.
    #[cold]
    #[inline(never)]
    pub fn emit_with(
        &'static self,
        logger: &'static Logger,
        values: &[Value<'_>],
        error: Option<&(dyn Error + 'static)>,
        parent: Parent,
    ) {
        let mut record = self.record(logger, values);
        record.error = error;
        record.parent = parent;
        logger.dispatch(&record);
    }

    #[inline]
    fn record<'a>(&'static self, logger: &'static Logger, values: &'a [Value<'a>]) -> Record<'a> {
        Record::new(logger.name(), &self.site, values)
    }
}

/// The statement of `event!(level, ..)`, whose level is known at run time only: a call site for
/// each level.
#[derive(Debug)]
pub struct LevelCallsites([Callsite; 6]);

impl LevelCallsites {
    /// Makes the static of a statement; flat, as [`Callsite::new`] is.
    #[allow(clippy::too_many_arguments, reason = "as above")]
    pub const fn new<L>(
        _logger: &'static L,
        name: Option<&'static str>,
        module_path: &'static str,
        file: &'static str,
        line: u32,
        fields: &'static [FieldName<'static>],
        message: &'static [&'static str],
    ) -> Self {
        const fn at(
            level: Level,
            place: Location<'static>,
            (fields, message): Template,
        ) -> Callsite {
            Callsite::of(Metadata::new(level, place, fields, message))
        }
        let place = Location::new(name, module_path, file, line);
        let template = (fields, message);
        Self([
            at(Level::Trace, place, template),
            at(Level::Debug, place, template),
            at(Level::Info, place, template),
            at(Level::Warning, place, template),
            at(Level::Error, place, template),
            at(Level::Critical, place, template),
        ])
    }

    /// The call site of that level.
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

type Template = (&'static [FieldName<'static>], &'static [&'static str]);

/// The parts of a log statement that are known at compile time.
///
/// The message is kept in pieces, one in front of each argument and one behind the last if there is
/// any text: `"m {} of {}"` is `["m ", " of "]`. So nothing is parsed at run time.
#[derive(Debug)]
pub struct Metadata {
    pub(crate) level: Level,
    pub(crate) place: Location<'static>,
    pub(crate) fields: &'static [FieldName<'static>],
    pub(crate) message: &'static [&'static str],
    /// The fields that are secrets by their names.
    verdict: Verdict,
    /// The texts that layouts keep here.
    pub(crate) texts: SiteCache,
}

/// The place of a statement in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) module_path: Option<&'a str>,
    pub(crate) file: Option<&'a str>,
    pub(crate) line: Option<u32>,
}

impl<'a> Location<'a> {
    /// `name` is the argument `name:` of the statement.
    pub const fn new(
        name: Option<&'a str>,
        module_path: &'a str,
        file: &'a str,
        line: u32,
    ) -> Self {
        Self { name, module_path: Some(module_path), file: Some(file), line: Some(line) }
    }
}

/// The name of a field. Expansions write it as a literal, which compiles faster than a call.
#[derive(Clone, Copy, Debug)]
pub struct FieldName<'a> {
    /// The name.
    pub name: &'a str,
    /// The field was written as `masked(&value)`, `unmasked(&value)` or the like: its name does not
    /// decide whether it is masked.
    pub explicit: bool,
}

impl<'a> FieldName<'a> {
    /// A name that decides whether the field is masked.
    pub const fn new(name: &'a str) -> Self {
        Self { name, explicit: false }
    }

    /// The name of a field that was written as `masked(&value)`, `unmasked(&value)` or the like.
    pub const fn explicit(name: &'a str) -> Self {
        Self { name, explicit: true }
    }
}

impl Named for FieldName<'_> {
    fn name(&self) -> &str {
        self.name
    }

    fn is_explicit(&self) -> bool {
        self.explicit
    }
}

impl Metadata {
    /// Makes the metadata; for expansions.
    pub const fn new(
        level: Level,
        place: Location<'static>,
        fields: &'static [FieldName<'static>],
        message: &'static [&'static str],
    ) -> Self {
        let verdict = Verdict::new();
        Self { level, place, fields, message, verdict, texts: SiteCache::new() }
    }

    /// Returns which of the fields are masked by name.
    #[inline]
    pub(crate) fn secrets(&self) -> Secrets {
        self.verdict.get(self.fields)
    }
}

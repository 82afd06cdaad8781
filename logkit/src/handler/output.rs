//! The settings of a handler that makes lines: level, format, color and scrubber.

use std::fmt;

use crate::format::{Format, Style};
use crate::handler::Delivery;
use crate::level::{Level, LevelFilter};
use crate::record::Record;
use crate::record::metadata::{Location, Metadata};
use crate::record::value::Value;
#[cfg(feature = "scrub")]
use crate::scrub::{Frame, Scrubber, Syntax};
use crate::sink::{DroppedLines, Notice, journal};
use crate::util::line::{Line, with_line};

/// The settings of a handler that makes lines; all such handlers share this type.
#[derive(Clone, Debug, Default)]
pub(crate) struct LineOutput {
    pub(crate) level: Option<LevelFilter>,
    pub(crate) format: Format,
    pub(crate) style: Style,
    #[cfg(feature = "scrub")]
    pub(crate) scrubber: Option<Scrubber>,
}

impl LineOutput {
    /// Appends the record's line, with secrets masked where there is a scrubber.
    #[inline]
    pub(crate) fn push(
        &self,
        line: &mut Line,
        record: &Record<'_>,
        delivery: &Delivery,
        for_journal: bool,
    ) {
        if for_journal {
            self.push_for_journal(line, record, delivery);
        } else {
            self.push_scrubbed(line, record, delivery, true);
        }
    }

    /// The journal has times of its own, and reads a priority before each line.
    #[cold]
    #[inline(never)]
    fn push_for_journal(&self, line: &mut Line, record: &Record<'_>, delivery: &Delivery) {
        self.push_scrubbed(line, record, delivery, false);
        line.with_vec(|line| journal::push_priorities(line, 0, priority(record.level())));
    }

    #[inline]
    #[cfg_attr(not(feature = "scrub"), expect(unused_variables, reason = "only scrubbers mask"))]
    fn push_scrubbed(
        &self,
        line: &mut Line,
        record: &Record<'_>,
        delivery: &Delivery,
        dated: bool,
    ) {
        #[cfg(feature = "scrub")]
        if let Some(scrubber) = &self.scrubber {
            let frame = Frame { logger: record.name(), level: record.level().name() };
            let scrub = |text: &mut Vec<u8>, syntax| {
                delivery.add_masked(scrubber.scrub_line(text, syntax, frame));
            };
            let scrub_text = |text: &mut Vec<u8>| {
                if scrubber.suspect(text, Syntax::Text) {
                    scrub(text, Syntax::Text);
                }
            };
            self.format.push_line(line, record, self.style, dated, Some(&scrub_text));
            let syntax = self.format.syntax();
            if scrubber.suspect(line.bytes(), syntax) {
                line.with_vec(|line| scrub(line, syntax));
            }
            return;
        }
        self.format.push_line(line, record, self.style, dated, None);
    }

    /// Masks secrets in a text that is not a line.
    #[cfg(feature = "scrub")]
    pub(crate) fn scrub(&self, text: String) -> String {
        match &self.scrubber {
            Some(scrubber) => scrubber.scrub(&text).into_owned(),
            None => text,
        }
    }

    /// Masks the value of a field if its name is a secret's, otherwise the secrets inside the
    /// value.
    #[cfg(feature = "scrub")]
    pub(crate) fn scrub_field(&self, name: &str, value: String) -> String {
        match &self.scrubber {
            Some(scrubber) => scrubber.scrub_field(name, &value).into_owned(),
            None => value,
        }
    }

    #[cfg(not(feature = "scrub"))]
    #[expect(clippy::unused_self, reason = "the feature `scrub` uses it")]
    pub(crate) fn scrub(&self, text: String) -> String {
        text
    }

    #[cfg(not(feature = "scrub"))]
    #[expect(clippy::unused_self, reason = "the feature `scrub` uses it")]
    pub(crate) fn scrub_field(&self, _name: &str, value: String) -> String {
        value
    }

    /// The layout of the line that announces lost lines, in this format.
    pub(crate) fn notice(&self) -> Notice {
        // A sink may hold its lock while it makes the line, and the closure for traces may log.
        let format = self.format.clone().without_trace_context();
        let output = Self { format, style: self.style, ..Self::default() };
        Notice::of_lines(move |out, dropped, for_journal| {
            output.push_notice(out, dropped, for_journal);
        })
    }

    /// Appends the line that announces lost lines.
    pub(crate) fn push_notice(&self, out: &mut Vec<u8>, dropped: &DroppedLines, for_journal: bool) {
        with_notice(dropped, |record| {
            with_line(|line| {
                self.push(line, record, &Delivery::new(), for_journal);
                out.extend_from_slice(line.bytes());
            });
        });
    }
}

/// Lends the record that announces lost lines or records: a warning of the logger `logkit`, because
/// they may have been any logger's.
pub(crate) fn with_notice<R>(message: &dyn fmt::Display, take: impl FnOnce(&Record<'_>) -> R) -> R {
    static METADATA: Metadata =
        Metadata::new(Level::Warning, Location::new(module_path!(), file!(), line!()), 0, &[""]);
    take(&Record::new("logkit", &METADATA, &[Value::Display(message)]))
}

/// The priority of a level in syslog(3), which the journal uses.
fn priority(level: Level) -> u8 {
    match level {
        Level::Trace | Level::Debug => 7,
        Level::Info => 6,
        Level::Warning => 4,
        Level::Error => 3,
        Level::Critical => 2,
    }
}

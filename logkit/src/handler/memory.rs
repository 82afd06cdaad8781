//! A handler that keeps its records.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::format::Format;
use crate::handler::{Delivery, Handler};
use crate::level::{Level, LevelFilter};
use crate::record::Record;
use crate::record::value::Value;
#[cfg(feature = "scrub")]
use crate::scrub::Scrubber;
use crate::util::buffer;

/// Keeps records, for tests and for a look at the last ones. Clones share what they keep.
///
/// ```
/// use logkit::handler::Memory;
/// use logkit::{Logger, info, module_logger};
///
/// #[module_logger("shop")]
/// static LOGGER: Logger;
///
/// let memory = Memory::new();
/// LOGGER.add_handler(memory.clone());
/// info!(order_id = 7, "packed");
///
/// let records = memory.records();
/// assert_eq!(records[0].message(), "packed");
/// assert_eq!(records[0].field("order_id"), Some("7"));
/// assert!(memory.lines()[0].ends_with(" - shop - INFO - packed order_id=7"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Memory {
    kept: Arc<Mutex<VecDeque<MemoryRecord>>>,
    capacity: Option<usize>,
    level: Option<LevelFilter>,
    format: Format,
    #[cfg(feature = "scrub")]
    scrubber: Option<Scrubber>,
}

impl Memory {
    /// Keeps every record.
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps the newest `records` only.
    #[must_use]
    pub fn with_capacity(self, records: usize) -> Self {
        Self { capacity: Some(records), ..self }
    }

    /// Its own level, which holds in addition to its loggers'.
    #[must_use]
    pub fn with_level(self, level: impl Into<LevelFilter>) -> Self {
        Self { level: Some(level.into()), ..self }
    }

    /// The format of [`lines`](Self::lines).
    #[must_use]
    pub fn with_format(self, format: Format) -> Self {
        Self { format, ..self }
    }

    /// Masks what looks like a secret: in the lines, the messages, and the names and values of fields.
    #[cfg(feature = "scrub")]
    #[must_use]
    pub fn with_scrubber(self, scrubber: Scrubber) -> Self {
        Self { scrubber: Some(scrubber), ..self }
    }

    /// What is kept, the oldest first.
    pub fn records(&self) -> Vec<MemoryRecord> {
        self.kept().iter().cloned().collect()
    }

    /// What is kept as lines, without their `\n`; an exception with its causes is one element.
    pub fn lines(&self) -> Vec<String> {
        self.kept().iter().map(|record| record.line.clone()).collect()
    }

    /// Forgets what is kept.
    pub fn clear(&self) {
        self.kept().clear();
    }

    /// As it may be kept; what is masked in it was counted in the line.
    #[cfg(feature = "scrub")]
    fn message(&self, record: &Record<'_>) -> String {
        let message = record.message().to_string();
        match &self.scrubber {
            Some(scrubber) => scrubber.scrub(&message).into_owned(),
            None => message,
        }
    }

    #[cfg(not(feature = "scrub"))]
    #[expect(clippy::unused_self, reason = "there is no scrubber")]
    fn message(&self, record: &Record<'_>) -> String {
        record.message().to_string()
    }

    #[cfg(feature = "scrub")]
    fn field(&self, key: &str, value: &Value<'_>) -> (String, String) {
        let value = value.to_string();
        match &self.scrubber {
            Some(scrubber) => {
                (scrubber.scrub(key).into_owned(), scrubber.scrub_field(key, &value).into_owned())
            }
            None => (key.to_owned(), value),
        }
    }

    #[cfg(not(feature = "scrub"))]
    #[expect(clippy::unused_self, reason = "there is no scrubber")]
    fn field(&self, key: &str, value: &Value<'_>) -> (String, String) {
        (key.to_owned(), value.to_string())
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<MemoryRecord>> {
        // Nothing panics while it is held, and records stay whole whatever happens.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Handler for Memory {
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        self.deliver(record, &Delivery::new())
    }

    #[cfg_attr(not(feature = "scrub"), expect(unused_variables, reason = "only scrubbers mask"))]
    fn deliver(&self, record: &Record<'_>, delivery: &Delivery) -> io::Result<()> {
        let line = buffer::with_line(|line| {
            self.format.push(line, record);
            #[cfg(feature = "scrub")]
            if let Some(scrubber) = &self.scrubber {
                delivery.add_masked(scrubber.scrub_line(line, self.format.syntax()));
            }
            String::from_utf8_lossy(line).trim_end_matches('\n').to_owned()
        });
        let record = MemoryRecord {
            name: record.name().to_owned(),
            level: record.level(),
            time: record.time(),
            message: self.message(record),
            fields: record.fields().map(|(key, value)| self.field(key, &value)).collect(),
            line,
        };
        let mut kept = self.kept();
        kept.push_back(record);
        if let Some(capacity) = self.capacity {
            let surplus = kept.len().saturating_sub(capacity);
            kept.drain(..surplus);
        }
        Ok(())
    }

    fn level(&self) -> Option<LevelFilter> {
        self.level
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("memory")
    }
}

/// A record that a [`Memory`] has kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemoryRecord {
    name: String,
    level: Level,
    time: Option<SystemTime>,
    message: String,
    fields: Vec<(String, String)>,
    line: String,
}

impl MemoryRecord {
    /// The logger's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How grave it is.
    pub fn level(&self) -> Level {
        self.level
    }

    /// The time at which it was logged; `None` where there is no clock.
    pub fn time(&self) -> Option<SystemTime> {
        self.time
    }

    /// The message as it is, unescaped.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The fields in the order of the call, their values as they are, unescaped and unquoted.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The value of the first field of that name.
    pub fn field(&self, key: &str) -> Option<&str> {
        self.fields().find_map(|(name, value)| (name == key).then_some(value))
    }
}

//! The handler that keeps records in memory.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::SystemTime;

use crate::format::Format;
use crate::handler::output::LineOutput;
use crate::handler::{Delivery, Handler};
use crate::level::{IntoLevelFilter, Level, LevelFilter};
use crate::record::Record;
#[cfg(feature = "scrub")]
use crate::scrub::Scrubber;
use crate::util::fork_mutex::ForkMutex;
use crate::util::line::with_line;

/// Keeps records in memory, for tests and diagnostics. Clones share the records.
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
///
/// The child of a fork has the parent's records. If the fork happened while another thread was adding
/// one, it starts with none.
#[derive(Clone, Default)]
pub struct Memory {
    records: Arc<ForkMutex<VecDeque<MemoryRecord>>>,
    capacity: Option<usize>,
    output: LineOutput,
}

impl Memory {
    /// Returns a handler that keeps every record.
    pub fn new() -> Self {
        Self::default()
    }

    /// Limits the handler to the newest `records`.
    #[must_use]
    pub fn with_capacity(self, records: usize) -> Self {
        Self { capacity: Some(records), ..self }
    }

    /// Sets the handler's own level, which holds in addition to its loggers'.
    #[must_use]
    pub fn with_level(mut self, level: impl IntoLevelFilter) -> Self {
        self.output.level = Some(level.into());
        self
    }

    /// Sets the format of [`lines`](Self::lines). The default is [`Format::standard`].
    #[must_use]
    pub fn with_format(mut self, format: Format) -> Self {
        self.output.format = format;
        self
    }

    /// Masks secrets that the scrubber finds in lines, in messages, and in names and values of fields.
    #[cfg(feature = "scrub")]
    #[must_use]
    pub fn with_scrubber(mut self, scrubber: Scrubber) -> Self {
        self.output.scrubber = Some(scrubber);
        self
    }

    /// Returns the records, the oldest first.
    pub fn records(&self) -> Vec<MemoryRecord> {
        let mut copies = Vec::new();
        self.records.with(|records| {
            for record in records.iter() {
                copies.push(record.clone());
            }
        });
        copies
    }

    /// Returns the records as lines, the oldest first, without their last `\n`. The causes of an
    /// exception are in the element of its message.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        self.records.with(|records| {
            for record in records.iter() {
                lines.push(record.line.clone());
            }
        });
        lines
    }

    /// Removes all records.
    pub fn clear(&self) {
        drop(self.records.with(std::mem::take));
    }

    /// Copies a record, with its secrets masked. The masked values are counted once, in the line.
    fn keep(&self, record: &Record<'_>, delivery: &Delivery) -> MemoryRecord {
        let line = with_line(|line| {
            self.output.push(line, record, delivery, false);
            line.text()
        });
        let mut fields = Vec::new();
        for (name, value) in record.fields() {
            let value = self.output.scrub_field(name, value.to_string());
            fields.push((self.output.scrub(name.to_owned()), value));
        }
        MemoryRecord {
            name: record.name().to_owned(),
            level: record.level(),
            time: record.time(),
            message: self.output.scrub(record.message().to_string()),
            fields,
            line,
        }
    }
}

impl Handler for Memory {
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        self.deliver(record, &Delivery::new())
    }

    fn deliver(&self, record: &Record<'_>, delivery: &Delivery) -> io::Result<()> {
        let record = self.keep(record, delivery);
        let surplus = self.records.with(|records| {
            records.push_back(record);
            let mut surplus = Vec::new();
            while self.capacity.is_some_and(|most| records.len() > most) {
                let Some(oldest) = records.pop_front() else { break };
                surplus.push(oldest);
            }
            surplus
        });
        drop(surplus);
        Ok(())
    }

    fn level(&self) -> Option<LevelFilter> {
        self.output.level
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("memory")
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let records = self.records.with(|records| records.len());
        f.debug_struct("Memory")
            .field("records", &records)
            .field("capacity", &self.capacity)
            .field("output", &self.output)
            .finish()
    }
}

/// A record that a [`Memory`] has kept.
///
/// ```
/// use logkit::handler::Memory;
/// use logkit::{Level, Logger, info, module_logger};
///
/// #[module_logger("payments")]
/// static LOGGER: Logger;
///
/// let memory = Memory::new();
/// LOGGER.add_handler(memory.clone());
/// info!(cents = 1_999, "charging");
/// let record = &memory.records()[0];
/// assert_eq!((record.level(), record.message()), (Level::Info, "charging"));
/// assert_eq!(record.field("cents"), Some("1999"));
/// ```
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

    /// The severity.
    pub fn level(&self) -> Level {
        self.level
    }

    /// The time of the log call; `None` where there is no clock.
    pub fn time(&self) -> Option<SystemTime> {
        self.time
    }

    /// The message, unescaped.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The fields in the order of the call, their values unescaped and unquoted.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of the first field of this name.
    pub fn field(&self, name: &str) -> Option<&str> {
        for (other, value) in &self.fields {
            if other == name {
                return Some(value);
            }
        }
        None
    }
}

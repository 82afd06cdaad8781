//! `testing::capture()`: the records of one logger, for a test to look at.

use std::fmt;
use std::sync::Arc;

use crate::level::{IntoLevelFilter, Level, LevelFilter};
use crate::logger::{self, Logger};
use crate::loggers::loggers;
use crate::record::owned_record::OwnedRecord;
use crate::registry;
use crate::testing::observer::{Observer, line_of};
use crate::util::nearest::nearest;

/// Captures the records of a logger, and of those below it, until the returned value is dropped.
///
/// ```
/// use logkit::testing::capture;
/// use logkit::{Level, Logger, Value, debug, module_logger};
///
/// #[module_logger("payments")]
/// static LOGGER: Logger;
///
/// fn charge(cents: u64) {
///     debug!(cents, "charging");
/// }
///
/// let logs = capture(&LOGGER);
/// charge(1_999);
///
/// logs.assert_logged(Level::Debug, "charging");
/// assert_eq!(logs.lines(), ["payments - DEBUG - charging cents=1999"]);
/// let records = logs.records();
/// assert!(matches!(records[0].field("cents"), Some(Value::U64(1_999))));
/// ```
///
/// It sees the records of this thread, so that tests which run at the same time do not see each other's.
/// [`handover`](crate::testing::handover) adds threads and tasks, and
/// [`with_all_threads`](Capture::with_all_threads) all of them.
///
/// It sees records of every level, whatever level the logger has. Handlers get what they would get
/// without it. But [`enabled!`](crate::enabled) is true, and arguments of statements below the level are
/// evaluated, on every thread.
///
/// Masked values are masked in the records, too.
pub fn capture(logger: &'static Logger) -> Capture {
    capture_named(logger.name())
}

/// Captures records by the name of their logger, or by the target of third parties' events: `hyper`
/// captures those of `hyper::client` that a [layer](crate#together-with-tracing-and-log) passes.
///
/// ```
/// # use logkit::testing::capture_named;
/// # use logkit::{Logger, info, module_logger};
/// # #[module_logger("payments.gateway")]
/// # static LOGGER: Logger;
/// let logs = capture_named("payments");
/// info!("connected");
/// assert_eq!(logs.records()[0].name(), "payments.gateway");
/// ```
pub fn capture_named(name: &str) -> Capture {
    let observer = Observer::start(Some(name), LevelFilter::TRACE);
    // A target is not the name of a logger.
    let lowers = !name.contains("::");
    if lowers {
        logger::update(|settings| settings.add_capture(name));
    }
    Capture { observer, lowers }
}

/// The records of one logger since [`capture`] was called.
#[must_use = "records are captured until this is dropped"]
pub struct Capture {
    observer: Arc<Observer>,
    /// The thresholds of loggers are lowered.
    lowers: bool,
}

impl Capture {
    /// Captures only records of this level and more severe ones, from now on.
    pub fn with_level(self, level: impl IntoLevelFilter) -> Self {
        self.observer.set_level(level.into());
        self
    }

    /// Captures the records of all threads, those of tests that run at the same time included.
    pub fn with_all_threads(self) -> Self {
        self.observer.observe_all();
        self
    }

    /// The records, the oldest first.
    pub fn records(&self) -> Vec<OwnedRecord> {
        self.observer.records()
    }

    /// The records as lines without their times: `payments - INFO - charging cents=1999`.
    pub fn lines(&self) -> Vec<String> {
        self.records().iter().map(line_of).collect()
    }

    /// Removes the records and returns them.
    pub fn take(&self) -> Vec<OwnedRecord> {
        self.observer.take()
    }

    /// Returns whether the [line](Self::lines) of any record contains a text.
    pub fn contains(&self, text: &str) -> bool {
        self.lines().iter().any(|line| line.contains(text))
    }

    /// Checks that there is a record of exactly this level whose [line](Self::lines) contains a text.
    ///
    /// # Panics
    ///
    /// Without such a record. The message lists the records.
    #[track_caller]
    pub fn assert_logged(&self, level: Level, text: &str) {
        let records = self.records();
        let is = |record: &OwnedRecord| record.level() == level && line_of(record).contains(text);
        assert!(records.iter().any(is), "{}", self.missing(level, text, &records));
    }

    /// Checks that there is no record.
    ///
    /// # Panics
    ///
    /// There is one. The message lists the records.
    #[track_caller]
    pub fn assert_empty(&self) {
        let records = self.records();
        assert!(records.is_empty(), "expected no record, but there are{}", list(&records));
    }

    fn missing(&self, level: Level, text: &str, records: &[OwnedRecord]) -> String {
        let name = self.observer.name().unwrap_or_default();
        let none = format!("no {level} of `{name}` contains `{text}`");
        if !records.is_empty() {
            return format!("{none}; there are{}", list(records));
        }
        let names: Vec<&str> = loggers().map(Logger::name).collect();
        let is_known = names.iter().any(|known| known.starts_with(name));
        match nearest(name, names).filter(|_| !is_known) {
            Some(known) => format!("{none}; no logger has this name, the nearest is `{known}`"),
            None => format!(
                "{none}; this thread has logged nothing to it (for other threads, see \
                 `logkit::testing::handover` and `Capture::with_all_threads`)"
            ),
        }
    }
}

/// The records, each on a line of its own.
pub(super) fn list(records: &[OwnedRecord]) -> String {
    let mut list = String::new();
    for record in records {
        list.push_str("\n    ");
        list.push_str(&line_of(record));
    }
    list
}

impl Drop for Capture {
    fn drop(&mut self) {
        if let (true, Some(name)) = (self.lowers, self.observer.name()) {
            registry::update(|settings| settings.remove_capture(name));
        }
    }
}

impl fmt::Debug for Capture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Capture")
            .field("name", &self.observer.name())
            .field("lines", &self.lines())
            .finish_non_exhaustive()
    }
}

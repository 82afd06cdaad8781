//! `testing::quiet()`: a test that logs an unexpected warning fails.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::thread;

use crate::level::{IntoLevelFilter, LevelFilter};
use crate::record::owned_record::OwnedRecord;
use crate::testing::capture::list;
use crate::testing::observer::{Observer, line_of};

/// Fails the test if it logs a WARNING or worse that it does not expect, to any logger.
///
/// ```
/// use logkit::testing::quiet;
/// use logkit::{Logger, module_logger, warn};
///
/// #[module_logger("payments")]
/// static LOGGER: Logger;
///
/// let _quiet = quiet().expect("retrying attempt=2");
/// warn!(attempt = 2, "retrying");
/// ```
///
/// The check runs when the returned value is dropped, so give it a name: `let _ = quiet();` checks
/// nothing. A test that fails for another reason is not checked.
///
/// It observes this thread; [`handover`](crate::testing::handover) adds threads and tasks, and
/// [`with_all_threads`](Quiet::with_all_threads) all of them. Third parties' events are observed if a
/// [layer](crate#together-with-tracing-and-log) passes them.
#[track_caller]
pub fn quiet() -> Quiet {
    let observer = Observer::start(None, LevelFilter::WARNING);
    Quiet { observer, expected: Vec::new(), start: Location::caller() }
}

/// The check that [`quiet`] starts.
#[must_use = "the check runs when this is dropped; bind it to a name such as `_quiet`, because `let _ =` \
              drops it at once"]
pub struct Quiet {
    observer: Arc<Observer>,
    expected: Vec<Expected>,
    start: &'static Location<'static>,
}

/// A record that does not fail the test.
#[derive(Debug)]
struct Expected {
    text: String,
    /// The test fails without such a record.
    required: bool,
}

impl Quiet {
    /// Expects at least one record whose line contains a text; without one the test fails. The line
    /// has no time: `payments - WARNING - retrying attempt=2`.
    pub fn expect(self, text: &str) -> Self {
        self.with(text, true)
    }

    /// Allows records whose line contains a text. The test passes without one, too.
    pub fn allow(self, text: &str) -> Self {
        self.with(text, false)
    }

    /// Checks records of this level and more severe ones, instead of WARNING.
    pub fn with_level(self, level: impl IntoLevelFilter) -> Self {
        self.observer.set_level(level.into());
        self
    }

    /// Checks the records of all threads, those of tests that run at the same time included.
    pub fn with_all_threads(self) -> Self {
        self.observer.observe_all();
        self
    }

    fn with(mut self, text: &str, required: bool) -> Self {
        self.expected.push(Expected { text: text.to_owned(), required });
        self
    }

    /// The message of the failure, if there is one.
    fn failure(&self) -> Option<String> {
        let mut records = self.observer.take();
        let lines: Vec<String> = records.iter().map(line_of).collect();
        let mut missing = String::new();
        for expected in self.expected.iter().filter(|expected| expected.required) {
            if !lines.iter().any(|line| line.contains(&expected.text)) {
                missing.push_str("\nexpected, but not logged: ");
                missing.push_str(&expected.text);
            }
        }
        records.retain(|record| !self.expects(record));
        if records.is_empty() && missing.is_empty() {
            return None;
        }
        let unexpected = match records.len() {
            0 => String::new(),
            1 => format!("\nlogged unexpectedly:{}", list(&records)),
            count => format!("\nlogged unexpectedly, {count} records:{}", list(&records)),
        };
        Some(format!("not quiet since {}{unexpected}{missing}", self.start))
    }

    fn expects(&self, record: &OwnedRecord) -> bool {
        let line = line_of(record);
        self.expected.iter().any(|expected| line.contains(&expected.text))
    }
}

impl Drop for Quiet {
    /// Checks the records.
    ///
    /// # Panics
    ///
    /// A record is unexpected, or an expected one is missing.
    fn drop(&mut self) {
        // A panic during a panic would abort the process.
        if thread::panicking() {
            return;
        }
        if let Some(failure) = self.failure() {
            panic!("{failure}");
        }
    }
}

impl fmt::Debug for Quiet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Quiet").field("expected", &self.expected).finish_non_exhaustive()
    }
}

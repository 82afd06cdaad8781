//! The way back for losses: which logger and handler to charge when a line that was accepted is lost
//! later.

use std::fmt;
use std::io;

use crate::util::diagnostics::{self, Reason};

/// The logger and the handler that counted a record as written, for a destination that keeps lines
/// or records and may lose them after the log call has returned.
///
/// ```
/// use std::io;
/// use std::sync::Mutex;
///
/// use logkit::handler::Lines;
/// use logkit::sink::{Receipt, Sink};
/// use logkit::{Logger, info, module_logger};
///
/// #[module_logger("shop")]
/// static LOGGER: Logger;
///
/// /// Sends lines when it is flushed.
/// #[derive(Default)]
/// struct Delayed(Mutex<Vec<Receipt>>);
///
/// impl Sink for Delayed {
///     fn write_line(&self, line: &[u8]) -> io::Result<()> {
///         self.accept_line(line, Receipt::default())
///     }
///
///     fn accept_line(&self, _line: &[u8], receipt: Receipt) -> io::Result<()> {
///         self.0.lock().unwrap().push(receipt);
///         Ok(())
///     }
///
///     fn flush(&self) -> io::Result<()> {
///         // The connection is down.
///         let error = io::Error::from(io::ErrorKind::BrokenPipe);
///         for receipt in self.0.lock().unwrap().drain(..) {
///             receipt.add_dropped(1, &error);
///         }
///         Err(error)
///     }
/// }
///
/// LOGGER.add_handler(Lines::over(Delayed::default()));
/// info!("packed");
/// assert_eq!((LOGGER.stats().written, LOGGER.stats().dropped), (1, 0));
/// LOGGER.flush();
/// assert_eq!((LOGGER.stats().written, LOGGER.stats().dropped), (0, 1));
/// ```
///
/// A receipt is plain data. It keeps neither the logger's nor the handler's counters alive, and
/// may be used on any thread. The default receipt belongs to no logger: a loss is reported on stderr
/// and not counted.
#[derive(Clone, Copy, Default)]
pub struct Receipt {
    logger: u64,
    handler: u64,
    settle: Option<Settle>,
}

/// Finds the counters of a receipt and moves records from written to dropped.
type Settle = fn(&Receipt, u64, &io::Error);

impl Receipt {
    /// The default receipt.
    pub(crate) const UNKNOWN: Self = Self { logger: 0, handler: 0, settle: None };

    /// A receipt of the registry's entry `logger` and the handler with the id `handler`.
    #[inline]
    pub(crate) fn new(logger: u64, handler: u64, settle: Settle) -> Self {
        Self { logger, handler, settle: Some(settle) }
    }

    /// Counts records as lost that were counted as written, for the logger and the handler, and
    /// reports them on stderr, at most once a second and without the text of a custom error. Call
    /// it once for each lost record or, with the sum, for several that have equal receipts.
    ///
    /// A handler that was removed in the meantime has no counters; the logger still has.
    #[cold]
    pub fn add_dropped(&self, records: u64, reason: &io::Error) {
        match self.settle {
            Some(settle) => settle(self, records, reason),
            None => report(None, records, reason),
        }
    }

    pub(crate) fn logger(&self) -> u64 {
        self.logger
    }

    pub(crate) fn handler(&self) -> u64 {
        self.handler
    }
}

/// Reports a loss on stderr, with the logger's name if it is known.
pub(crate) fn report(logger: Option<&str>, records: u64, reason: &io::Error) {
    let (name, colon) = logger.map_or(("", ""), |name| (name, ": "));
    let were = if records == 1 { "record was" } else { "records were" };
    let reason = Reason(reason);
    diagnostics::report(format_args!("{name}{colon}{records} accepted {were} lost: {reason}"));
}

impl PartialEq for Receipt {
    fn eq(&self, other: &Self) -> bool {
        (self.logger, self.handler) == (other.logger, other.handler)
    }
}

impl Eq for Receipt {}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt")
            .field("logger", &self.logger)
            .field("handler", &self.handler)
            .finish_non_exhaustive()
    }
}

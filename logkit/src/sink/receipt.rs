//! The way back for losses: which logger and handler to charge when a line that was accepted is lost
//! later.

use std::fmt;
use std::io;
use std::sync::Arc;

use crate::util::arc_cell::ArcCell;
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
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Receipt(u64);

/// The id of the registry's entry is in the upper half, that of the handler in the lower.
const HALF: u32 = 32;
const LOWER: u64 = u32::MAX as u64;

/// Finds the counters of a receipt, and moves records from written to dropped.
type CountLoss = fn(Receipt, u64, &io::Error);

/// Set by the registry, which imports this file, before it publishes a route.
static COUNT_LOSS: ArcCell<CountLoss> = ArcCell::empty();

/// Sets the function that all receipts call; only the first call has an effect.
pub(crate) fn install(count_loss: CountLoss) {
    if COUNT_LOSS.with(|installed| installed.is_none()) {
        COUNT_LOSS.replace(None, Arc::new(count_loss));
    }
}

impl Receipt {
    /// The default receipt.
    pub(crate) const UNKNOWN: Self = Self(0);

    /// A receipt of two ids, of which the lower halves count.
    #[inline]
    pub(crate) fn new(logger: u64, handler: u64) -> Self {
        Self(logger << HALF | handler & LOWER)
    }

    /// Counts records as lost that were counted as written, for the logger and the handler, and
    /// reports them on stderr, at most once a second and without the text of a custom error. Call
    /// it once for each lost record or, with the sum, for several that have equal receipts.
    ///
    /// A handler that was removed in the meantime has no counters; the logger still has.
    #[cold]
    pub fn add_dropped(&self, records: u64, reason: &io::Error) {
        match COUNT_LOSS.load() {
            Some(count_loss) => count_loss(*self, records, reason),
            None => report(None, records, reason),
        }
    }

    /// Returns whether this is a receipt of the registry's entry with the id.
    pub(crate) fn is_of_logger(self, id: u64) -> bool {
        self.0 >> HALF == id & LOWER
    }

    /// Returns whether this is a receipt of the handler with the id.
    pub(crate) fn is_of_handler(self, id: u64) -> bool {
        self.0 & LOWER == id & LOWER
    }
}

/// Reports a loss on stderr, with the logger's name if it is known.
pub(crate) fn report(logger: Option<&str>, records: u64, reason: &io::Error) {
    let (name, colon) = logger.map_or(("", ""), |name| (name, ": "));
    let were = if records == 1 { "record was" } else { "records were" };
    let reason = Reason(reason);
    diagnostics::report(format_args!("{name}{colon}{records} accepted {were} lost: {reason}"));
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt")
            .field("logger", &(self.0 >> HALF))
            .field("handler", &(self.0 & LOWER))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Receipt;

    #[test]
    fn a_receipt_knows_its_logger_and_handler() {
        let receipt = Receipt::new(3, 7);
        assert!(receipt.is_of_logger(3) && receipt.is_of_handler(7));
        assert!(!receipt.is_of_logger(7) && !receipt.is_of_handler(3));
        assert_ne!(receipt, Receipt::new(3, 8));
        assert_eq!(Receipt::new(0, 0), Receipt::UNKNOWN);
    }
}

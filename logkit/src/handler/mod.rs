//! The handlers: the trait, and one file for each kind.

mod color;
#[cfg(feature = "file")]
mod file;
#[cfg(feature = "layer")]
mod layered;
mod lines;
mod memory;
mod null;
mod output;
#[cfg(feature = "queue")]
mod queue;
#[cfg(feature = "queue")]
mod queued;
mod stream;

use std::cell::Cell;
use std::fmt;
use std::io;
use std::sync::Arc;

pub use self::color::Color;
#[cfg(feature = "file")]
pub use self::file::File;
#[cfg(feature = "layer")]
pub use self::layered::Layered;
pub use self::lines::{LineHandler, Lines};
pub use self::memory::{Memory, MemoryRecord};
pub use self::null::Null;
pub(crate) use self::output::with_notice;
#[cfg(feature = "queue")]
pub use self::queued::{OnFull, Queued};
pub use self::stream::Stream;
use crate::level::LevelFilter;
use crate::record::Record;
use crate::sink::Receipt;
#[cfg(feature = "file")]
#[doc(no_inline)]
pub use crate::sink::{FileBuilder, FileError, Rotation};

/// Returns `true` if this thread calls a handler, for a log call or for a queue.
#[cfg(feature = "panics")]
pub(crate) fn is_active() -> bool {
    #[cfg(feature = "queue")]
    if queue::is_draining() {
        return true;
    }
    crate::util::reentry::is_active()
}

/// Writes what the process's queues hold, and ends their threads.
#[cfg(all(feature = "queue", feature = "resource"))]
pub(crate) fn close_queues() {
    queue::close_all();
}

/// A destination of records.
///
/// ```
/// use std::io;
/// use std::sync::mpsc::{Sender, channel};
///
/// use logkit::{LevelFilter, Level, Record};
/// use logkit::handler::Handler;
///
/// /// Sends the messages of critical records to a pager.
/// struct Pager(Sender<String>);
///
/// impl Handler for Pager {
///     fn emit(&self, record: &Record<'_>) -> io::Result<()> {
///         let message = format!("{}: {}", record.name(), record.message());
///         self.0.send(message).map_err(|_| io::ErrorKind::BrokenPipe.into())
///     }
///
///     fn level(&self) -> Option<LevelFilter> {
///         Some(Level::Critical.into())
///     }
/// }
/// # let (sender, _receiver) = channel();
/// # let _ = Pager(sender);
/// ```
///
/// Every thread that logs calls the handler, possibly at the same time. logkit holds no lock during
/// the call, so a handler may change levels and handlers, and it may log. Records that it logs
/// reach all handlers of their logger, itself included. Records that it logs while it handles one
/// of those skip it: they are counted as lost for the logger that they were logged to, and a line
/// on stderr reports it. A warning of the logger `logkit` announces their number to the handler,
/// before its next record, at most once a second, and when it is flushed.
///
/// An error or a panic counts the record as lost and is reported on stderr, at most once a second
/// and without the record's data. The caller of the level macro sees neither.
///
/// A handler that writes lines need not implement this trait: see [`Lines`] and
/// [`Sink`](crate::sink::Sink).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler",
    label = "expected a handler",
    note = "for standard error write `logkit::handler::Stream::stderr()`; `Stream::new(writer)` takes \
            anything that implements `std::io::Write`, and the builder of a `File` ends with `build()`"
)]
pub trait Handler: Send + Sync + 'static {
    /// Takes one record that the logger's level and [`level`](Self::level) enable.
    ///
    /// # Errors
    ///
    /// The record was lost.
    fn emit(&self, record: &Record<'_>) -> io::Result<()>;

    /// Takes one record, as [`emit`](Self::emit) does, and reports on it through `delivery`.
    ///
    /// logkit calls this method. Implement it, and call it on the inner handler, where a handler wraps
    /// another one: then the values that the inner handler masks are counted.
    ///
    /// # Errors
    ///
    /// The record was lost.
    fn deliver(&self, record: &Record<'_>, delivery: &Delivery) -> io::Result<()> {
        let _ = delivery;
        self.emit(record)
    }

    /// The handler's own level, which holds in addition to its loggers'. With `None` the handler
    /// takes every record that passes its loggers, so that a level override takes effect.
    fn level(&self) -> Option<LevelFilter> {
        None
    }

    /// Returns the parts of a handler of lines, so that a queue can make a line in the log
    /// call and write it later. Other handlers get copies of records from a queue.
    fn lines(&self) -> Option<&dyn LineHandler> {
        None
    }

    /// Flushes buffered records.
    ///
    /// # Errors
    ///
    /// Records that were taken earlier did not reach their destination.
    fn flush(&self) -> io::Result<()> {
        Ok(())
    }

    /// Opens the destination again by its name, as programs do after their log file was renamed. By
    /// default nothing is opened. [`reopen_all`](crate::reopen_all) calls this method; a handler that
    /// wraps another one passes it on.
    ///
    /// # Errors
    ///
    /// The destination cannot be opened. Records go on to the one that is open.
    fn reopen(&self) -> io::Result<()> {
        Ok(())
    }

    /// Writes the handler's name for [`logger_tree`](crate::logger_tree) and for reports of lost records; by
    /// default the name of its type. It does not wait for a lock that is held while records are handled.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = std::any::type_name::<Self>();
        let path = path.split_once('<').map_or(path, |(path, _)| path);
        f.write_str(path.rsplit("::").next().unwrap_or(path))
    }
}

/// The report of one handler call, beside success or failure.
///
/// ```
/// use std::io;
/// use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
///
/// use logkit::Record;
/// use logkit::handler::{Delivery, Handler};
///
/// /// Counts records on their way to another handler, which masks values and counts them.
/// struct Counted<H>(H, AtomicU64);
///
/// impl<H: Handler> Handler for Counted<H> {
///     fn emit(&self, record: &Record<'_>) -> io::Result<()> {
///         self.deliver(record, &Delivery::new())
///     }
///
///     fn deliver(&self, record: &Record<'_>, delivery: &Delivery) -> io::Result<()> {
///         self.1.fetch_add(1, Relaxed);
///         self.0.deliver(record, delivery)
///     }
/// }
/// ```
#[derive(Debug, Default)]
pub struct Delivery {
    masked: Cell<u64>,
    receipt: Receipt,
}

impl Delivery {
    /// Returns a delivery whose report is discarded, for calling [`Handler::deliver`] directly.
    pub const fn new() -> Self {
        Self { masked: Cell::new(0), receipt: Receipt::UNKNOWN }
    }

    /// Returns a delivery for a record that a handler has kept, so that the handler that gets it now
    /// can report its loss.
    #[inline]
    pub fn with_receipt(receipt: Receipt) -> Self {
        Self { masked: Cell::new(0), receipt }
    }

    /// The receipt of the record, for a handler that may lose it after it has returned `Ok`.
    #[inline]
    pub fn receipt(&self) -> Receipt {
        self.receipt
    }

    /// Adds to the number of values that the handler masked in the record's line. Values that are
    /// masked because of their names are counted already.
    #[inline]
    pub fn add_masked(&self, values: u64) {
        self.masked.set(self.masked.get().saturating_add(values));
    }

    /// The number of values masked so far.
    #[inline]
    pub fn masked(&self) -> u64 {
        self.masked.get()
    }
}

macro_rules! forward {
    ($($pointer:ty),+) => { $(
        impl<H: Handler + ?Sized> Handler for $pointer {
            fn emit(&self, record: &Record<'_>) -> io::Result<()> {
                (**self).emit(record)
            }

            fn deliver(&self, record: &Record<'_>, delivery: &Delivery) -> io::Result<()> {
                (**self).deliver(record, delivery)
            }

            fn level(&self) -> Option<LevelFilter> {
                (**self).level()
            }

            fn lines(&self) -> Option<&dyn LineHandler> {
                (**self).lines()
            }

            fn flush(&self) -> io::Result<()> {
                (**self).flush()
            }

            fn reopen(&self) -> io::Result<()> {
                (**self).reopen()
            }

            fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).describe(f)
            }
        }
    )+ };
}

forward!(Box<H>, Arc<H>);

//! The destinations of finished lines: the trait, and how a destination announces lines that it lost.
//!
//! A handler makes the line, a sink takes it. Nothing in this folder refers to records or formats.

mod batch;
pub(crate) mod captured;
mod child_lock;
mod direct;
mod drops;
#[cfg(feature = "file")]
mod file;
mod guarded;
pub(crate) mod journal;
mod line_state;
pub(crate) mod receipt;
pub(crate) mod std_stream;
mod turn;
mod writer;

use std::fmt;
use std::io;
use std::sync::Arc;

pub use self::batch::LineBatch;
pub use self::drops::{DroppedLines, Notice};
#[cfg(feature = "config")]
pub(crate) use self::file::ProbedFile;
#[cfg(feature = "file")]
pub use self::file::{FileBuilder, FileError, FileSink, Rotation};
pub use self::receipt::Receipt;
pub use self::writer::WriterSink;
use crate::level::Level;

/// A destination of finished lines, for [`Lines`](crate::handler::Lines).
///
/// ```
/// use std::io;
/// use std::sync::mpsc::{Sender, channel};
///
/// use logkit::handler::Lines;
/// use logkit::sink::Sink;
/// use logkit::{Logger, info, module_logger};
///
/// #[module_logger("shop")]
/// static LOGGER: Logger;
///
/// /// Sends lines to another thread.
/// struct Channel(Sender<Vec<u8>>);
///
/// impl Sink for Channel {
///     fn write_line(&self, line: &[u8]) -> io::Result<()> {
///         self.0.send(line.to_vec()).map_err(|_| io::ErrorKind::BrokenPipe.into())
///     }
/// }
///
/// let (sender, receiver) = channel();
/// LOGGER.add_handler(Lines::over(Channel(sender)));
/// info!("packed");
/// assert!(receiver.recv().unwrap().ends_with(b" - shop - INFO - packed\n"));
/// ```
///
/// Every thread that logs calls the sink, possibly at the same time. In the child of a fork a lock may
/// be held by a thread of the parent, which will never release it: a sink with a lock should not wait
/// for it without a limit.
pub trait Sink: Send + Sync + 'static {
    /// Writes the line of one record. It ends with `\n` and, where an exception's causes follow the
    /// message, has further lines inside.
    ///
    /// # Errors
    ///
    /// The line was lost. The record counts as lost for its logger.
    fn write_line(&self, line: &[u8]) -> io::Result<()>;

    /// Takes the line of one record, as [`write_line`](Self::write_line) does, possibly to write it
    /// later.
    ///
    /// [`Lines`](crate::handler::Lines) calls this method. Implement it in a sink that keeps lines, or
    /// that wraps another one: a line that is lost after this method has returned `Ok` is counted
    /// through its receipt.
    ///
    /// # Errors
    ///
    /// The line was lost. The record counts as lost for its logger, so its receipt must not be used.
    fn accept_line(&self, line: &[u8], receipt: Receipt) -> io::Result<()> {
        let _ = receipt;
        self.write_line(line)
    }

    /// Writes the lines of several records; by default each by [`accept_line`](Self::accept_line). A
    /// queue calls this method. Lines that are lost are counted through
    /// their receipts.
    fn write_batch(&self, batch: &mut LineBatch<'_>) {
        while let Some((line, receipt)) = batch.next_line() {
            if let Err(error) = self.accept_line(line, receipt) {
                receipt.add_dropped(1, &error);
            }
        }
    }

    /// Called after a line was taken, with the level of its record, for sinks that flush on a level.
    /// [`Lines`](crate::handler::Lines) calls it in the log call; a queue does not.
    fn after_line(&self, level: Level) {
        let _ = level;
    }

    /// Flushes buffered lines.
    ///
    /// # Errors
    ///
    /// Lines that were accepted earlier did not reach their destination.
    fn flush(&self) -> io::Result<()> {
        Ok(())
    }

    /// Opens the destination again by its name, as programs do after their log file was renamed. By
    /// default nothing is opened. A sink that wraps another one passes it on.
    ///
    /// # Errors
    ///
    /// The destination cannot be opened. Lines go on to the one that is open.
    fn reopen(&self) -> io::Result<()> {
        Ok(())
    }

    /// Writes the sink's name for [`logger_tree`](crate::logger_tree); by default the name of its type.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = std::any::type_name::<Self>();
        f.write_str(path.rsplit("::").next().unwrap_or(path))
    }

    /// Returns `true` if people read the lines on a terminal, so that
    /// [`Color::Auto`](crate::handler::Color::Auto) colors them.
    fn is_terminal(&self) -> bool {
        false
    }

    /// Returns `true` if the lines go to the systemd journal, so that each must start with its
    /// priority. Asked for each line.
    fn is_journal(&self) -> bool {
        false
    }

    /// Gives the sink the layout of the line that announces lost lines. A handler calls this when it
    /// is built, and again when its format changes; a sink that loses no lines ignores it.
    fn set_notice(&self, notice: Notice) {
        let _ = notice;
    }
}

macro_rules! forward {
    ($($pointer:ty),+) => { $(
        impl<S: Sink + ?Sized> Sink for $pointer {
            fn write_line(&self, line: &[u8]) -> io::Result<()> {
                (**self).write_line(line)
            }

            fn accept_line(&self, line: &[u8], receipt: Receipt) -> io::Result<()> {
                (**self).accept_line(line, receipt)
            }

            fn write_batch(&self, batch: &mut LineBatch<'_>) {
                (**self).write_batch(batch);
            }

            fn after_line(&self, level: Level) {
                (**self).after_line(level);
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

            fn is_terminal(&self) -> bool {
                (**self).is_terminal()
            }

            fn is_journal(&self) -> bool {
                (**self).is_journal()
            }

            fn set_notice(&self, notice: Notice) {
                (**self).set_notice(notice);
            }
        }
    )+ };
}

forward!(Box<S>, Arc<S>);

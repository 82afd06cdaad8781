//! The trait of all that takes records, and the handlers beside it.

mod color;
mod layered;
mod memory;
mod null;
mod stream;

use std::fmt;
use std::io;
use std::sync::Arc;

pub use self::color::Color;
pub use self::layered::Layered;
pub use self::memory::{Memory, MemoryRecord};
pub use self::null::Null;
pub use self::stream::Stream;
use crate::level::LevelFilter;
use crate::record::Record;

/// Takes the records of the loggers that it was added to.
///
/// ```
/// use std::io;
/// use std::sync::mpsc::{Sender, channel};
///
/// use logkit::{LevelFilter, Level, Record};
/// use logkit::handler::Handler;
///
/// /// Sends the messages of grave records to a pager.
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
/// A handler is called by every thread that logs, at once. No lock of logkit's is held meanwhile:
/// a handler may change levels and handlers, and it may log. What it logs reaches its logger's
/// handlers, itself included, once; what is logged while *that* is handled is counted as lost.
///
/// An error or a panic counts the record as lost and is reported on stderr, at most once a second
/// and without the record's data; the caller of the level macro never sees either.
pub trait Handler: Send + Sync + 'static {
    /// Takes one record that the logger's threshold and [`with_level`](Self::with_level) have let pass.
    ///
    /// # Errors
    ///
    /// The record was lost.
    fn emit(&self, record: &Record<'_>) -> io::Result<()>;

    /// The handler's own level; `None` follows the loggers, so that a logger's override shows.
    fn level(&self) -> Option<LevelFilter> {
        None
    }

    /// Brings what was taken as far as it is to go.
    ///
    /// # Errors
    ///
    /// Something taken earlier did not get there.
    fn flush(&self) -> io::Result<()> {
        Ok(())
    }

    /// What [`logger_tree`](crate::logger_tree) calls the handler; the type's name unless told otherwise.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = std::any::type_name::<Self>();
        f.write_str(path.rsplit("::").next().unwrap_or(path))
    }
}

macro_rules! forward {
    ($($pointer:ty),+) => { $(
        impl<H: Handler + ?Sized> Handler for $pointer {
            fn emit(&self, record: &Record<'_>) -> io::Result<()> {
                (**self).emit(record)
            }

            fn level(&self) -> Option<LevelFilter> {
                (**self).level()
            }

            fn flush(&self) -> io::Result<()> {
                (**self).flush()
            }

            fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).describe(f)
            }
        }
    )+ };
}

forward!(Box<H>, Arc<H>);

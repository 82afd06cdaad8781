//! The handler that writes lines to stderr, stdout or any writer.

use std::io::Write;

use crate::handler::lines::Lines;
use crate::sink::WriterSink;

/// Writes each record as one line, in one write, before the log call returns.
///
/// ```
/// use logkit::handler::Stream;
/// use logkit::{Level, Logger, info, module_logger};
///
/// #[module_logger("payments")]
/// static LOGGER: Logger;
///
/// LOGGER.add_handler(Stream::stdout().with_level(Level::Info));
/// info!(order_id = 7, "charging");
/// ```
///
/// Stderr and stdout are written to directly, so text that `print!` has left in the standard library's
/// buffer comes later. Clones share the writer.
///
/// # Lost lines
///
/// A line that cannot be written counts as lost for its logger. As soon as the writer takes lines
/// again, or is flushed, a warning of the logger `logkit` announces how many were lost and why, in the
/// format of the handler that was configured last for this writer. The rest of a line that was cut
/// short is lost, but the next line starts on a line of its own. A writer that returns
/// [`WouldBlock`](std::io::ErrorKind::WouldBlock) is tried again for 100 milliseconds.
///
/// # Threads
///
/// Threads wait for each other, and each thread's lines keep their order. A file or standard stream is
/// waited for as long as it takes. Any other writer may itself wait for a thread that logs to it. So
/// after 100 milliseconds of a single write, a waiting line is left to the thread that is writing, which
/// writes it before its own log call returns. Up to 256 KiB of lines are left in this way; further ones
/// are lost. A line that a writer logs to its own handler, on the same thread, is lost.
///
/// # Forks
///
/// The child of a fork may log at once. It never waits for a thread of the parent: a file or standard
/// stream it writes to without the lock that such a thread holds. Another writer cannot be used
/// without the lock, so if the fork happened in the middle of a write, the child's lines are lost, and
/// reported on its stderr.
pub type Stream = Lines<WriterSink>;

impl Stream {
    /// Lines to the process's stderr, colored on a terminal.
    pub fn stderr() -> Self {
        Self::over(WriterSink::stderr())
    }

    /// Lines to the process's stdout, colored on a terminal.
    pub fn stdout() -> Self {
        Self::over(WriterSink::stdout())
    }

    /// Lines to any writer. It gets one `write` a line, and a `flush` only when the logger is flushed.
    pub fn new(writer: impl Write + Send + 'static) -> Self {
        Self::over(WriterSink::new(writer))
    }
}

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
/// Stderr and stdout are written to directly, so text that `print!` has left in the standard
/// library's buffer appears later. Clones share the writer.
///
/// # The systemd journal
///
/// In a service, stderr and stdout lead to the journal, which stores all lines with one priority unless
/// they name their own. So if stderr or stdout is the stream that
/// [`JOURNAL_STREAM`](https://www.freedesktop.org/software/systemd/man/systemd.exec.html) names, each
/// line starts with the priority of its record, as
/// [sd-daemon(3)](https://www.freedesktop.org/software/systemd/man/sd-daemon.html) describes, and
/// the standard format leaves out the date, which the journal adds. `journalctl -p err` then finds the
/// errors, with all their causes:
///
/// ```text
/// <3>payments - ERROR - charging failed error="card refused"
/// <3>    caused by: the issuer does not answer
/// ```
///
/// CRITICAL is 2, ERROR 3, WARNING 4, INFO 6, DEBUG and TRACE 7. In a process that has the variable
/// when the handler is made, the stream is compared for each line, so a redirected one is noticed.
///
/// # Tests
///
/// Under `cargo test`, lines for stderr and stdout go through the test harness's capture, as those of
/// `println!` do, without colors: the harness shows them with the test that logged them if it fails.
/// This applies to unit tests, whose crate is compiled with `cfg(test)`, and to programs that cargo has
/// built as tests, in the folder `deps`. With `--nocapture` or `RUST_TEST_NOCAPTURE`, which
/// `cargo nextest` uses, and in the child of a fork, lines are written directly. As for `println!`, a
/// thread belongs to the test that started it.
///
/// # Lost lines
///
/// A line that cannot be written counts as lost for its logger. As soon as the writer accepts lines
/// again, or is flushed, a warning of the logger `logkit` announces how many were lost and why, in
/// the format of the handler that was configured last for this writer. If a line is cut short, its
/// rest is lost, but the next line starts on a line of its own. A writer that returns
/// [`WouldBlock`](std::io::ErrorKind::WouldBlock) is retried for 100 milliseconds.
///
/// # Threads
///
/// Threads take turns, and each thread's lines keep their order. For a file or a standard stream, a
/// thread waits without a limit. Any other writer may itself wait for a thread that logs to it. So
/// after 100 milliseconds of a single write, a waiting line is left to the writing thread, which
/// writes it before its own log call returns. Up to 256 KiB of lines are left in this way; further
/// ones are lost. A line that a writer logs to its own handler, on the same thread, is lost.
///
/// # Forks
///
/// The child of a fork may log at once, because it never waits for a thread of the parent. It
/// writes to a file or standard stream without the lock that such a thread holds. Any other writer
/// requires the lock, so if the fork happened in the middle of a write, the child's lines are lost,
/// which a line on its stderr reports.
pub type Stream = Lines<WriterSink>;

impl Stream {
    /// Returns a handler for the process's stderr, colored on a terminal.
    pub fn stderr() -> Self {
        Self::over(WriterSink::stderr())
    }

    /// Returns a handler for the process's stdout, colored on a terminal.
    pub fn stdout() -> Self {
        Self::over(WriterSink::stdout())
    }

    /// Returns a handler for any writer, which gets one `write` per line, and a `flush` only when
    /// the logger is flushed.
    pub fn new(writer: impl Write + Send + 'static) -> Self {
        Self::over(WriterSink::new(writer))
    }
}

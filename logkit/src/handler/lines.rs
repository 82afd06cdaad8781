//! The handler of all line-based destinations: it makes a record's line and gives it to a sink.

use std::fmt;
use std::io;

use crate::format::Format;
use crate::handler::color::Color;
use crate::handler::output::LineOutput;
use crate::handler::{Delivery, Handler};
use crate::level::{IntoLevelFilter, LevelFilter};
use crate::record::Record;
#[cfg(feature = "scrub")]
use crate::scrub::Scrubber;
use crate::sink::{DroppedLines, LineBatch, Sink};
use crate::util::line::Line;

/// Writes each record as one line to a [`Sink`], before the log call returns.
///
/// [`Stream`](crate::handler::Stream) is `Lines` over the standard streams and any writer. For another
/// destination implement [`Sink`], which takes two methods:
///
/// ```
/// use std::io;
/// use std::net::UdpSocket;
///
/// use logkit::handler::Lines;
/// use logkit::sink::Sink;
/// use logkit::{Format, Level, Logger, info, module_logger};
///
/// #[module_logger("payments")]
/// static LOGGER: Logger;
///
/// /// One datagram per line.
/// struct Datagrams(UdpSocket);
///
/// impl Sink for Datagrams {
///     fn write_line(&self, line: &[u8]) -> io::Result<()> {
///         self.0.send(line).map(drop)
///     }
/// }
///
/// # fn main() -> io::Result<()> {
/// let receiver = UdpSocket::bind("127.0.0.1:0")?;
/// let socket = UdpSocket::bind("127.0.0.1:0")?;
/// socket.connect(receiver.local_addr()?)?;
/// let handler = Lines::over(Datagrams(socket)).with_format(Format::json()).with_level(Level::Info);
/// LOGGER.add_handler(handler);
/// info!(order_id = 7, "charging");
/// # Ok(())
/// # }
/// ```
///
/// The line is made in a per-thread buffer before the sink is called, so no lock of the sink is
/// held while a value's `Display` or `Debug` runs.
#[derive(Clone, Debug)]
pub struct Lines<S> {
    sink: S,
    output: LineOutput,
}

impl<S: Sink> Lines<S> {
    /// Returns a handler that writes lines to `sink`, in the standard format, colored if the sink
    /// is a terminal.
    pub fn over(sink: S) -> Self {
        let style = Color::Auto.style(sink.is_terminal());
        Self { sink, output: LineOutput { style, ..LineOutput::default() } }.with_loss_notice()
    }

    /// Sets the handler's own level, which holds in addition to its loggers'.
    #[must_use]
    pub fn with_level(mut self, level: impl IntoLevelFilter) -> Self {
        self.output.level = Some(level.into());
        self
    }

    /// Sets the format of the lines. The default is [`Format::standard`].
    #[must_use]
    pub fn with_format(mut self, format: Format) -> Self {
        self.output.format = format;
        self.with_loss_notice()
    }

    /// Masks secrets that the scrubber finds in the lines.
    #[cfg(feature = "scrub")]
    #[must_use]
    pub fn with_scrubber(mut self, scrubber: Scrubber) -> Self {
        self.output.scrubber = Some(scrubber);
        self
    }

    /// Sets when the lines are colored. The default is [`Color::Auto`].
    #[must_use]
    pub fn with_color(mut self, color: Color) -> Self {
        self.output.style = color.style(self.sink.is_terminal());
        self.with_loss_notice()
    }

    /// The format of the lines.
    pub fn format(&self) -> &Format {
        &self.output.format
    }

    /// The destination of the lines.
    pub fn sink(&self) -> &S {
        &self.sink
    }

    /// Gives the sink the loss notice in this handler's format.
    fn with_loss_notice(self) -> Self {
        self.sink.set_notice(self.output.notice());
        self
    }
}

/// The two halves of a handler that writes lines, for a `Queued`: it makes a
/// line in the log call, on the caller's thread, and writes it on its own.
pub trait LineHandler {
    /// Makes the record's line, with its secrets masked, and lends it.
    ///
    /// # Errors
    ///
    /// Those of `take`.
    fn make_line(
        &self,
        record: &Record<'_>,
        delivery: &Delivery,
        take: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()>;

    /// Appends the line that announces lost lines.
    fn push_notice(&self, out: &mut Vec<u8>, dropped: &DroppedLines);

    /// Writes lines. Those that are lost are counted through their receipts.
    fn write_batch(&self, batch: &mut LineBatch<'_>);
}

impl<S: Sink> LineHandler for Lines<S> {
    fn make_line(
        &self,
        record: &Record<'_>,
        delivery: &Delivery,
        take: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut line = Line::take();
        self.output.push(&mut line, record, delivery, self.sink.is_journal());
        let taken = take(line.bytes());
        Line::give_back(line);
        taken
    }

    fn push_notice(&self, out: &mut Vec<u8>, dropped: &DroppedLines) {
        self.output.push_notice(out, dropped, self.sink.is_journal());
    }

    fn write_batch(&self, batch: &mut LineBatch<'_>) {
        self.sink.write_batch(batch);
    }
}

impl<S: Sink> Handler for Lines<S> {
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        self.deliver(record, &Delivery::new())
    }

    fn deliver(&self, record: &Record<'_>, delivery: &Delivery) -> io::Result<()> {
        let mut line = Line::take();
        self.output.push(&mut line, record, delivery, self.sink.is_journal());
        let accepted = self.sink.accept_line(line.bytes(), delivery.receipt());
        Line::give_back(line);
        if accepted.is_ok() {
            self.sink.after_line(record.level());
        }
        accepted
    }

    fn level(&self) -> Option<LevelFilter> {
        self.output.level
    }

    // Only queues ask. In a program without them, this would keep the code for batches.
    #[cfg(feature = "queue")]
    fn lines(&self) -> Option<&dyn LineHandler> {
        Some(self)
    }

    fn flush(&self) -> io::Result<()> {
        self.sink.flush()
    }

    fn reopen(&self) -> io::Result<()> {
        self.sink.reopen()
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sink.describe(f)
    }
}

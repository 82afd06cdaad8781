//! A handler that writes lines to stderr, stdout or any writer.

use std::fmt;
use std::io::{self, Write};

use crate::callsite::{Location, Metadata};
use crate::format::{Format, Style};
use crate::handler::color::Color;
use crate::handler::{Delivery, Handler};
use crate::level::{Level, LevelFilter};
use crate::record::Record;
use crate::record::value::Value;
#[cfg(feature = "scrub")]
use crate::scrub::Scrubber;
use crate::sink::std_stream::StdFd;
use crate::sink::writer::Sink;
use crate::util::buffer;

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
/// Stderr and stdout are written to directly: what `print!` has left in std's own buffer comes
/// later. A line that cannot be written is counted as lost, and announced in the stream as soon as
/// it takes lines again; a line that was cut short never glues to the next one. A writer that says
/// "would block" is waited for, 100 milliseconds at the most.
#[derive(Debug)]
pub struct Stream {
    sink: Sink,
    level: Option<LevelFilter>,
    format: Format,
    style: Style,
    #[cfg(feature = "scrub")]
    scrubber: Option<Scrubber>,
}

impl Stream {
    /// Lines to the process's stderr, coloured on a terminal.
    pub fn stderr() -> Self {
        Self::with(Sink::std(StdFd::Stderr))
    }

    /// Lines to the process's stdout, coloured on a terminal.
    pub fn stdout() -> Self {
        Self::with(Sink::std(StdFd::Stdout))
    }

    /// Lines to any writer, never coloured unless told to be. It gets one `write` a line, and a
    /// `flush` only when the logger is flushed.
    pub fn new(writer: impl Write + Send + 'static) -> Self {
        Self::with(Sink::new(writer))
    }

    fn with(sink: Sink) -> Self {
        let style = Color::Auto.style(sink.stream());
        Self {
            sink,
            level: None,
            format: Format::standard(),
            style,
            #[cfg(feature = "scrub")]
            scrubber: None,
        }
    }

    /// Its own level, which holds in addition to its loggers'.
    #[must_use]
    pub fn with_level(self, level: impl Into<LevelFilter>) -> Self {
        Self { level: Some(level.into()), ..self }
    }

    /// The format of its lines; the standard one unless told otherwise.
    #[must_use]
    pub fn with_format(self, format: Format) -> Self {
        Self { format, ..self }
    }

    /// Masks what looks like a secret in its lines.
    #[cfg(feature = "scrub")]
    #[must_use]
    pub fn with_scrubber(self, scrubber: Scrubber) -> Self {
        Self { scrubber: Some(scrubber), ..self }
    }

    /// Whether its lines are coloured.
    #[must_use]
    pub fn with_color(self, color: Color) -> Self {
        let style = color.style(self.sink.stream());
        Self { style, ..self }
    }
}

impl Handler for Stream {
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        self.deliver(record, &Delivery::new())
    }

    #[cfg_attr(not(feature = "scrub"), expect(unused_variables, reason = "only scrubbers mask"))]
    fn deliver(&self, record: &Record<'_>, delivery: &Delivery) -> io::Result<()> {
        // The user's code runs while the line is made, so before the sink is locked.
        buffer::with_line(|line| {
            self.format.push_styled(line, record, self.style);
            #[cfg(feature = "scrub")]
            if let Some(scrubber) = &self.scrubber {
                delivery.add_masked(scrubber.scrub_line(line, self.format.syntax()));
            }
            self.sink.write(line, |out, losses| {
                self.format.push_styled(
                    out,
                    &notice(record, &[Value::Display(&losses)]),
                    self.style,
                );
            })
        })
    }

    fn level(&self) -> Option<LevelFilter> {
        self.level
    }

    fn flush(&self) -> io::Result<()> {
        self.sink.flush()
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.sink.stream() {
            Some(StdFd::Stderr) => "stderr",
            Some(StdFd::Stdout) => "stdout",
            None => "stream",
        })
    }
}

/// The record that says what was lost before `record`, in the same logger's name.
fn notice<'a>(record: &Record<'_>, losses: &'a [Value<'a>; 1]) -> Record<'a> {
    static SITE: Metadata = Metadata::new(
        Level::Warning,
        Location::new(None, module_path!(), file!(), line!()),
        &[],
        &[""],
        true,
    );
    Record::new(record.target, &SITE, losses)
}

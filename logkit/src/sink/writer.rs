//! The sink over standard streams, files and writers: which of them can be written without a lock.

use std::any::Any;
use std::fmt;
use std::fs::File;
use std::io::{self, IsTerminal as _, Write};
use std::sync::Arc;

use crate::sink::direct::{Direct, Target};
use crate::sink::guarded::Guarded;
use crate::sink::std_stream::StdFd;
use crate::sink::{LineBatch, Notice, Receipt, Sink};

/// Writes lines to stderr, stdout or any writer: the sink of a
/// [`Stream`](crate::handler::Stream). Clones share the writer.
///
/// ```
/// use logkit::handler::Lines;
/// use logkit::sink::WriterSink;
///
/// // The same as `Stream::stdout()`.
/// let handler = Lines::over(WriterSink::stdout());
/// ```
#[derive(Clone)]
pub struct WriterSink(Arc<Destination>);

enum Destination {
    Direct(Direct),
    /// A trait object, so that the linker leaves its code out of programs that have only streams.
    Guarded(Box<dyn Sink>),
}

impl WriterSink {
    /// Returns a sink for any writer, which gets one `write` per line, and a `flush` only when the
    /// logger is flushed.
    pub fn new(writer: impl Write + Send + 'static) -> Self {
        let mut slot = Some(writer);
        let any: &mut dyn Any = &mut slot;
        let file = any.downcast_mut::<Option<File>>().and_then(Option::take);
        let destination = match (file, slot) {
            (Some(file), _) => Destination::Direct(Direct::new(Target::File(file))),
            (None, Some(writer)) => Destination::Guarded(Box::new(Guarded::new(Box::new(writer)))),
            // Unreachable: only a file is taken out of its slot.
            (None, None) => Destination::Guarded(Box::new(Guarded::new(Box::new(io::sink())))),
        };
        Self(Arc::new(destination))
    }

    /// Returns a sink for the process's stderr.
    pub fn stderr() -> Self {
        Self::std(StdFd::Stderr)
    }

    /// Returns a sink for the process's stdout.
    pub fn stdout() -> Self {
        Self::std(StdFd::Stdout)
    }

    fn std(stream: StdFd) -> Self {
        Self(Arc::new(Destination::Direct(Direct::new(Target::Std(stream)))))
    }

    fn stream(&self) -> Option<StdFd> {
        match &*self.0 {
            Destination::Direct(direct) => match direct.target() {
                Target::Std(stream) => Some(*stream),
                Target::File(_) => None,
            },
            Destination::Guarded(_) => None,
        }
    }
}

impl Sink for WriterSink {
    #[inline]
    fn write_line(&self, line: &[u8]) -> io::Result<()> {
        match &*self.0 {
            Destination::Direct(direct) => direct.write_line(line),
            Destination::Guarded(guarded) => guarded.write_line(line),
        }
    }

    #[inline]
    fn accept_line(&self, line: &[u8], receipt: Receipt) -> io::Result<()> {
        match &*self.0 {
            Destination::Direct(direct) => direct.write_line(line),
            Destination::Guarded(guarded) => guarded.accept_line(line, receipt),
        }
    }

    fn write_batch(&self, batch: &mut LineBatch<'_>) {
        match &*self.0 {
            Destination::Direct(direct) => direct.write_batch(batch),
            Destination::Guarded(guarded) => guarded.write_batch(batch),
        }
    }

    fn flush(&self) -> io::Result<()> {
        match &*self.0 {
            Destination::Direct(direct) => direct.flush(),
            Destination::Guarded(guarded) => guarded.flush(),
        }
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.stream() {
            Some(StdFd::Stderr) => "stderr",
            Some(StdFd::Stdout) => "stdout",
            None => "stream",
        })
    }

    fn is_terminal(&self) -> bool {
        match &*self.0 {
            Destination::Direct(direct) if direct.captured().is_some() => false,
            _ => match self.stream() {
                Some(StdFd::Stderr) => io::stderr().is_terminal(),
                Some(StdFd::Stdout) => io::stdout().is_terminal(),
                None => false,
            },
        }
    }

    #[inline]
    fn is_journal(&self) -> bool {
        match &*self.0 {
            Destination::Direct(direct) => direct.drops.is_journal(),
            Destination::Guarded(_) => false,
        }
    }

    fn set_notice(&self, notice: Notice) {
        match &*self.0 {
            Destination::Direct(direct) => direct.drops.set_notice(notice),
            Destination::Guarded(guarded) => guarded.set_notice(notice),
        }
    }
}

impl fmt::Debug for WriterSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut tuple = f.debug_tuple("WriterSink");
        match &*self.0 {
            Destination::Direct(direct) => tuple.field(direct),
            Destination::Guarded(_) => tuple.field(&format_args!("Writer")),
        };
        tuple.finish()
    }
}

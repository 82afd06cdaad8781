//! Files and standard streams: destinations that take a whole line in one system call, from any
//! thread of any process.

use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::mem;

use crate::sink::batch::LineBatch;
use crate::sink::captured;
use crate::sink::child_lock::ChildLock;
use crate::sink::drops::Drops;
use crate::sink::line_state::LineState;
use crate::sink::std_stream::StdFd;
use crate::util::own_file::{self, FileId};

/// A file or a standard stream, and the state of its lines.
///
/// The lock keeps a partial line and its continuation together. A child that cannot have it writes with
/// a state of its own: the system keeps the lines of two threads apart.
pub(super) struct Direct {
    target: Target,
    /// The identity of a file, for the end.
    id: Option<FileId>,
    /// A standard stream whose lines a test harness captures.
    captured: Option<StdFd>,
    lines: ChildLock<LineState>,
    pub(super) drops: Drops,
}

#[derive(Debug)]
pub(super) enum Target {
    Std(StdFd),
    File(File),
}

impl Direct {
    pub(super) fn new(target: Target) -> Self {
        let (captured, drops, id) = match &target {
            Target::Std(stream) if captured::is_on() => (Some(*stream), Drops::default(), None),
            Target::Std(stream) => (None, Drops::of_stream(*stream), None),
            Target::File(file) => (None, Drops::default(), FileId::of_open(file)),
        };
        Self { target, id, captured, lines: ChildLock::new(LineState::default()), drops }
    }

    pub(super) fn target(&self) -> &Target {
        &self.target
    }

    #[inline(never)]
    pub(super) fn write_line(&self, line: &[u8]) -> io::Result<()> {
        if let Some(stream) = self.captured() {
            // Without the lock: printing waits for a thread that prints a value which logs.
            if captured::print(stream, line) {
                return Ok(());
            }
        }
        self.lines.with(|lines| lines.write(&mut &self.target, line, &self.drops))
    }

    pub(super) fn write_batch(&self, batch: &mut LineBatch<'_>) {
        if let Some(stream) = self.captured() {
            while let Some((line, receipt)) = batch.next_line() {
                if captured::print(stream, line) {
                    continue;
                }
                let write =
                    |lines: &mut LineState| lines.write(&mut &self.target, line, &self.drops);
                if let Err(error) = self.lines.with(write) {
                    receipt.add_dropped(1, &error);
                }
            }
        }
        self.lines.with(|lines| lines.write_batch(&mut &self.target, batch, &self.drops));
    }

    /// The stream whose lines are printed. The child of a fork has no test to show them with.
    #[inline]
    pub(super) fn captured(&self) -> Option<StdFd> {
        self.captured.filter(|_| !self.lines.is_in_child())
    }

    /// Announces lost lines. There is no buffer to flush.
    pub(super) fn flush(&self) -> io::Result<()> {
        self.lines.with(|lines| lines.announce(&mut &self.target, &self.drops))
    }
}

impl Drop for Direct {
    fn drop(&mut self) {
        if let (Target::File(file), Some(id)) =
            (mem::replace(&mut self.target, Target::Std(StdFd::Stderr)), self.id)
        {
            own_file::close(file, id);
        }
    }
}

impl Write for &Target {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Target::Std(stream) => { *stream }.write(bytes),
            Target::File(file) => { file }.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl fmt::Debug for Direct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.target.fmt(f)
    }
}

//! Files and standard streams: destinations that take a whole line in one system call, from any
//! thread of any process.

use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use arc_swap::ArcSwapOption;

use crate::sink::batch::LineBatch;
use crate::sink::captured;
use crate::sink::drops::Drops;
use crate::sink::line_state::LineState;
use crate::sink::std_stream::StdFd;
use crate::util::process_id::process_id;

/// A file or a standard stream, and the state of its lines.
///
/// The lock keeps a partial line and its continuation together. No user code runs under it, so
/// threads of one process simply wait for it. In the child of a fork it may be held by a thread of
/// the parent, which will never release it:
///
/// | lock | process | what the thread does |
/// |---|---|---|
/// | free | any | takes it, writes, releases it |
/// | held | the one that made the sink | waits without a limit |
/// | held | a child | writes under a lock of the child's own, with a state of its own |
///
/// The last row also applies if a thread of the child holds the lock: the system keeps lines of two
/// threads apart.
pub(super) struct Direct {
    target: Target,
    /// A standard stream whose lines a test harness captures.
    captured: Option<StdFd>,
    made_by: u32,
    lines: Mutex<LineState>,
    child: ArcSwapOption<Child>,
    pub(super) drops: Drops,
}

#[derive(Debug)]
pub(super) enum Target {
    Std(StdFd),
    File(File),
}

/// The lock that a child uses instead of one that the fork left locked.
struct Child {
    process: u32,
    lines: Mutex<LineState>,
}

impl Direct {
    pub(super) fn new(target: Target) -> Self {
        let (captured, drops) = match target {
            Target::Std(stream) if captured::is_on() => (Some(stream), Drops::default()),
            Target::Std(stream) => (None, Drops::of_stream(stream)),
            Target::File(_) => (None, Drops::default()),
        };
        Self {
            target,
            captured,
            made_by: process_id(),
            lines: Mutex::default(),
            child: ArcSwapOption::const_empty(),
            drops,
        }
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
        self.with(|lines| lines.write(&mut &self.target, line, &self.drops))
    }

    pub(super) fn write_batch(&self, batch: &mut LineBatch<'_>) {
        if let Some(stream) = self.captured() {
            while let Some((line, receipt)) = batch.next_line() {
                if captured::print(stream, line) {
                    continue;
                }
                let write =
                    |lines: &mut LineState| lines.write(&mut &self.target, line, &self.drops);
                if let Err(error) = self.with(write) {
                    receipt.add_dropped(1, &error);
                }
            }
        }
        self.with(|lines| lines.write_batch(&mut &self.target, batch, &self.drops));
    }

    /// The stream whose lines are printed. The child of a fork has no test to show them with.
    #[inline]
    pub(super) fn captured(&self) -> Option<StdFd> {
        self.captured.filter(|_| process_id() == self.made_by)
    }

    /// Announces lost lines. There is no buffer to flush.
    pub(super) fn flush(&self) -> io::Result<()> {
        self.with(|lines| lines.announce(&mut &self.target, &self.drops))
    }

    #[inline]
    fn with<R>(&self, work: impl FnOnce(&mut LineState) -> R) -> R {
        let child;
        let mut lines = if let Some(lines) = self.try_lock() {
            lines
        } else {
            child = self.child();
            self.wait(child.as_deref())
        };
        work(&mut lines)
    }

    #[inline]
    fn try_lock(&self) -> Option<MutexGuard<'_, LineState>> {
        match self.lines.try_lock() {
            Ok(lines) => Some(lines),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// Waits for the lock, or for the child's. A poisoned lock is used, because the state is
    /// updated before each write and so is right after a panic.
    #[cold]
    fn wait<'a>(&'a self, child: Option<&'a Child>) -> MutexGuard<'a, LineState> {
        let lines = child.map_or(&self.lines, |child| &child.lines);
        lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the child's lock if this process is one. The first thread that needs the lock makes it.
    #[cold]
    fn child(&self) -> Option<Arc<Child>> {
        let process = process_id();
        if process == self.made_by {
            return None;
        }
        loop {
            let current = self.child.load_full();
            match current {
                Some(child) if child.process == process => return Some(child),
                _ => {}
            }
            let fresh = Child { process, lines: Mutex::default() };
            drop(self.child.compare_and_swap(&current, Some(Arc::new(fresh))));
            // An older child's state may have been copied in the middle of a change: it is not dropped.
            mem::forget(current);
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

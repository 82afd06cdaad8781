//! The sink over any other writer: a socket, a buffer, a test's vector. Its code is the user's and
//! may do anything, so no thread waits for it without a limit.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Write};
use std::mem;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::sink::batch::LineBatch;
use crate::sink::drops::Drops;
use crate::sink::line_state::LineState;
use crate::sink::receipt::Receipt;
use crate::sink::turn::{Held, Refused, WriterTurn};
use crate::sink::{Notice, Sink};
use crate::util::catch_panic::catch_panic;
use crate::util::fork_mutex::ForkMutex;
use crate::util::process_id::process_id;

/// The time that a line waits for a thread that keeps the turn; then the line is left to that
/// thread.
const LINE_WAIT: Duration = Duration::from_millis(100);
/// The time that a flush waits for the turn.
const FLUSH_WAIT: Duration = Duration::from_secs(1);
/// The limit of the lines that are left to other threads, in bytes.
const PENDING_BYTES: usize = 256 * 1024;
/// The number of times that a thread looks for left lines after it wrote its own. Without a limit,
/// a writer that logs at each write would keep the thread busy forever.
const ROUNDS: usize = 2;

/// A writer that one thread at a time uses, and the lines that wait for it.
///
/// A thread with a line takes the writer's turn:
///
/// | turn | line | reported |
/// |---|---|---|
/// | free | written | no |
/// | another thread's; threads take turns | written | no |
/// | another thread's, for 100 ms on end | left in `pending` | no |
/// | as above, and `pending` is full | lost | stderr, and the log when the writer is free |
/// | this thread's: the writer logs | lost | stderr, and the log when the writer is free |
/// | a thread's of the parent process | lost | stderr; the writer never becomes free |
///
/// The third row is for writers that wait for a thread which logs to them: one of the two must go
/// on. The next thread that has the turn writes pending lines before its own, and the thread that
/// has it now writes them after its own, so the lines of one thread keep their order. A thread that
/// leaves a line tries the turn once more, in case it was given back in between. Lines that are
/// left while pending lines are written may wait for the next line, or for a flush.
///
/// All state under the turn is consistent between two lines, even if the writer panics.
pub(super) struct Guarded {
    turn: WriterTurn,
    /// Only the thread that has the turn locks it.
    writer: Mutex<Writer>,
    pending: Pending,
    drops: Drops,
}

struct Writer {
    bytes: Box<dyn Write + Send>,
    lines: LineState,
}

impl Guarded {
    pub(super) fn new(writer: Box<dyn Write + Send>) -> Self {
        Self {
            turn: WriterTurn::new(),
            writer: Mutex::new(Writer { bytes: writer, lines: LineState::default() }),
            pending: Pending::default(),
            drops: Drops::default(),
        }
    }

    #[inline]
    fn write_held(&self, held: &Held<'_>, process: u32, line: &[u8]) -> io::Result<()> {
        if self.pending.any() {
            self.write_pending(held, process);
        }
        let writer = &mut *self.writer(held);
        writer.lines.write(&mut *writer.bytes, line, &self.drops)
    }

    /// Waits for the turn.
    ///
    /// # Errors
    ///
    /// The thread did not get it; the error is the outcome of the line.
    #[cold]
    fn wait(
        &self,
        process: u32,
        line: &[u8],
        receipt: Receipt,
    ) -> Result<Held<'_>, io::Result<()>> {
        self.turn.take_within(process, LINE_WAIT).map_err(|refusal| {
            if refusal == Refused::TimedOut && self.pending.push(process, line, receipt) {
                return Ok(());
            }
            self.drops.add(1);
            Err(refused(refusal))
        })
    }

    /// Writes pending lines if there are any, and passes the outcome on.
    #[inline]
    fn settled(&self, process: u32, outcome: io::Result<()>) -> io::Result<()> {
        if self.pending.any() {
            self.settle(process);
        }
        outcome
    }

    /// Writes lines that were left while this thread had the turn, or when it was given back.
    #[cold]
    fn settle(&self, process: u32) {
        for _ in 0..ROUNDS {
            // The thread that has the turn looks for pending lines when it gives it back.
            let Some(held) = self.turn.try_take(process) else { return };
            self.write_pending(&held, process);
            drop(held);
            if !self.pending.any() {
                return;
            }
        }
    }

    /// Writes the lines that are pending now. They count as written until one is lost here.
    #[cold]
    fn write_pending(&self, held: &Held<'_>, process: u32) {
        for _ in 0..self.pending.len(process) {
            let Some((line, receipt)) = self.pending.pop(process) else { return };
            let write = || {
                let writer = &mut *self.writer(held);
                writer.lines.write(&mut *writer.bytes, &line, &self.drops)
            };
            match catch_panic(write) {
                Ok(Ok(())) => {}
                Ok(Err(error)) => receipt.add_dropped(1, &error),
                Err(_) => receipt.add_dropped(1, &io::Error::other("the writer panicked")),
            }
        }
    }

    #[inline]
    fn writer<'a>(&'a self, _held: &'a Held<'_>) -> MutexGuard<'a, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The error of a line that did not get its turn: a deadlock if the turn is never given back.
fn refused(refusal: Refused) -> io::Error {
    match refusal {
        Refused::Orphaned => ErrorKind::Deadlock.into(),
        Refused::Reentered | Refused::TimedOut => ErrorKind::ResourceBusy.into(),
    }
}

impl Sink for Guarded {
    fn write_line(&self, line: &[u8]) -> io::Result<()> {
        self.accept_line(line, Receipt::UNKNOWN)
    }

    fn accept_line(&self, line: &[u8], receipt: Receipt) -> io::Result<()> {
        let process = process_id();
        let held = match self.turn.try_take(process) {
            Some(held) => held,
            None => match self.wait(process, line, receipt) {
                Ok(held) => held,
                Err(outcome) => return self.settled(process, outcome),
            },
        };
        let written = self.write_held(&held, process, line);
        drop(held);
        self.settled(process, written)
    }

    /// Writes lines together in one turn. Without one they are written, left or lost one by one.
    fn write_batch(&self, batch: &mut LineBatch<'_>) {
        let process = process_id();
        let held = self.turn.try_take(process);
        let held = held.or_else(|| self.turn.take_within(process, LINE_WAIT).ok());
        if let Some(held) = &held {
            self.write_pending(held, process);
            let writer = &mut *self.writer(held);
            writer.lines.write_batch(&mut *writer.bytes, batch, &self.drops);
        }
        drop(held);
        while let Some((line, receipt)) = batch.next_line() {
            if let Err(error) = self.accept_line(line, receipt) {
                receipt.add_dropped(1, &error);
            }
        }
        if self.pending.any() {
            self.settle(process);
        }
    }

    /// Writes pending lines, announces lost lines, and flushes the writer.
    fn flush(&self) -> io::Result<()> {
        let process = process_id();
        let held = self
            .turn
            .try_take(process)
            .map_or_else(|| self.turn.take_within(process, FLUSH_WAIT).map_err(refused), Ok)?;
        self.write_pending(&held, process);
        let writer = &mut *self.writer(&held);
        let announced = writer.lines.announce(&mut *writer.bytes, &self.drops);
        writer.bytes.flush()?;
        announced
    }

    fn set_notice(&self, notice: Notice) {
        self.drops.set_notice(notice);
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        if self.pending.any() {
            self.settle(process_id());
        }
    }
}

/// The lines that were left to the thread that has the turn.
#[derive(Default)]
struct Pending {
    any: AtomicBool,
    queue: ForkMutex<Queue>,
}

#[derive(Default)]
struct Queue {
    /// The process whose lines these are: the child of a fork does not write its parent's lines.
    process: u32,
    bytes: usize,
    lines: VecDeque<(Box<[u8]>, Receipt)>,
}

impl Pending {
    /// Returns `true` if lines may be pending. The flag is set before the turn is tried and read
    /// after it is given back, both sequentially consistent, so that one of two threads sees the
    /// other's store.
    #[inline]
    fn any(&self) -> bool {
        self.any.load(SeqCst)
    }

    /// Appends a line, unless the limit is reached. A line into an empty queue may be of any
    /// length.
    fn push(&self, process: u32, line: &[u8], receipt: Receipt) -> bool {
        self.with_queue(process, |queue| {
            let fits = queue.lines.is_empty() || queue.bytes + line.len() <= PENDING_BYTES;
            if fits {
                queue.bytes += line.len();
                queue.lines.push_back((line.into(), receipt));
            }
            fits
        })
    }

    fn pop(&self, process: u32) -> Option<(Box<[u8]>, Receipt)> {
        self.with_queue(process, |queue| {
            let (line, receipt) = queue.lines.pop_front()?;
            queue.bytes -= line.len();
            Some((line, receipt))
        })
    }

    fn len(&self, process: u32) -> usize {
        self.with_queue(process, |queue| queue.lines.len())
    }

    fn with_queue<R>(&self, process: u32, work: impl FnOnce(&mut Queue) -> R) -> R {
        self.queue.with_as(process, |queue| {
            if mem::replace(&mut queue.process, process) != process {
                queue.lines.clear();
                queue.bytes = 0;
            }
            let result = work(queue);
            self.any.store(!queue.lines.is_empty(), SeqCst);
            result
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{PENDING_BYTES, Pending};
    use crate::sink::receipt::Receipt;

    fn push(pending: &Pending, line: &[u8]) -> bool {
        pending.push(7, line, Receipt::default())
    }

    fn pop(pending: &Pending) -> Option<Box<[u8]>> {
        pending.pop(7).map(|(line, _)| line)
    }

    #[test]
    fn pending_lines_keep_their_order_and_have_a_limit() {
        let pending = Pending::default();
        assert!(!pending.any());
        assert!(push(&pending, b"one\n") && push(&pending, b"two\n"));
        assert!(!push(&pending, &vec![0; PENDING_BYTES]));
        assert_eq!((pending.any(), pending.len(7)), (true, 2));
        assert_eq!(pop(&pending).as_deref(), Some(&b"one\n"[..]));
        assert_eq!(pop(&pending).as_deref(), Some(&b"two\n"[..]));
        assert!(!pending.any());
        // A line longer than the limit is accepted by an empty queue.
        assert!(push(&pending, &vec![0; 2 * PENDING_BYTES]));
    }

    #[test]
    fn a_child_does_not_write_its_parents_lines() {
        let pending = Pending::default();
        assert!(push(&pending, b"parent\n"));
        assert_eq!(pending.pop(8), None);
        assert!(!pending.any());
    }
}

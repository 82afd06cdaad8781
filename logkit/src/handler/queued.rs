//! The handler that leaves the writing to a thread.

use std::fmt;
use std::io;
use std::mem;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use arc_swap::ArcSwapOption;

use crate::handler::queue::{self, Core, Item, QueueSettings};
use crate::handler::{Delivery, Handler};
use crate::level::LevelFilter;
use crate::record::Record;
use crate::util::process_id::process_id;

/// Puts records into a queue, which a thread of its own empties into another handler.
///
/// ```
/// use logkit::handler::{Queued, Stream};
/// use logkit::{Logger, info, module_logger};
///
/// #[module_logger("payments")]
/// static LOGGER: Logger;
///
/// LOGGER.add_handler(Queued::new(Stream::stderr()));
/// info!(order_id = 7, "charging");
/// ```
///
/// Level, format and scrubber are settings of the other handler:
/// `Queued::new(Stream::stderr().with_level(Level::Warning))`.
///
/// If the other handler writes lines, as [`Stream`](crate::handler::Stream) does, each line is made in
/// the log call: formatted, masked and scrubbed. The thread only writes, 64 KiB and more at once where
/// there are as many. Any other handler gets [copies](crate::OwnedRecord) of the records.
///
/// The records of one thread keep their order. Those of several threads are sorted by time as far as
/// they are written together; a record that was logged after another one, as one thread told the
/// other, is written after it. The thread starts with the first record and sleeps when the queue is
/// empty. Otherwise it writes every 2 milliseconds, and sooner if many records are queued.
///
/// Clones share the queue.
///
/// # Memory
///
/// The queue takes at most its [capacity](Self::with_capacity). When it is full, a log call
/// [waits or drops](Self::with_on_full) its record. A record that is larger than the capacity is queued
/// alone.
///
/// # End of the process
///
/// The queue is emptied, without any guard, when `main` returns or panics, in [`std::process::exit`],
/// when it is flushed, and when its last clone is dropped. Records that are logged later, in
/// destructors or `atexit`, are written in the log call. [`with_deadline`](Self::with_deadline) limits the
/// time; a line on stderr then reports how many records were lost. A process that is killed, that aborts,
/// or that calls `_exit` loses what is queued.
#[cfg_attr(feature = "signals", doc = "See also [`drain_on_signals`](Self::drain_on_signals).")]
#[cfg_attr(not(feature = "signals"), doc = "See also the feature `signals`.")]
///
/// On Windows, `process::exit` ends the process without calling what `atexit` registered, so flush
/// before it.
///
/// # Failures
///
/// A record that the other handler loses is counted for its logger, as without a queue. A panic of the
/// handler costs the records that it was given. If the thread cannot be started, records are written in
/// the log call.
///
/// A handler that drops its own queue, as one that gives way to another handler does, still gets the rest.
/// A handler that logs to its own queue gets these records, but what it logs while it handles them is
/// lost and counted. It never waits for room in a queue. But if it waits for another thread, which waits
/// for room in this queue, both wait for ever: such a handler needs [`OnFull::Drop`].
///
/// # Forks
///
/// The child of a fork writes its own records and none of its parent's. It starts a thread of its own
/// after 100 records: until then it writes in the log call, since most children soon end by `_exit` or
/// `exec`.
#[derive(Clone)]
pub struct Queued(Arc<SharedQueue>);

/// The treatment of a record that finds a full queue.
///
/// ```
/// use logkit::handler::{OnFull, Queued, Stream};
///
/// let handler = Queued::new(Stream::stderr()).with_on_full(OnFull::Drop);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OnFull {
    /// The log call waits for room.
    #[default]
    Wait,
    /// The record is lost. It is counted, and a warning of the logger `logkit` in its place announces how
    /// many were.
    Drop,
}

struct SharedQueue {
    handler: Arc<dyn Handler>,
    settings: QueueSettings,
    /// The queue of the process that made this.
    first: Arc<Core>,
    /// The queue of a child, in a child.
    child: ArcSwapOption<Core>,
}

const DEFAULTS: QueueSettings =
    QueueSettings { capacity: 8 * 1024 * 1024, waits: true, deadline: Duration::from_secs(5) };

impl Queued {
    /// Returns a queue in front of `handler`, of 8 MiB, which waits when it is full, and for at most 5
    /// seconds at the end.
    pub fn new(handler: impl Handler) -> Self {
        queue::install();
        Self::of(Arc::new(handler), DEFAULTS)
    }

    fn of(handler: Arc<dyn Handler>, settings: QueueSettings) -> Self {
        let first = Arc::new(Core::new(Arc::clone(&handler), settings));
        Self(Arc::new(SharedQueue { handler, settings, first, child: ArcSwapOption::empty() }))
    }

    /// Returns a queue of its own with other settings.
    fn with(&self, change: impl FnOnce(&mut QueueSettings)) -> Self {
        let mut settings = self.0.settings;
        change(&mut settings);
        Self::of(Arc::clone(&self.0.handler), settings)
    }

    /// Sets how many bytes of memory the queue takes at most. Less than 64 KiB count as 64 KiB.
    #[must_use]
    pub fn with_capacity(self, bytes: usize) -> Self {
        self.with(|settings| settings.capacity = bytes)
    }

    /// Sets what happens to a record if the queue is full. The default is [`OnFull::Wait`].
    #[must_use]
    pub fn with_on_full(self, on_full: OnFull) -> Self {
        self.with(|settings| settings.waits = on_full == OnFull::Wait)
    }

    /// Sets how long a flush, the drop of the queue and the end of the process wait for the records to
    /// be written. A write in progress may take a tenth longer. The default is 5 seconds.
    #[must_use]
    pub fn with_deadline(self, deadline: Duration) -> Self {
        self.with(|settings| settings.deadline = deadline)
    }

    /// Lets SIGTERM and SIGINT empty every queue of the process before they end it. The process still
    /// dies by the signal, so its parent sees the cause.
    ///
    /// ```no_run
    /// use logkit::handler::Queued;
    ///
    /// fn main() -> std::io::Result<()> {
    ///     Queued::drain_on_signals()
    /// }
    /// ```
    ///
    /// Each queue's [deadline](Self::with_deadline) holds. Handlers that the program registers with
    /// the crate `signal-hook`, or that `tokio` registers, are called as well; but the process does
    /// not wait for them. Those registered directly with `sigaction` afterwards replace this one. A
    /// signal that the process ignores on Linux stays ignored, as SIGINT does in a job that a shell's
    /// script starts in the background. In the child of a fork, the signals end the process at once
    /// until its queue has a thread of its own.
    ///
    /// # Errors
    ///
    /// The signals cannot be handled, or no thread can be started to wait for them.
    #[cfg(all(unix, feature = "signals"))]
    pub fn drain_on_signals() -> io::Result<()> {
        queue::close_on_signals()
    }

    /// Returns once every record that was logged before is written, and the other handler is flushed.
    ///
    /// # Errors
    ///
    /// The other handler's own error; [`TimedOut`](io::ErrorKind::TimedOut) at the
    /// [deadline](Self::with_deadline), after which records are still written;
    /// [`ResourceBusy`](io::ErrorKind::ResourceBusy) if the other handler flushes the queue.
    pub fn flush(&self) -> io::Result<()> {
        self.0.with_core(|core| core.flush())
    }
}

impl SharedQueue {
    /// Lends the queue of this process.
    #[inline]
    fn with_core<R>(&self, work: impl FnOnce(&Arc<Core>) -> R) -> R {
        let process = process_id();
        if self.first.is_of(process) {
            return work(&self.first);
        }
        work(&self.child(process))
    }

    /// Returns the queue of this child. The first thread that needs it makes it.
    #[cold]
    fn child(&self, process: u32) -> Arc<Core> {
        loop {
            let current = self.child.load_full();
            match current {
                Some(child) if child.is_of(process) => return child,
                _ => {}
            }
            let fresh = Arc::new(Core::of_child(&self.first));
            let before = self.child.compare_and_swap(&current, Some(Arc::clone(&fresh)));
            if before.as_ref().map(Arc::as_ptr) == current.as_ref().map(Arc::as_ptr) {
                queue::register(&fresh);
            }
            // A parent's queue may have been copied in the middle of a change: it is not dropped.
            mem::forget(current);
        }
    }
}

impl Drop for SharedQueue {
    fn drop(&mut self) {
        let process = process_id();
        let child = self.child.swap(None);
        for core in [Some(Arc::clone(&self.first)), child].into_iter().flatten() {
            if !core.is_of(process) {
                mem::forget(core);
            } else if !core.leave_to_own_thread() {
                core.close();
                core.join();
            }
        }
    }
}

impl Handler for Queued {
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        self.deliver(record, &Delivery::new())
    }

    fn deliver(&self, record: &Record<'_>, delivery: &Delivery) -> io::Result<()> {
        let time = record.time().unwrap_or(UNIX_EPOCH);
        let receipt = delivery.receipt();
        let Some(lines) = self.0.handler.lines() else {
            let item = Item::record(record.to_owned());
            return self.0.with_core(|core| core.push(item, time, receipt));
        };
        lines.make_line(record, delivery, &mut |line| {
            self.0.with_core(|core| core.push(Item::line(line), time, receipt))
        })
    }

    fn level(&self) -> Option<LevelFilter> {
        self.0.handler.level()
    }

    fn flush(&self) -> io::Result<()> {
        self.flush()
    }

    /// Does not wait for the queue: lines that it holds are written to the reopened destination.
    fn reopen(&self) -> io::Result<()> {
        self.0.handler.reopen()
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("queued ")?;
        self.0.handler.describe(f)
    }
}

impl fmt::Debug for Queued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Queued").field(&self.0.settings).finish()
    }
}

//! The parts of the queue of one process, and the states of its thread.

use std::fmt;
use std::io;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crate::handler::Handler;
use crate::handler::queue::chunk::Pool;
use crate::handler::queue::drain::{Drain, Stage};
use crate::handler::queue::sync::{AtomicU8, AtomicU32, AtomicU64, Condvar, Mutex, Thread, thread};
use crate::util::process_id::process_id;

/// The settings of a queue.
#[derive(Clone, Copy, Debug)]
pub(in crate::handler) struct QueueSettings {
    /// Bytes.
    pub(in crate::handler) capacity: usize,
    /// A thread that finds the queue full waits.
    pub(in crate::handler) waits: bool,
    /// The longest time that a flush waits, and the end of the process.
    pub(in crate::handler) deadline: Duration,
}

/// The states of the queue's thread, the consumer. Without one, the log call writes.
pub(super) mod state {
    /// It works.
    pub(in crate::handler::queue) const AWAKE: u8 = 0;
    /// It looks again by itself in a moment.
    pub(in crate::handler::queue) const NAPPING: u8 = 1;
    /// It must be woken.
    pub(in crate::handler::queue) const ASLEEP: u8 = 2;
    /// It starts with the first item.
    pub(in crate::handler::queue) const NEW: u8 = 3;
    /// It starts later in this child of a fork, which may end or call `exec` soon.
    pub(in crate::handler::queue) const EARLY: u8 = 4;
    /// It has ended, or it cannot be started.
    pub(in crate::handler::queue) const NONE: u8 = 5;
}
use state::{ASLEEP, AWAKE, EARLY, NAPPING, NEW};

/// The number of items that the child of a fork writes before it starts a thread.
const EARLY_ITEMS: u32 = 100;

/// The right to drain the queue, and the requests to the consumer.
#[derive(Default)]
pub(super) struct DrainControl {
    /// A thread has the drain.
    pub(super) is_draining: bool,
    pub(super) flushes_wanted: u64,
    pub(super) flushes_done: u64,
    /// The error of the last flush of the handler, without the handler's own text and data.
    pub(super) flush_error: Option<io::Error>,
    /// Items that were lost at a deadline.
    pub(super) abandoned: u64,
    pub(super) thread: Option<thread::JoinHandle<()>>,
    /// The consumer has ended, or never was.
    pub(super) ended: bool,
}

/// A queue in the process that made it.
pub(in crate::handler) struct Core {
    pub(super) settings: QueueSettings,
    pub(super) stage: Stage,
    /// The number of the consumer's round, which items bear.
    pub(super) round: AtomicU32,
    pub(super) state: AtomicU8,
    /// The number of items until a child starts a thread.
    pub(super) early: AtomicU32,
    pub(super) thread: OnceLock<Thread>,
    pub(super) control: Mutex<DrainControl>,
    /// Only the thread that has set `is_draining` locks it.
    pub(super) drain: Mutex<Drain>,
    pub(super) changed: Condvar,
}

impl Core {
    /// A queue without a thread, which the first item starts.
    pub(in crate::handler) fn new(handler: Arc<dyn Handler>, settings: QueueSettings) -> Self {
        Self::starting(NEW, handler, settings)
    }

    /// The queue of a child of a fork. It starts a thread after some items, because most children
    /// end soon, by `_exit` or `exec`, which would lose what is queued.
    pub(in crate::handler) fn of_child(parent: &Self) -> Self {
        Self::starting(EARLY, Arc::clone(&parent.stage.handler), parent.settings)
    }

    fn starting(at: u8, handler: Arc<dyn Handler>, settings: QueueSettings) -> Self {
        let stage = Stage {
            shards: Default::default(),
            pool: Pool::new(settings.capacity),
            handler,
            process: process_id(),
            gives_up: AtomicBool::new(false),
            in_flight: AtomicU64::new(0),
        };
        Self {
            settings,
            stage,
            round: AtomicU32::new(0),
            state: AtomicU8::new(at),
            early: AtomicU32::new(EARLY_ITEMS),
            thread: OnceLock::new(),
            control: Mutex::default(),
            drain: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Returns `true` if this process made the queue.
    #[inline]
    pub(in crate::handler) fn is_of(&self, process: u32) -> bool {
        self.stage.process == process
    }

    /// Wakes the consumer if it sleeps, or even if it only naps.
    pub(super) fn wake(&self) {
        let _ = self.wake_from(ASLEEP) || self.wake_from(NAPPING);
    }

    /// Wakes the consumer if it is in that state.
    pub(super) fn wake_from(&self, resting: u8) -> bool {
        let is_woken = self.state.compare_exchange(resting, AWAKE, AcqRel, Relaxed).is_ok();
        if let (true, Some(thread)) = (is_woken, self.thread.get()) {
            thread.unpark();
        }
        is_woken
    }

    /// Returns `true` if a thread writes what is queued.
    pub(super) fn has_consumer(&self) -> bool {
        matches!(self.state.load(Acquire), AWAKE | NAPPING | ASLEEP)
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core").field("settings", &self.settings).finish_non_exhaustive()
    }
}

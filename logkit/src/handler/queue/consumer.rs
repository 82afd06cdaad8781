//! The thread that empties a queue: when it works, sleeps and ends; and what other threads do in its
//! place if it cannot run.

use std::io::{self, ErrorKind};
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use crate::handler::queue::core::state::{ASLEEP, AWAKE, NAPPING, NEW, NONE};
use crate::handler::queue::core::{Core, DrainControl};
use crate::handler::queue::drain::{Drain, WRITE};
use crate::handler::queue::draining::{self, Draining};
use crate::handler::queue::live;
use crate::handler::queue::sync::{MutexGuard, lock, thread};
#[cfg(all(unix, feature = "signals"))]
use crate::handler::queue::{core::state::EARLY, signals};
use crate::util::catch_panic::catch_panic;
use crate::util::clock;
use crate::util::diagnostics::{self, Reason};
use crate::util::process_id::process_id;

/// The pause after a small round: the next items are collected without waking the thread for each.
///
/// Each round costs the log calls time: it takes cache lines from them, and the core where no other is
/// free, and the next call fetches a block. In a longer pause, a burst fills more memory than stays in
/// a core's cache.
const NAP: Duration = Duration::from_millis(2);
/// The time that a thread waits for another one that writes, if there is no consumer. Then it leaves
/// its item to that thread.
pub(super) const SETTLE_WAIT: Duration = Duration::from_millis(100);
/// The number of rounds of a thread that writes in a log call: its own, and one for items that others
/// left to it.
const SETTLE_ROUNDS: usize = 2;
/// The drain in use. It is given back when this is dropped, even in a panic.
pub(super) struct InUse<'a> {
    core: &'a Core,
    drain: MutexGuard<'a, Drain>,
}

/// The outcome of a round.
pub(super) struct Round {
    /// The number of bytes.
    written: usize,
    /// Nothing was queued in the meantime that waits for the next round.
    is_done: bool,
}

impl Core {
    /// Starts the consumer, unless another thread does. Without one, log calls write.
    pub(super) fn start(self: &Arc<Self>, from: u8) {
        if self.state.compare_exchange(from, AWAKE, AcqRel, Relaxed).is_err() {
            return;
        }
        if from == NEW {
            live::register(self);
        }
        #[cfg(all(unix, feature = "signals"))]
        if from == EARLY {
            signals::close_on_signals_in_child();
        }
        let core = Arc::clone(self);
        let builder = thread::Builder::new().name("logkit-queue".to_owned());
        match builder.spawn(move || consume(&core)) {
            Ok(handle) => lock(&self.control).thread = Some(handle),
            Err(error) => {
                self.state.store(NONE, Release);
                lock(&self.control).ended = true;
                diagnostics::report(format_args!(
                    "a queue writes in the log call, because no thread can be started: {}",
                    Reason(&error)
                ));
                self.settle();
            }
        }
    }

    /// Writes what is queued, on this thread. If another thread writes for long, it is left to that
    /// one, which looks for more before it ends.
    pub(super) fn settle(&self) {
        if matches!(draining::state(self.stage.address()), Draining::This { .. }) {
            return;
        }
        for _ in 0..SETTLE_ROUNDS {
            let Some(mut drain) = self.check_out(SETTLE_WAIT) else { return };
            let Round { is_done, .. } = self.run_round(&mut drain);
            drop(drain);
            if is_done && self.stage.is_empty() {
                return;
            }
        }
    }

    /// Returns the right to drain, once no other thread has it.
    pub(super) fn check_out(&self, limit: Duration) -> Option<InUse<'_>> {
        let mut deadline = None;
        let mut control = lock(&self.control);
        loop {
            if !control.is_draining {
                control.is_draining = true;
                drop(control);
                return Some(InUse { core: self, drain: lock(&self.drain) });
            }
            let deadline = *deadline.get_or_insert_with(|| clock::deadline(limit));
            let left = clock::left_until(deadline);
            if left.is_zero() {
                return None;
            }
            control = self.wait(control, left);
        }
    }

    pub(super) fn wait<'a>(
        &'a self,
        control: MutexGuard<'a, DrainControl>,
        left: Duration,
    ) -> MutexGuard<'a, DrainControl> {
        let woken = self.changed.wait_timeout(control, left);
        woken.unwrap_or_else(PoisonError::into_inner).0
    }

    /// Writes what was queued before the call, and flushes the handler if that was asked for.
    pub(super) fn run_round(&self, in_use: &mut InUse<'_>) -> Round {
        let drain = &mut *in_use.drain;
        let wanted = lock(&self.control).flushes_wanted;
        let begun = self.round.fetch_add(1, Relaxed).wrapping_add(1);
        drain.take(&self.stage, begun);
        let written = drain.write(&self.stage, begun);
        if self.stage.must_stop() {
            if self.stage.gives_up.load(Relaxed) && self.is_of(process_id()) {
                let lost = drain.abandon(&self.stage, &ErrorKind::TimedOut.into());
                lock(&self.control).abandoned += lost;
            }
            return Round { written, is_done: true };
        }
        let done = lock(&self.control).flushes_done;
        if done < wanted {
            let _scope = draining::enter(self.stage.address(), true);
            let flushed = catch_panic(|| self.stage.handler.flush());
            let flushed = flushed.unwrap_or_else(|_| Err(ErrorKind::Other.into()));
            let error = flushed.err().as_ref().map(copy_of);
            let mut control = lock(&self.control);
            control.flushes_done = wanted;
            control.flush_error = error;
            drop(control);
            self.changed.notify_all();
        }
        Round { written, is_done: drain.is_empty() }
    }

    /// Waits until the next items, or the next moment to look for some. After a large round there are
    /// more already; after a small one it is better to let some gather. If none do, the consumer sleeps:
    /// a log call that wakes it takes long, so it does not sleep before it has napped.
    ///
    /// Returns `true` if it has napped.
    fn rest(&self, written: usize, is_done: bool, has_napped: bool) -> bool {
        if written >= WRITE {
            return false;
        }
        let resting = if written == 0 && is_done && has_napped { ASLEEP } else { NAPPING };
        if resting == ASLEEP {
            self.stage.pool.trim();
        }
        if self.state.compare_exchange(AWAKE, resting, AcqRel, Relaxed).is_err() {
            return false;
        }
        // See `push`: a thread that wants something after these looks sees the state and wakes this one.
        let control = lock(&self.control);
        let must_flush = control.flushes_done < control.flushes_wanted;
        drop(control);
        if !must_flush && resting == NAPPING {
            nap();
        } else if !must_flush && self.stage.is_empty() {
            while self.state.load(Acquire) == ASLEEP {
                thread::park();
            }
        }
        let _ = self.state.compare_exchange(resting, AWAKE, AcqRel, Relaxed);
        resting == NAPPING
    }
}

/// The consumer's thread.
fn consume(core: &Arc<Core>) {
    let _ends = Ends(core);
    let _ = core.thread.set(thread::current());
    let mut has_napped = false;
    while core.is_of(process_id()) {
        let Some(mut drain) = core.check_out(Duration::MAX) else { continue };
        let Round { written, is_done } = core.run_round(&mut drain);
        drop(drain);
        // If its own handler has dropped the queue, no other thread looks for what was queued during
        // the round.
        if is_done && !core.has_consumer() && core.stage.is_empty() {
            return;
        }
        has_napped = core.rest(written, is_done, has_napped);
    }
}

/// Hands the consumer's work to the log calls when its thread ends, for whatever reason.
struct Ends<'a>(&'a Core);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        // In a child that the handler forked, this is not the consumer's thread.
        if self.0.is_of(process_id()) {
            self.0.end_consumer();
            lock(&self.0.control).ended = true;
            self.0.changed.notify_all();
        }
    }
}

impl Drop for InUse<'_> {
    fn drop(&mut self) {
        lock(&self.core.control).is_draining = false;
        self.core.changed.notify_all();
    }
}

/// An error of the same kind, or of the same code of the operating system.
pub(super) fn copy_of(error: &io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
}

/// Lets some time pass. In the model there is no time, but other threads go on.
fn nap() {
    if cfg!(all(test, logkit_shuttle)) {
        thread::yield_now();
    } else {
        thread::park_timeout(NAP);
    }
}

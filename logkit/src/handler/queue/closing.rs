//! The end of a queue: flush, close, and what a deadline does.

use std::io::{self, ErrorKind};
use std::sync::atomic::Ordering::{AcqRel, Relaxed};
use std::time::{Duration, Instant};

use crate::handler::queue::consumer::{SETTLE_WAIT, copy_of};
use crate::handler::queue::core::Core;
use crate::handler::queue::core::state::{ASLEEP, NAPPING, NEW, NONE};
use crate::handler::queue::drain::Drain;
use crate::handler::queue::draining::{self, Draining};
use crate::handler::queue::shard::Shard;
use crate::handler::queue::sync::lock;
use crate::util::clock;
use crate::util::diagnostics::{self, Reason};

/// The part of the deadline that a write in progress may take longer.
const GRACE: u32 = 10;

/// The outcome of a flush.
enum Flushed {
    Done(Result<(), io::Error>),
    TooLate,
}

impl Core {
    /// Writes everything that was queued before the call, and flushes the handler.
    ///
    /// # Errors
    ///
    /// The handler's own, `TimedOut` at the deadline, and `ResourceBusy` for a handler that flushes
    /// the queue that it is called by.
    pub(in crate::handler) fn flush(&self) -> io::Result<()> {
        if self.is_within() {
            return Err(ErrorKind::ResourceBusy.into());
        }
        match self.flush_until(clock::deadline(self.settings.deadline)) {
            Flushed::Done(outcome) => outcome,
            Flushed::TooLate => Err(ErrorKind::TimedOut.into()),
        }
    }

    fn flush_until(&self, deadline: Option<Instant>) -> Flushed {
        let ticket = self.want_flush();
        let mut control = lock(&self.control);
        loop {
            if control.flushes_done >= ticket {
                let error = control.flush_error.as_ref().map(copy_of);
                return Flushed::Done(error.map_or(Ok(()), Err));
            }
            let left = clock::left_until(deadline);
            if left.is_zero() {
                return Flushed::TooLate;
            }
            if self.has_consumer() {
                control = self.wait(control, left);
                continue;
            }
            drop(control);
            if let Some(mut drain) = self.check_out(left) {
                self.run_round(&mut drain);
            }
            control = lock(&self.control);
        }
    }

    /// Asks the consumer for a flush, and returns its number.
    fn want_flush(&self) -> u64 {
        let mut control = lock(&self.control);
        control.flushes_wanted += 1;
        let ticket = control.flushes_wanted;
        drop(control);
        self.wake();
        ticket
    }

    /// Begins to close, so that several queues are closed at the same time.
    pub(super) fn begin_to_close(&self) {
        if self.has_consumer() {
            self.want_flush();
        }
    }

    /// Writes what is queued, and ends the consumer: later items are written in the log call. What is
    /// left at the deadline is counted as lost and reported, and later items are refused.
    pub(in crate::handler) fn close(&self) {
        if self.state.compare_exchange(NEW, NONE, AcqRel, Relaxed).is_ok() {
            return;
        }
        let deadline = clock::deadline(self.settings.deadline);
        let is_within = self.is_within();
        if !is_within {
            if let Flushed::Done(flushed) = self.flush_until(deadline) {
                if let Err(error) = flushed {
                    let reason = Reason(&error);
                    diagnostics::report(format_args!("flushing a queue failed: {reason}"));
                }
                self.end_consumer();
                // What was queued in between.
                if let Some(mut drain) = self.check_out(clock::left_until(deadline)) {
                    self.run_round(&mut drain);
                    return;
                }
            }
        }
        self.give_up(is_within);
    }

    /// Closes a queue whose own handler drops it, as one that gives way to another handler does: this
    /// thread writes the rest as soon as the handler returns. Returns `false` in any other thread.
    pub(in crate::handler) fn leave_to_own_thread(&self) -> bool {
        let is_within = self.is_within();
        if is_within {
            self.end_consumer();
        }
        is_within
    }

    /// Returns `true` if this queue's handler has called.
    fn is_within(&self) -> bool {
        matches!(draining::state(self.stage.address()), Draining::This { .. })
    }

    /// Ends the consumer after its current round.
    pub(super) fn end_consumer(&self) {
        let before = self.state.swap(NONE, AcqRel);
        if let (NAPPING | ASLEEP, Some(thread)) = (before, self.thread.get()) {
            thread.unpark();
        }
        drop(lock(&self.control));
        self.changed.notify_all();
        self.stage.pool.wake_all();
    }

    /// Counts and reports what is left.
    fn give_up(&self, is_within: bool) {
        self.stage.gives_up.store(true, Relaxed);
        self.stage.shards.iter().for_each(Shard::close);
        self.end_consumer();
        let grace = if is_within { Duration::ZERO } else { self.settings.deadline / GRACE };
        let writer = self.check_out(grace);
        // Lines that a write in progress does not get done with.
        let in_flight = if writer.is_none() { self.stage.in_flight.load(Relaxed) } else { 0 };
        let mut rest = Drain::default();
        rest.take_rest(&self.stage);
        let abandoned = lock(&self.control).abandoned;
        let left = abandoned + in_flight + rest.abandon(&self.stage, &ErrorKind::TimedOut.into());
        drop(writer);
        if left > 0 {
            let deadline = self.settings.deadline;
            diagnostics::report_always(format_args!(
                "{left} queued records were not written within {deadline:?}"
            ));
        }
    }

    /// Waits for the end of the consumer after [`close`](Self::close), so that its handler is dropped by
    /// the caller.
    pub(in crate::handler) fn join(&self) {
        let mut control = lock(&self.control);
        if control.thread.is_none() {
            return;
        }
        let deadline = clock::deadline(SETTLE_WAIT);
        while !control.ended {
            let left = clock::left_until(deadline);
            if left.is_zero() {
                return;
            }
            control = self.wait(control, left);
        }
        let thread = control.thread.take();
        drop(control);
        if let Some(thread) = thread {
            // It has nothing left to do, and caught all panics.
            let _ = thread.join();
        }
    }
}

//! A lock with a time limit, which knows whether its holder exists in this process.
//!
//! It guards users' writers. Their code may log, or wait for a thread that logs, so the lock knows its
//! holder's thread and gives up. There is one writer, which no child can have a second time, so a child
//! learns that the holder does not exist. Files and standard streams need none of this: `child_lock.rs`.

use std::hint;
use std::ptr;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering::Relaxed, Ordering::SeqCst};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

/// The turn to use a writer.
///
/// `word` is 0 when the turn is free, else the id of the holder's process, with the highest bit set
/// once other threads may be waiting. It is taken in one atomic step, so the word that a fork
/// copies always names the holder: a holder of another process does not exist here, and will never
/// give the turn back.
///
/// Waiting threads sleep on a condition variable. A fork may leave its mutex locked, too, so no
/// thread waits for the mutex: without it, threads sleep for a short time and look again.
pub(super) struct WriterTurn {
    word: AtomicU32,
    /// The thread that has the turn, by the address of one of its thread-locals; 0 if it is free.
    thread: AtomicUsize,
    gate: Mutex<()>,
    released: Condvar,
    /// The number of times that a thread gave the turn back while others waited; wraps.
    releases: AtomicU32,
}

/// The reason why a thread did not get the turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// This thread has it.
    Reentered,
    /// A thread that stayed in the parent process has it.
    Orphaned,
    /// One other thread has had it all the time.
    TimedOut,
}

const FREE: u32 = 0;
/// Process ids are positive numbers of a signed type.
const CONTENDED: u32 = 1 << 31;
/// The number of looks at the word before a thread goes to sleep.
const SPINS: u32 = 100;
/// The longest sleep before another look at the word.
const SLICE: Duration = Duration::from_millis(10);

thread_local! {
    // No destructor, so it can be used in other destructors and after a fork.
    static THREAD: u8 = const { 0 };
}

#[inline]
fn this_thread() -> usize {
    THREAD.with(|thread| ptr::from_ref(thread).addr())
}

/// The turn, given back when it is dropped.
pub(super) struct Held<'a>(&'a WriterTurn);

impl WriterTurn {
    pub(super) const fn new() -> Self {
        Self {
            word: AtomicU32::new(FREE),
            thread: AtomicUsize::new(0),
            gate: Mutex::new(()),
            released: Condvar::new(),
            releases: AtomicU32::new(0),
        }
    }

    /// Takes the turn if it is free.
    #[inline]
    pub(super) fn try_take(&self, process: u32) -> Option<Held<'_>> {
        self.swap(FREE, process).then(|| self.held())
    }

    /// Takes the turn, waiting for it as long as it is given back at least once in `limit`: that
    /// shows that the threads that have it do not wait for this one.
    ///
    /// # Errors
    ///
    /// Waiting is pointless, or the limit is reached.
    #[cold]
    pub(super) fn take_within(&self, process: u32, limit: Duration) -> Result<Held<'_>, Refused> {
        for _ in 0..SPINS {
            if let Some(held) = self.try_take(process) {
                return Ok(held);
            }
            hint::spin_loop();
        }
        if self.thread.load(Relaxed) == this_thread() && self.holder() == process {
            return Err(Refused::Reentered);
        }
        let mut releases = self.releases.load(Relaxed);
        let mut deadline = Instant::now() + limit;
        let mut gate = self.try_gate();
        loop {
            let word = self.word.load(SeqCst);
            if word == FREE {
                // Other threads may be asleep, so the release must wake one.
                if self.swap(FREE, process | CONTENDED) {
                    return Ok(self.held());
                }
                continue;
            }
            if word & !CONTENDED != process {
                return Err(Refused::Orphaned);
            }
            if word & CONTENDED == 0 && !self.swap(word, word | CONTENDED) {
                continue;
            }
            let now = Instant::now();
            let seen = self.releases.load(Relaxed);
            if seen != releases {
                (releases, deadline) = (seen, now + limit);
            }
            let left = deadline.saturating_duration_since(now);
            if left.is_zero() {
                return Err(Refused::TimedOut);
            }
            gate = self.sleep(gate, left);
        }
    }

    fn sleep<'a>(
        &'a self,
        gate: Option<MutexGuard<'a, ()>>,
        left: Duration,
    ) -> Option<MutexGuard<'a, ()>> {
        if let Some(gate) = gate {
            let woken = self.released.wait_timeout(gate, left.min(SLICE));
            return Some(woken.unwrap_or_else(PoisonError::into_inner).0);
        }
        thread::sleep(left.min(Duration::from_millis(1)));
        self.try_gate()
    }

    fn holder(&self) -> u32 {
        self.word.load(SeqCst) & !CONTENDED
    }

    #[inline]
    fn swap(&self, from: u32, to: u32) -> bool {
        self.word.compare_exchange(from, to, SeqCst, SeqCst).is_ok()
    }

    #[inline]
    fn held(&self) -> Held<'_> {
        self.thread.store(this_thread(), Relaxed);
        Held(self)
    }

    /// Wakes a waiting thread. That thread may hold the gate, between its look at the word and its
    /// sleep; if the gate cannot be taken, the thread wakes at the end of its slice.
    #[cold]
    fn wake(&self) {
        self.releases.fetch_add(1, Relaxed);
        let gate = self.try_gate();
        self.released.notify_one();
        drop(gate);
    }

    fn try_gate(&self) -> Option<MutexGuard<'_, ()>> {
        (0..SPINS).find_map(|_| match self.gate.try_lock() {
            Ok(gate) => Some(gate),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => {
                hint::spin_loop();
                None
            }
        })
    }
}

impl Drop for Held<'_> {
    #[inline]
    fn drop(&mut self) {
        self.0.thread.store(0, Relaxed);
        if self.0.word.swap(FREE, SeqCst) & CONTENDED != 0 {
            self.0.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::mem;
    use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
    use std::thread;
    use std::time::{Duration, Instant};

    use super::{Refused, WriterTurn};

    const LONG: Duration = Duration::from_secs(60);
    const SHORT: Duration = Duration::from_millis(20);

    #[test]
    fn threads_take_turns() {
        let (turn, count) = (WriterTurn::new(), AtomicU32::new(0));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..2_000 {
                        let _held = turn.take_within(7, LONG).unwrap();
                        // Not one atomic step, so only the turn makes it right.
                        count.store(count.load(Relaxed) + 1, Relaxed);
                    }
                });
            }
        });
        assert_eq!(count.into_inner(), 16_000);
    }

    #[test]
    fn waiting_has_a_limit() {
        let turn = WriterTurn::new();
        let held = turn.try_take(7);
        let started = Instant::now();
        let refused =
            thread::scope(|scope| scope.spawn(|| turn.take_within(7, SHORT).err()).join().unwrap());
        assert_eq!(refused, Some(Refused::TimedOut));
        assert!(started.elapsed() >= SHORT);
        drop(held);
        assert!(turn.try_take(7).is_some());
    }

    #[test]
    fn waiting_ends_when_the_turn_is_given_back() {
        let turn = WriterTurn::new();
        thread::scope(|scope| {
            let held = turn.try_take(7);
            let waits = scope.spawn(|| turn.take_within(7, LONG).map(drop));
            thread::sleep(SHORT);
            drop(held);
            assert_eq!(waits.join().unwrap(), Ok(()));
        });
    }

    #[test]
    fn waiting_goes_on_while_threads_take_turns() {
        let (limit, part) = (Duration::from_secs(1), Duration::from_millis(600));
        let turn = WriterTurn::new();
        thread::scope(|scope| {
            let held = turn.try_take(7);
            let waits = scope.spawn(|| turn.take_within(7, limit).map(drop));
            thread::sleep(part);
            // As if the turn had been given back, and taken by a third thread at once.
            turn.wake();
            thread::sleep(part);
            drop(held);
            assert_eq!(waits.join().unwrap(), Ok(()));
        });
    }

    #[test]
    fn nothing_waits_for_its_own_thread() {
        let turn = WriterTurn::new();
        let _held = turn.try_take(7);
        assert_eq!(turn.take_within(7, LONG).err(), Some(Refused::Reentered));
    }

    #[test]
    fn nothing_waits_for_a_thread_of_the_parent() {
        let turn = WriterTurn::new();
        mem::forget(turn.try_take(7));
        assert_eq!(turn.take_within(8, LONG).err(), Some(Refused::Orphaned));
    }

    #[test]
    fn a_gate_that_a_fork_left_locked_blocks_no_thread() {
        let turn = WriterTurn::new();
        mem::forget(turn.gate.lock());
        thread::scope(|scope| {
            let held = turn.try_take(7);
            let waits = scope.spawn(|| turn.take_within(7, LONG).map(drop));
            thread::sleep(SHORT);
            drop(held);
            assert_eq!(waits.join().unwrap(), Ok(()));
        });
    }
}

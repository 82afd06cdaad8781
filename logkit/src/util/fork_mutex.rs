//! A lock whose holder the child of a fork recognizes as its parent's, so that it never waits for
//! it.

use std::mem;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicU32, AtomicUsize};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use crate::util::process_id::process_id;
use crate::util::sync::thread;

/// A mutex that never waits for a thread that exists in the parent process only.
///
/// A fork copies every lock as it is, held ones included, but only the forking thread. The lock
/// word holds the process id of its holder, written in the same atomic step that takes the lock. A
/// waiter that finds another process's id knows that the holder does not exist here: it leaves the
/// orphaned value alone, which may be half changed, and moves the lock on to a fresh `T::default()`.
///
/// So the value must be able to start from its default in a child, and code under the lock must be
/// short and free of user code: waiters spin, then sleep, and a thread that takes the lock twice
/// never returns.
pub(crate) struct ForkMutex<T> {
    /// The index of the slot in use.
    current: AtomicUsize,
    slots: [LockSlot<T>; SLOTS],
}

/// The number of values of a lock: all but one can be orphaned. To orphan one takes a fork at the
/// moment when the lock is held, in a child of the process in which the previous one was orphaned.
const SLOTS: usize = 4;

/// One value with its lock word.
pub(crate) struct LockSlot<T> {
    /// The process whose thread holds the lock; 0 when it is free.
    holder: AtomicU32,
    /// Never contended: only the holder touches it. Empty until the slot is first taken.
    value: Mutex<Option<T>>,
}

/// No process has this id.
const FREE: u32 = 0;

impl<T> ForkMutex<T> {
    pub(crate) const fn new() -> Self {
        Self { current: AtomicUsize::new(0), slots: [const { LockSlot::new() }; SLOTS] }
    }
}

impl<T: Default> ForkMutex<T> {
    /// Runs `work` on the value while this thread holds the lock.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        self.with_as(process_id(), work)
    }

    /// Like [`with`](Self::with), with a [`process_id`] that the caller has looked up: once for several
    /// locks.
    pub(crate) fn with_as<R>(&self, process: u32, work: impl FnOnce(&mut T) -> R) -> R {
        work(self.hold(process).value().get_or_insert_default())
    }

    /// Takes the lock. Compiled once per type of value, whereas `with` is compiled once per caller.
    pub(crate) fn hold(&self, process: u32) -> ForkGuard<'_, T> {
        let mut waited = 0;
        loop {
            let index = self.current.load(Acquire);
            let Some(slot) = self.slots.get(index) else {
                return ForkGuard::OfCaller(None);
            };
            let Err(holder) = slot.take(process) else {
                return slot.open();
            };
            if holder == process {
                back_off(waited);
                waited += 1;
            } else {
                // Its holder was left behind in the parent and will never release it. Another thread
                // may have moved on already.
                let next = index + 1;
                let _ = self.current.compare_exchange(index, next, AcqRel, Relaxed);
            }
        }
    }
}

impl<T> LockSlot<T> {
    const fn new() -> Self {
        Self { holder: AtomicU32::new(FREE), value: Mutex::new(None) }
    }

    /// Takes the lock if it is free.
    ///
    /// # Errors
    ///
    /// Another thread holds it; the error is the id of that thread's process.
    #[inline]
    fn take(&self, process: u32) -> Result<u32, u32> {
        self.holder.compare_exchange(FREE, process, Acquire, Relaxed)
    }

    /// Locks the value, after the word was taken.
    #[inline]
    fn open(&self) -> ForkGuard<'_, T> {
        let word = Word(&self.holder);
        match self.value.try_lock() {
            Ok(value) => ForkGuard::Slot { value, _word: word },
            Err(TryLockError::Poisoned(poisoned)) => {
                ForkGuard::Slot { value: poisoned.into_inner(), _word: word }
            }
            // Never: the word excludes other threads.
            Err(TryLockError::WouldBlock) => ForkGuard::OfCaller(None),
        }
    }
}

/// Gives access to the value, and releases the lock when it is dropped.
pub(crate) enum ForkGuard<'a, T> {
    /// The lock's own. Fields are dropped in this order: the word is released last.
    Slot { value: MutexGuard<'a, Option<T>>, _word: Word<'a> },
    /// A value for this caller alone, because every slot is orphaned.
    OfCaller(Option<T>),
}

impl<T> ForkGuard<'_, T> {
    #[inline]
    pub(crate) fn value(&mut self) -> &mut Option<T> {
        match self {
            Self::Slot { value, .. } => value,
            Self::OfCaller(value) => value,
        }
    }
}

/// A lock word that this thread holds, released when it is dropped.
pub(crate) struct Word<'a>(&'a AtomicU32);

impl Drop for Word<'_> {
    #[inline]
    fn drop(&mut self) {
        self.0.store(FREE, Release);
    }
}

impl<T> Drop for LockSlot<T> {
    fn drop(&mut self) {
        // No thread of this process holds a lock that is being dropped. Dropping a value that was
        // copied half-way through a change is not sound.
        if *self.holder.get_mut() != FREE {
            mem::forget(self.value.get_mut().unwrap_or_else(PoisonError::into_inner).take());
        }
    }
}

impl<T> Default for ForkMutex<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// Waits, longer with each attempt: work under the lock is short.
#[cold]
fn back_off(waited: u32) {
    match waited {
        0..32 => std::hint::spin_loop(),
        32..96 => thread::yield_now(),
        _ => thread::sleep(Duration::from_micros(100)),
    }
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;
    use std::sync::atomic::Ordering::Relaxed;
    use std::thread;

    use super::{ForkGuard, ForkMutex, SLOTS};
    use crate::util::process_id::process_id;

    #[test]
    fn threads_take_turns() {
        let lock = ForkMutex::<u32>::new();
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..2_000).for_each(|_| lock.with(|count| *count += 1)));
            }
        });
        assert_eq!(lock.with(|count| *count), 16_000);
    }

    #[test]
    fn a_panic_releases_the_lock_and_keeps_the_value() {
        static LOCK: ForkMutex<u32> = ForkMutex::new();
        let panicked = catch_unwind(|| {
            LOCK.with(|count| {
                *count = 7;
                panic!("scripted")
            })
        });
        assert!(panicked.is_err());
        assert_eq!(LOCK.with(|count| *count), 7);
    }

    /// Leaves the lock as a fork does: held by a thread of another process.
    fn orphan(lock: &ForkMutex<u32>) {
        let slot = &lock.slots[lock.current.load(Relaxed)];
        assert!(slot.take(process_id() + 1).is_ok());
    }

    #[test]
    fn a_lock_that_a_parents_thread_holds_is_replaced_once() {
        let lock = ForkMutex::<u32>::new();
        lock.with(|count| *count = 7);
        orphan(&lock);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| lock.with(|count| *count += 1));
            }
        });
        assert_eq!(lock.with(|count| *count), 8);
        assert_eq!(lock.current.load(Relaxed), 1);
    }

    #[test]
    fn callers_get_values_of_their_own_when_every_slot_is_orphaned() {
        let lock = ForkMutex::<u32>::new();
        for _ in 0..SLOTS {
            lock.with(|count| *count += 7);
            orphan(&lock);
        }
        for _ in 0..2 {
            assert_eq!(lock.with(|count| *count), 0);
            assert!(matches!(lock.hold(process_id()), ForkGuard::OfCaller(_)));
        }
    }

    #[test]
    fn a_free_lock_is_inherited_with_its_value() {
        let lock = ForkMutex::<u32>::new();
        lock.with(|count| *count = 7);
        assert_eq!(lock.with_as(process_id() + 1, |count| *count), 7);
    }
}

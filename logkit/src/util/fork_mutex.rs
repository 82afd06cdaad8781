//! A lock that the child of a fork never waits for in vain.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::thread;
use std::time::Duration;

use arc_swap::ArcSwapOption;

/// A mutex that never waits for a thread that exists in the parent process only.
///
/// A fork copies every lock as it is, held ones included, but only the forking thread. The lock
/// word holds the process id of its holder, written in the same atomic step that takes the lock. A
/// waiter that finds another process's id knows that the holder does not exist here: it leaves the
/// orphaned value alone, which may be half changed, and puts a fresh `T::default()` in its place.
///
/// What the lock guards must therefore be able to start afresh in a child, and what runs under it
/// must be short and free of user code: waiters spin, then sleep, and a thread that takes the lock
/// twice never returns.
pub(crate) struct ForkMutex<T> {
    /// Empty until the lock is first taken.
    current: ArcSwapOption<Slot<T>>,
}

struct Slot<T> {
    /// The process whose thread holds the lock; 0 when it is free.
    holder: AtomicU32,
    /// Never contended: only the holder touches it.
    value: Mutex<T>,
}

/// No process has this id.
const FREE: u32 = 0;

/// The id of this process, which differs in the child of a fork. Where nothing forks it is
/// constant: `std::process::id` panics on some of those targets.
#[inline]
pub(crate) fn process_id() -> u32 {
    #[cfg(unix)]
    return std::process::id();
    #[cfg(not(unix))]
    return 1;
}

impl<T> ForkMutex<T> {
    pub(crate) const fn new() -> Self {
        Self { current: ArcSwapOption::const_empty() }
    }
}

impl<T: Default> ForkMutex<T> {
    /// Runs `work` on the value while this thread holds the lock.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        self.with_as(process_id(), work)
    }

    /// As [`with`](Self::with), for callers that take several locks and ask for the
    /// [`process_id`] once.
    pub(crate) fn with_as<R>(&self, process: u32, work: impl FnOnce(&mut T) -> R) -> R {
        let held = self.hold(process);
        let mut value = held.value();
        work(&mut value)
    }

    /// Takes the lock. Compiled once for each type of value, which `with` is for each caller.
    pub(crate) fn hold(&self, process: u32) -> Held<T> {
        let mut waited = 0;
        loop {
            let current = self.current.load_full();
            let Some(slot) = current else {
                self.replace(None);
                continue;
            };
            let Err(holder) = slot.take(process) else {
                return Held(slot);
            };
            if holder == process {
                back_off(waited);
                waited += 1;
            } else {
                // Its holder was left behind in the parent and will never release it.
                self.replace(Some(slot));
            }
        }
    }

    /// Puts a fresh slot in place of `old`, unless another thread has done so already.
    #[cold]
    fn replace(&self, old: Option<Arc<Slot<T>>>) {
        let fresh = Slot { holder: AtomicU32::new(FREE), value: Mutex::new(T::default()) };
        let before = self.current.compare_and_swap(&old, Some(Arc::new(fresh)));
        drop(before);
        // Dropping a value that was copied half-way through a change is not sound.
        std::mem::forget(old);
    }
}

impl<T> Slot<T> {
    /// Takes the lock if it is free.
    ///
    /// # Errors
    ///
    /// The process of the thread that holds it.
    #[inline]
    fn take(&self, process: u32) -> Result<u32, u32> {
        self.holder.compare_exchange(FREE, process, Ordering::Acquire, Ordering::Relaxed)
    }
}

/// The right to touch the value of a slot.
pub(crate) struct Held<T>(Arc<Slot<T>>);

impl<T> Held<T> {
    #[inline]
    pub(crate) fn value(&self) -> MutexGuard<'_, T> {
        match self.0.value.try_lock() {
            Ok(value) => value,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => unreachable!("the lock word excludes other threads"),
        }
    }
}

impl<T> Drop for Held<T> {
    #[inline]
    fn drop(&mut self) {
        self.0.holder.store(FREE, Ordering::Release);
    }
}

impl<T> Drop for ForkMutex<T> {
    fn drop(&mut self) {
        // Nobody of this process can be inside: the lock is being dropped.
        if let Some(slot) = self.current.swap(None) {
            if slot.holder.load(Ordering::Relaxed) != FREE {
                std::mem::forget(slot);
            }
        }
    }
}

impl<T> Default for ForkMutex<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// Waits a little, and longer the longer it has taken: what is done under the lock is short.
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
    use std::sync::Arc;
    use std::thread;

    use super::{ForkMutex, Slot};
    use crate::util::fork_mutex::process_id;

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

    /// The slot that is in use.
    fn slot(lock: &ForkMutex<u32>) -> Arc<Slot<u32>> {
        lock.current.load_full().unwrap()
    }

    #[test]
    fn a_lock_that_a_parents_thread_holds_is_replaced_once() {
        let lock = ForkMutex::<u32>::new();
        lock.with(|count| *count = 7);
        // As a fork leaves it behind: held, by a thread of another process.
        let orphan = slot(&lock);
        assert!(orphan.take(process_id() + 1).is_ok());
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| lock.with(|count| *count += 1));
            }
        });
        assert_eq!(lock.with(|count| *count), 8);
        assert!(!Arc::ptr_eq(&orphan, &slot(&lock)));
    }

    #[test]
    fn a_free_lock_is_inherited_with_its_value() {
        let lock = ForkMutex::<u32>::new();
        lock.with(|count| *count = 7);
        assert_eq!(lock.with_as(process_id() + 1, |count| *count), 7);
    }
}

//! A lock that threads of one process wait for, and that the child of a fork never waits for.
//!
//! It guards files and standard streams. Their writes are system calls, so the holder neither logs nor
//! waits for a thread that does, and every other thread can wait for it without a limit, on the futex of
//! a plain mutex. The system keeps the lines of two states apart, so a child can have one of its own.
//! A user's writer allows none of this; `turn.rs` is the lock for it. One lock for both would have to
//! ask for the thread and the time at each write to a file, or lose a writer's limits.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use crate::util::arc_cell::ArcCell;
use crate::util::process_id::process_id;

/// A mutex with a value for each process.
///
/// No user code runs under it, so threads of one process simply wait for it. In the child of a fork it
/// may be held by a thread of the parent, which will never release it:
///
/// | lock | process | what the thread does |
/// |---|---|---|
/// | free | any | takes it |
/// | held | the one that made it | waits without a limit |
/// | held | a child | takes a lock of the child's own, with a `T::default()` |
///
/// The last row also applies if a thread of the child holds the lock, so the value must be right with
/// a second one beside it.
pub(super) struct ChildLock<T> {
    made_by: u32,
    value: Mutex<Option<T>>,
    child: ArcCell<ChildValue<T>>,
}

/// The lock that a child uses instead of one that the fork left locked.
struct ChildValue<T> {
    process: u32,
    value: Mutex<Option<T>>,
}

impl<T: Default + Send + 'static> ChildLock<T> {
    pub(super) fn new(value: T) -> Self {
        Self { made_by: process_id(), value: Mutex::new(Some(value)), child: ArcCell::empty() }
    }

    /// Returns `true` in the child of a fork, if the lock is its parent's.
    #[inline]
    pub(super) fn is_in_child(&self) -> bool {
        process_id() != self.made_by
    }

    /// Runs `work` on the value while this thread holds the lock.
    #[inline]
    pub(super) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let child;
        let mut value = if let Some(value) = try_lock(&self.value) {
            value
        } else {
            child = self.child();
            wait(child.as_deref().map_or(&self.value, |child| &child.value))
        };
        work(value.get_or_insert_with(T::default))
    }

    /// Returns the child's lock if this process is one. The first thread that needs the lock makes it.
    #[cold]
    fn child(&self) -> Option<Arc<ChildValue<T>>> {
        let process = process_id();
        if process == self.made_by {
            return None;
        }
        loop {
            let current = self.child.load();
            match current {
                Some(child) if child.process == process => return Some(child),
                _ => {}
            }
            let fresh = ChildValue { process, value: Mutex::default() };
            self.child.replace(current.as_ref(), Arc::new(fresh));
            // An older child's value may have been copied in the middle of a change: it is not dropped.
            mem::forget(current);
        }
    }
}

#[inline]
fn try_lock<T>(lock: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    match lock.try_lock() {
        Ok(value) => Some(value),
        Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

/// Waits for the lock. A poisoned lock is used, because the value is right after a panic.
#[cold]
fn wait<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T> Drop for ChildLock<T> {
    fn drop(&mut self) {
        // No thread of this process holds a lock that is being dropped. Dropping a value that was
        // copied half-way through a change is not sound.
        if try_lock(&self.value).is_none() {
            mem::forget(self.value.get_mut().unwrap_or_else(PoisonError::into_inner).take());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::ChildLock;
    use crate::util::process_id::process_id;

    #[test]
    fn threads_take_turns() {
        let lock = ChildLock::new(7_u32);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..2_000).for_each(|_| lock.with(|count| *count += 1)));
            }
        });
        assert_eq!(lock.with(|count| *count), 16_007);
    }

    #[test]
    fn a_child_does_not_wait_for_a_thread_of_its_parent() {
        // As in a child: another process made the lock.
        let mut lock = ChildLock::new(7_u32);
        lock.made_by = process_id() + 1;
        let held = lock.value.lock().unwrap();
        assert_eq!(lock.with(|count| (*count, *count = 1).0), 0);
        assert_eq!(lock.with(|count| *count), 1);
        drop(held);
        // A lock that is free is inherited with its value.
        assert_eq!(lock.with(|count| *count), 7);
    }
}

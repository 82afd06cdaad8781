//! The synchronization that the queue is made of. The model test replaces it by shuttle's.

#[cfg(not(all(test, logkit_shuttle)))]
pub(super) use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64};
#[cfg(not(all(test, logkit_shuttle)))]
pub(super) use std::sync::{Condvar, Mutex, MutexGuard};
#[cfg(not(all(test, logkit_shuttle)))]
pub(super) use std::thread::{self, Thread};

#[cfg(all(test, logkit_shuttle))]
pub(super) use shuttle::sync::atomic::{AtomicU8, AtomicU32, AtomicU64};
#[cfg(all(test, logkit_shuttle))]
pub(super) use shuttle::sync::{Condvar, Mutex, MutexGuard};
#[cfg(all(test, logkit_shuttle))]
pub(super) use shuttle::thread::{self, Thread};

use std::sync::PoisonError;

/// Takes a lock. No user code runs under the queue's locks, so a poisoned one is as good as another.
#[inline]
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

//! The synchronization that the queue is made of. The model test replaces it by shuttle's.

#[cfg(not(all(test, logkit_shuttle)))]
pub(super) use std::{
    sync::{
        Condvar, Mutex, MutexGuard,
        atomic::{AtomicU8, AtomicU32, AtomicU64},
    },
    thread::{self, Thread},
    thread_local,
};

#[cfg(all(test, logkit_shuttle))]
pub(super) use shuttle::{
    sync::{
        Condvar, Mutex, MutexGuard,
        atomic::{AtomicU8, AtomicU32, AtomicU64},
    },
    thread::{self, Thread},
};

use std::sync::PoisonError;

/// Shuttle's macro, with the syntax of std's for constant values.
#[cfg(all(test, logkit_shuttle))]
macro_rules! model_local {
    ($($(#[$attribute:meta])* static $name:ident: $type:ty = const $value:block;)*) => {
        shuttle::thread_local! { $(static $name: $type = $value;)* }
    };
}

#[cfg(all(test, logkit_shuttle))]
pub(super) use model_local as thread_local;

/// Takes a lock. No user code runs under the queue's locks, so a poisoned one is as good as another.
#[inline]
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

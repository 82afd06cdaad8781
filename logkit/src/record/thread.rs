//! The thread that logged a record, with its number and its name, and the process.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread::{self, Thread};

use crate::util::catch_panic::catch_panic;
use crate::util::sync::thread_local;

thread_local! {
    // No destructor, so that it works in other destructors and in `atexit`.
    static NUMBER: Cell<u64> = const { Cell::new(0) };
}

/// A thread's number and name, for copies of records that other threads format.
#[derive(Clone)]
pub(crate) struct ThreadInfo {
    number: u64,
    /// `None` while the thread ends, where its name is not available.
    handle: Option<Thread>,
}

impl ThreadInfo {
    /// The thread that calls.
    pub(crate) fn current() -> Self {
        Self { number: current_number(), handle: catch_panic(thread::current).ok() }
    }

    /// The number of the thread in this process. Threads are numbered from 1 as they are asked for
    /// their numbers, because std's are not available as numbers.
    #[cfg_attr(
        not(any(feature = "formats", test)),
        expect(dead_code, reason = "the feature `formats` uses it")
    )]
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Lends the thread's name; that of a thread without one is `Thread-` and its number, as in
    /// CPython.
    #[cfg_attr(
        not(any(feature = "formats", feature = "panics", test)),
        expect(dead_code, reason = "the features `formats` and `panics` use it")
    )]
    pub(crate) fn with_name<R>(&self, take: impl FnOnce(&str) -> R) -> R {
        if let Some(name) = self.handle.as_ref().and_then(Thread::name) {
            return take(name);
        }
        take(&format!("Thread-{}", self.number))
    }
}

/// The process identifier; 0 on WebAssembly, where std panics for lack of one.
#[cfg(feature = "formats")]
pub(crate) fn shown_process_id() -> u32 {
    if cfg!(target_family = "wasm") { 0 } else { std::process::id() }
}

/// Returns the number of the thread that calls.
#[inline]
pub(crate) fn current_number() -> u64 {
    NUMBER.with(|own| match own.get() {
        0 => assign(own),
        number => number,
    })
}

#[cold]
fn assign(own: &Cell<u64>) -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let number = LAST.fetch_add(1, Relaxed) + 1;
    own.set(number);
    number
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::{ThreadInfo, current_number};

    #[test]
    fn a_thread_keeps_its_number_and_threads_differ() {
        let here = current_number();
        assert_ne!(here, 0);
        assert_eq!(ThreadInfo::current().number(), here);
        assert_ne!(thread::spawn(current_number).join().unwrap(), here);
    }

    #[test]
    fn a_thread_without_a_name_is_numbered() {
        let name = || ThreadInfo::current().with_name(str::to_owned);
        let named = thread::Builder::new().name("worker".into()).spawn(name).unwrap();
        assert_eq!(named.join().unwrap(), "worker");
        let unnamed = thread::spawn(move || (name(), current_number())).join().unwrap();
        assert_eq!(unnamed.0, format!("Thread-{}", unnamed.1));
    }
}

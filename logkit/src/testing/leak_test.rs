//! Runs one test: observes a thread's records and panics while the closure under test runs.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::rc::Rc;
use std::sync::Once;
use std::thread;

use crate::record::Record;
use crate::redact::allowance;
use crate::registry::tap::{self, Tap};
use crate::testing::detector::{LeakDetector, SeenPanic};
use crate::testing::drive;
use crate::util::catch_panic::catch_panic;
use crate::util::catch_panic::panic_message;

/// The nesting limit: records logged while a record is searched are searched, too, but not those
/// logged during that.
const MAX_DEPTH: u8 = 2;

thread_local! {
    /// The running tests' detectors, the innermost last.
    static DETECTORS: RefCell<Vec<Rc<LeakDetector>>> = const { RefCell::new(Vec::new()) };
    static DEPTH: Cell<u8> = const { Cell::new(0) };
}

/// One test, from the call of the closure to the result.
pub struct LeakTest {
    detector: Rc<LeakDetector>,
}

impl LeakTest {
    /// Starts to observe this thread.
    ///
    /// # Panics
    ///
    /// If the secret is empty.
    #[track_caller]
    pub fn new(secret: &str) -> Self {
        assert!(
            !secret.is_empty(),
            "`assert_never_logged` got an empty secret, which every line contains; pass the text \
             that must not show, or one of `logkit::testing::canaries()`"
        );
        install_panic_hook();
        tap::install(Tap::LeakTests, search_record);
        let detector = Rc::new(LeakDetector::new(secret));
        DETECTORS.with_borrow_mut(|detectors| detectors.push(Rc::clone(&detector)));
        Self { detector }
    }

    /// Calls the closure and searches the returned value's `Debug`.
    pub fn call<T: fmt::Debug>(&self, make: impl FnOnce() -> T) -> Option<T> {
        match catch_unwind(AssertUnwindSafe(make)) {
            Ok(value) => {
                self.detector.search_panics("the closure");
                drive::debug(&self.detector, &value);
                Some(value)
            }
            Err(payload) => {
                let message = panic_message(&*payload).unwrap_or_default().to_owned();
                let _ = catch_panic(|| drop(payload));
                self.detector.closure_panicked(&message);
                None
            }
        }
    }

    pub(super) fn detector(&self) -> &LeakDetector {
        &self.detector
    }

    /// Drops the value, stops observing and panics if there was a leak.
    ///
    /// # Panics
    ///
    /// If the secret showed or the closure panicked.
    #[track_caller]
    pub fn finish<T>(self, value: Option<T>) {
        let _ = catch_panic(|| drop(value));
        self.detector.search_panics("the value's destructor");
        let failure = self.detector.failure();
        // Stops observing, so that the panic below is printed.
        drop(self);
        if let Some(failure) = failure {
            panic!("{failure}{}", allowance::summary());
        }
    }
}

impl Drop for LeakTest {
    fn drop(&mut self) {
        let _ = DETECTORS.try_with(|detectors| {
            detectors.borrow_mut().retain(|other| !Rc::ptr_eq(other, &self.detector));
        });
    }
}

impl fmt::Debug for LeakTest {
    /// Prints no part of the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LeakTest").finish_non_exhaustive()
    }
}

fn detectors() -> Vec<Rc<LeakDetector>> {
    DETECTORS
        .try_with(|detectors| detectors.try_borrow().map(|detectors| detectors.clone()))
        .map_or_else(|_| Vec::new(), Result::unwrap_or_default)
}

/// Searches a record of this thread before the handlers get it.
#[cold]
#[inline(never)]
fn search_record(record: &Record<'_>) {
    let depth = DEPTH.get();
    if depth >= MAX_DEPTH {
        return;
    }
    DEPTH.set(depth + 1);
    for detector in detectors() {
        // Panics of the record's values are caught inside.
        drive::record(&detector, record);
    }
    DEPTH.set(depth);
}

/// Installs a hook that stores the messages of panics on observed threads and keeps them off
/// stderr. Panics of other threads go to the previous hook.
fn install_panic_hook() {
    static HOOK: Once = Once::new();
    // A panicking thread must not set a hook.
    if thread::panicking() {
        return;
    }
    HOOK.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !store_panic(info) {
                previous(info);
            }
        }));
    });
}

/// Returns whether a test observes this thread, and stores the message if so.
fn store_panic(info: &PanicHookInfo<'_>) -> bool {
    let detectors = detectors();
    for detector in &detectors {
        let message = panic_message(info.payload()).unwrap_or_default().to_owned();
        let place = info.location().map(ToString::to_string);
        detector.push_panic(SeenPanic { message, place });
    }
    !detectors.is_empty()
}

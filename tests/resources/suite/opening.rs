//! Requests while a resource is closed, being opened, or cannot be opened.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use logkit::handler::Memory;
use logkit::{Level, Logger, Resource, ResourceErrorKind, SyncResource, exception, module_logger};
use support::alone::{alone, or_abort};
use support::lines;

use super::{Yield, block_on, poll_once};

#[module_logger("opening", level = "debug")]
static LOGGER: Logger;

#[test]
fn a_thousand_threads_open_once() {
    static OPENED: AtomicU32 = AtomicU32::new(0);
    static VALUE: SyncResource<u32> = SyncResource::new("value", || {
        // All the others ask meanwhile.
        thread::sleep(Duration::from_millis(200));
        Ok(OPENED.fetch_add(1, Relaxed))
    });
    let first = thread::scope(|scope| {
        let threads: Vec<_> = (0..1_000).map(|_| scope.spawn(|| VALUE.get().unwrap())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(first.iter().all(|value| Arc::ptr_eq(value, &first[0])));
    assert_eq!(OPENED.load(Relaxed), 1);
}

#[test]
fn opening_and_closing_are_logged_at_debug() {
    static VALUE: Resource<u32> =
        Resource::new("value", || Box::pin(async { Ok(7) })).with_logger(&NOTED);
    #[module_logger("opening.noted", level = "debug")]
    static NOTED: Logger;
    let memory = Memory::new();
    NOTED.add_handler(memory.clone());
    assert!(VALUE.get_if_open().is_none());
    assert_eq!(*block_on(VALUE.get()).unwrap(), 7);
    assert_eq!(*VALUE.get_if_open().unwrap(), 7);
    block_on(VALUE.close()).unwrap();
    block_on(VALUE.close()).unwrap();
    assert!(VALUE.get_if_open().is_none());
    block_on(VALUE.get()).unwrap();
    NOTED.set_level(Level::Info);
    block_on(VALUE.close()).unwrap();
    assert_eq!(
        lines::of(&memory),
        [
            "opening.noted - DEBUG - opened resource=value",
            "opening.noted - DEBUG - closed resource=value",
            "opening.noted - DEBUG - opened resource=value",
        ]
    );
}

#[test]
fn a_failure_reaches_all_who_waited_and_the_next_request_tries_again() {
    static MAY_FAIL: AtomicBool = AtomicBool::new(false);
    static ATTEMPTS: AtomicU32 = AtomicU32::new(0);
    static VALUE: Resource<u32> = Resource::new("value", || {
        Box::pin(async {
            let attempt = ATTEMPTS.fetch_add(1, Relaxed);
            while !MAY_FAIL.load(Relaxed) {
                Yield::default().await;
            }
            if attempt == 0 {
                return Err(io::Error::other("no route to host"))?;
            }
            Ok(attempt)
        })
    });
    let mut requests: Vec<_> = (0..100).map(|_| Box::pin(VALUE.get())).collect();
    for request in &mut requests {
        assert!(poll_once(request).is_pending());
    }
    MAY_FAIL.store(true, Relaxed);
    for request in requests {
        let error = block_on(request).unwrap_err();
        assert_eq!(error.to_string(), "opening `value` failed");
        assert_eq!(error.source().unwrap().to_string(), "no route to host");
        assert_eq!((error.kind(), error.resource()), (ResourceErrorKind::OpenFailed, "value"));
    }
    assert_eq!(ATTEMPTS.load(Relaxed), 1);
    assert_eq!(*block_on(VALUE.get()).unwrap(), 1);
}

#[test]
fn the_destructor_of_an_error_may_ask_for_the_resource() {
    static ATTEMPTS: AtomicU32 = AtomicU32::new(0);
    static VALUE: SyncResource<u32> =
        SyncResource::new("value", || match ATTEMPTS.fetch_add(1, Relaxed) {
            4.. => Ok(7),
            _ => Err(Asking)?,
        });
    /// An error that looks for the value when it is dropped.
    #[derive(Debug)]
    struct Asking;
    impl std::fmt::Display for Asking {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("not yet")
        }
    }
    impl Error for Asking {}
    impl Drop for Asking {
        fn drop(&mut self) {
            assert!(VALUE.get_if_open().is_none_or(|value| *value == 7));
        }
    }
    alone(|| {
        or_abort();
        for _ in 0..4 {
            assert!(VALUE.get().is_err());
        }
        assert_eq!(*VALUE.get().unwrap(), 7);
    });
}

#[test]
fn a_cancelled_task_hands_over_to_one_that_waits() {
    static STARTED: AtomicU32 = AtomicU32::new(0);
    static VALUE: Resource<u32> = Resource::new("value", || {
        Box::pin(async {
            let started = STARTED.fetch_add(1, Relaxed);
            Yield::default().await;
            Ok(started)
        })
    });
    let mut first = Box::pin(VALUE.get());
    let mut second = Box::pin(VALUE.get());
    let mut third = Box::pin(VALUE.get());
    assert!(poll_once(&mut first).is_pending());
    assert!(poll_once(&mut second).is_pending());
    assert!(poll_once(&mut third).is_pending());
    drop(first);
    drop(third);
    assert_eq!(*block_on(second).unwrap(), 1);
    assert_eq!(STARTED.load(Relaxed), 2);
}

#[test]
fn a_panic_while_opening_is_an_error_and_is_logged() {
    alone(|| {
        static PANICS: AtomicBool = AtomicBool::new(true);
        static ASYNCHRONOUS: Resource<u32> = Resource::new("asynchronous", || {
            Box::pin(async {
                Yield::default().await;
                assert!(!PANICS.load(Relaxed), "scripted");
                Ok(7)
            })
        })
        .with_logger(&LOGGER);
        static AT_ONCE: Resource<u32> = Resource::new("at_once", || panic!("scripted"));
        static SYNCHRONOUS: SyncResource<u32> = SyncResource::new("synchronous", || {
            assert!(!PANICS.load(Relaxed), "scripted");
            Ok(7)
        });
        std::panic::set_hook(Box::new(|_| {}));
        let memory = Memory::new();
        LOGGER.add_handler(memory.clone());
        let error = block_on(ASYNCHRONOUS.get()).unwrap_err();
        assert_eq!(error.kind(), ResourceErrorKind::OpenPanicked);
        assert_eq!(block_on(AT_ONCE.get()).unwrap_err().to_string(), "opening `at_once` panicked");
        assert!(SYNCHRONOUS.get().is_err());
        PANICS.store(false, Relaxed);
        assert_eq!(*block_on(ASYNCHRONOUS.get()).unwrap(), 7);
        assert_eq!(*SYNCHRONOUS.get().unwrap(), 7);
        assert_eq!(
            lines::of(&memory),
            [
                "opening - ERROR - not opened resource=asynchronous \
                 error=\"opening `asynchronous` panicked\"",
                "opening - DEBUG - opened resource=asynchronous",
            ]
        );
    });
}

#[test]
fn resources_open_each_other_and_themselves() {
    static OUTER: SyncResource<u32> = SyncResource::new("outer", || Ok(*INNER.get()? + 1));
    static INNER: SyncResource<u32> = SyncResource::new("inner", || Ok(1));
    static ITSELF: Resource<u32> = Resource::new("itself", || {
        Box::pin(async {
            Yield::default().await;
            Ok(*ITSELF.get().await? + 1)
        })
    });
    static LEFT: SyncResource<u32> = SyncResource::new("left", || Ok(*RIGHT.get()? + 1));
    static RIGHT: SyncResource<u32> = SyncResource::new("right", || Ok(*LEFT.get()? + 1));
    assert_eq!(*OUTER.get().unwrap(), 2);
    let error = block_on(ITSELF.get()).unwrap_err();
    assert_eq!(
        error.source().unwrap().to_string(),
        "`itself` was requested by the function that opens or closes it"
    );
    let error = LEFT.get().unwrap_err();
    let right = error.source().unwrap();
    assert_eq!(right.to_string(), "opening `right` failed");
    assert!(
        right.source().unwrap().to_string().starts_with("`left` depends on itself through `right`")
    );
}

#[test]
fn the_error_of_a_resource_is_logged_with_its_cause() {
    static VALUE: SyncResource<u32> =
        SyncResource::new("value", || Ok(u32::from("x7".parse::<u8>()?)));
    #[module_logger("opening.chain")]
    static LOGGER: Logger;
    let logged = lines::lines(&LOGGER, || {
        if let Err(error) = VALUE.get() {
            exception!(error, "no value");
        }
    });
    assert_eq!(
        logged,
        ["ERROR - no value error=\"opening `value` failed\"\n    \
             caused by: invalid digit found in string"]
    );
}

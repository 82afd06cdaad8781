//! Closing while others use the value, close it, too, or the closing function fails.

use std::error::Error;
use std::io;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use logkit::{Resource, ResourceErrorKind, SyncResource};
use support::alone::alone;

use super::{Yield, block_on, poll_once};

#[test]
fn closing_waits_for_nobody_and_the_next_request_opens_again() {
    static OPENED: AtomicU32 = AtomicU32::new(0);
    static CLOSED: Mutex<Vec<u32>> = Mutex::new(Vec::new());
    static VALUE: Resource<u32> =
        Resource::new("value", || Box::pin(async { Ok(OPENED.fetch_add(1, Relaxed)) })).on_close(
            |value| {
                CLOSED.lock().unwrap().push(*value);
                Box::pin(async { Ok(()) })
            },
        );
    let held = block_on(VALUE.get()).unwrap();
    block_on(VALUE.close()).unwrap();
    assert_eq!(*CLOSED.lock().unwrap(), [0]);
    assert_eq!(*block_on(VALUE.get()).unwrap(), 1);
    assert_eq!((*held, Arc::strong_count(&held)), (0, 1));
}

#[test]
fn two_who_close_at_once_close_once_and_a_request_waits_for_the_end() {
    static OPENED: AtomicU32 = AtomicU32::new(0);
    static CLOSED: AtomicU32 = AtomicU32::new(0);
    static VALUE: Resource<u32> =
        Resource::new("value", || Box::pin(async { Ok(OPENED.fetch_add(1, Relaxed)) })).on_close(
            |_| {
                Box::pin(async {
                    Yield::default().await;
                    CLOSED.fetch_add(1, Relaxed);
                    Ok(())
                })
            },
        );
    block_on(VALUE.get()).unwrap();
    let mut first = Box::pin(VALUE.close());
    let mut second = Box::pin(VALUE.close());
    let mut request = Box::pin(VALUE.get());
    assert!(poll_once(&mut first).is_pending());
    assert!(poll_once(&mut second).is_pending());
    assert!(poll_once(&mut request).is_pending());
    block_on(first).unwrap();
    assert_eq!(CLOSED.load(Relaxed), 1);
    block_on(second).unwrap();
    assert_eq!(*block_on(request).unwrap(), 1);
    assert_eq!(CLOSED.load(Relaxed), 1);
}

#[test]
fn a_cancelled_close_leaves_the_resource_closed() {
    static OPENED: AtomicU32 = AtomicU32::new(0);
    static VALUE: Resource<u32> =
        Resource::new("value", || Box::pin(async { Ok(OPENED.fetch_add(1, Relaxed)) }))
            .on_close(|_| Box::pin(std::future::pending()))
            .with_limit(Duration::from_millis(10));
    block_on(VALUE.get()).unwrap();
    let mut close = Box::pin(VALUE.close());
    assert!(poll_once(&mut close).is_pending());
    drop(close);
    assert!(VALUE.get_if_open().is_none());
    assert_eq!(*block_on(VALUE.get()).unwrap(), 1);
}

#[test]
fn a_closing_function_that_fails_or_panics_closes_all_the_same() {
    alone(|| {
        static FAILS: SyncResource<u32> = SyncResource::new("fails", || Ok(7))
            .on_close(|_| Err(io::Error::other("connection reset"))?);
        static PANICS: Resource<u32> =
            Resource::new("panics", || Box::pin(async { Ok(7) })).on_close(|_| panic!("scripted"));
        static CLOSES_ITSELF: SyncResource<u32> =
            SyncResource::new("itself", || Ok(7)).on_close(|_| Ok(CLOSES_ITSELF.close()?));
        std::panic::set_hook(Box::new(|_| {}));
        FAILS.get().unwrap();
        let error = FAILS.close().unwrap_err();
        assert_eq!(error.kind(), ResourceErrorKind::CloseFailed);
        assert_eq!(error.source().unwrap().to_string(), "connection reset");
        FAILS.close().unwrap();
        block_on(PANICS.get()).unwrap();
        let error = block_on(PANICS.close()).unwrap_err();
        assert_eq!(error.kind(), ResourceErrorKind::ClosePanicked);
        block_on(PANICS.close()).unwrap();
        CLOSES_ITSELF.get().unwrap();
        assert_eq!(CLOSES_ITSELF.close().unwrap_err().kind(), ResourceErrorKind::CloseFailed);
    });
}

#[test]
fn shutdown_refuses_requests_and_cuts_what_hangs() {
    let Some(seen) = alone(|| {
        static FIRST: SyncResource<u32> = SyncResource::new("first", || Ok(7));
        static BLOCKS: SyncResource<u32> = SyncResource::new("blocks", || Ok(7))
            .on_close(|_| {
                std::thread::sleep(Duration::from_secs(600));
                Ok(())
            })
            .with_limit(Duration::from_millis(100));
        static PENDS: Resource<u32> = Resource::new("pends", || Box::pin(async { Ok(7) }))
            .on_close(|_| Box::pin(std::future::pending()))
            .with_limit(Duration::from_millis(100));
        static FAILS: SyncResource<u32> = SyncResource::new("fails", || Ok(7))
            .on_close(|_| Err(io::Error::other("connection reset"))?);
        static NEVER: SyncResource<u32> = SyncResource::new("never", || Ok(7));
        FIRST.get().unwrap();
        BLOCKS.get().unwrap();
        block_on(PENDS.get()).unwrap();
        FAILS.get().unwrap();
        let begun = Instant::now();
        logkit::shutdown();
        assert!(begun.elapsed() < Duration::from_secs(10));
        let error = NEVER.get().unwrap_err();
        assert_eq!(error.kind(), ResourceErrorKind::ShutDown);
        assert_eq!(error.to_string(), "`never` cannot be opened: the process is shutting down");
        assert_eq!(FIRST.get().unwrap_err().kind(), ResourceErrorKind::ShutDown);
        // Once only.
        logkit::shutdown();
        drop(logkit::shutdown_guard());
    }) else {
        return;
    };
    assert_eq!(
        seen.errors(),
        [
            "logkit - ERROR - not closed resource=fails error=\"closing `fails` failed\"",
            "    caused by: connection reset",
            "logkit - ERROR - not closed within 100ms resource=pends",
            "logkit - ERROR - not closed within 100ms resource=blocks",
        ]
    );
}

#[test]
fn a_second_caller_of_shutdown_waits_for_the_first() {
    alone(|| {
        static CLOSED: AtomicU32 = AtomicU32::new(0);
        static SLOW: SyncResource<u32> = SyncResource::new("slow", || Ok(7)).on_close(|_| {
            // Within a closing function it returns at once.
            logkit::shutdown();
            std::thread::sleep(Duration::from_millis(200));
            CLOSED.fetch_add(1, Relaxed);
            Ok(())
        });
        SLOW.get().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    logkit::shutdown();
                    assert_eq!(CLOSED.load(Relaxed), 1);
                });
            }
        });
    });
}

#[test]
fn a_resource_that_is_being_opened_when_the_process_ends_is_closed_by_its_opener() {
    alone(|| {
        static CLOSED: AtomicU32 = AtomicU32::new(0);
        static VALUE: Resource<u32> = Resource::new("value", || {
            Box::pin(async {
                Yield::default().await;
                Ok(7)
            })
        })
        .on_close(|_| {
            CLOSED.fetch_add(1, Relaxed);
            Box::pin(async { Ok(()) })
        });
        let mut request = Box::pin(VALUE.get());
        let mut second = Box::pin(VALUE.get());
        assert!(poll_once(&mut request).is_pending());
        assert!(poll_once(&mut second).is_pending());
        logkit::shutdown();
        assert_eq!(CLOSED.load(Relaxed), 0);
        for request in [request, second] {
            let error = block_on(request).unwrap_err();
            assert_eq!(error.kind(), ResourceErrorKind::ShutDown);
        }
        assert_eq!(CLOSED.load(Relaxed), 1);
    });
}

#[test]
fn a_limit_may_be_as_long_as_a_duration_can_be() {
    let Some(seen) = alone(|| {
        static UNLIMITED: SyncResource<u32> = SyncResource::new("unlimited", || Ok(7))
            .on_close(|_| Err(io::Error::other("connection reset"))?)
            .with_limit(Duration::MAX);
        UNLIMITED.get().unwrap();
        logkit::shutdown();
    }) else {
        return;
    };
    assert_eq!(
        seen.errors(),
        [
            "logkit - ERROR - not closed resource=unlimited error=\"closing `unlimited` failed\"",
            "    caused by: connection reset",
        ]
    );
}

//! Resources that need each other, opened by several tasks: an error, not a wait without end.

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use logkit::handler::Memory;
use logkit::{Logger, Resource, ResourceError, ResourceErrorKind, SyncResource, module_logger};
use support::alone::{alone, or_abort};
use support::lines;

use super::{Yield, block_on, poll_once};

/// The innermost cause.
fn root_cause(error: &ResourceError) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

#[test]
fn two_threads_open_a_circle() {
    alone(|| {
        static BOTH: Barrier = Barrier::new(2);
        static LEFT: SyncResource<u32> = SyncResource::new("left", || {
            BOTH.wait();
            Ok(*RIGHT.get()? + 1)
        });
        static RIGHT: SyncResource<u32> = SyncResource::new("right", || {
            BOTH.wait();
            Ok(*LEFT.get()? + 1)
        });
        or_abort();
        let left = thread::spawn(|| LEFT.get().unwrap_err());
        let right = RIGHT.get().unwrap_err();
        let left = left.join().unwrap();
        assert_eq!(left.kind(), ResourceErrorKind::OpenFailed);
        let [left, right] = [root_cause(&left), root_cause(&right)];
        // The one that comes second is refused.
        assert_eq!(left, right);
        assert!(
            [
                "`left` depends on itself through `right`",
                "`right` depends on itself through `left`"
            ]
            .contains(&&*left),
            "{left}"
        );
    });
}

#[test]
fn three_tasks_open_a_circle() {
    alone(|| {
        async fn next(resource: &'static Resource<u32>) -> Result<u32, ResourceError> {
            Yield::default().await;
            Ok(*resource.get().await? + 1)
        }
        static ONE: Resource<u32> =
            Resource::new("one", || Box::pin(async { Ok(next(&TWO).await?) }));
        static TWO: Resource<u32> =
            Resource::new("two", || Box::pin(async { Ok(next(&THREE).await?) }));
        static THREE: Resource<u32> =
            Resource::new("three", || Box::pin(async { Ok(next(&ONE).await?) }));
        or_abort();
        let mut tasks = [Box::pin(ONE.get()), Box::pin(TWO.get()), Box::pin(THREE.get())];
        for task in &mut tasks {
            assert!(poll_once(task).is_pending());
        }
        for task in &mut tasks[..2] {
            assert!(poll_once(task).is_pending());
        }
        for task in tasks.into_iter().rev() {
            assert_eq!(
                root_cause(&block_on(task).unwrap_err()),
                "`one` depends on itself through `two`, `three`"
            );
        }
    });
}

/// A thread that an opening function starts is not known to be a part of it.
#[test]
fn a_request_that_waits_for_long_is_reported_once() {
    static END: AtomicBool = AtomicBool::new(false);
    static VALUE: SyncResource<u32> = SyncResource::new("value", || {
        // Until it is over, this thread waits for that one, and that one for this one.
        let waiting = thread::spawn(|| VALUE.get());
        while !END.load(Relaxed) && !waiting.is_finished() {
            thread::yield_now();
        }
        Ok(7)
    })
    .with_limit(Duration::from_millis(20))
    .with_logger(&SLOW);
    #[module_logger("circles.slow", level = "info")]
    static SLOW: Logger;
    alone(|| {
        or_abort();
        let memory = Memory::new();
        SLOW.set_handlers(vec![Box::new(memory.clone())]);
        let mut before = 0;
        for _ in 0..2 {
            let threads: Vec<_> = (0..3).map(|_| thread::spawn(|| VALUE.get().unwrap())).collect();
            while memory.records().len() == before {
                thread::yield_now();
            }
            END.store(true, Relaxed);
            for thread in threads {
                thread.join().unwrap();
            }
            before = memory.records().len();
            VALUE.close().unwrap();
            END.store(false, Relaxed);
        }
        let line = "circles.slow - WARNING - requests wait longer than 20ms resource=value";
        assert_eq!(lines::of(&memory), [line, line]);
    });
}

#[test]
fn a_nested_opening_counts_for_those_around_it() {
    alone(|| {
        static BOTH: Barrier = Barrier::new(2);
        static OUTER: SyncResource<u32> = SyncResource::new("outer", || Ok(*INNER.get()? + 1));
        static INNER: SyncResource<u32> = SyncResource::new("inner", || {
            BOTH.wait();
            Ok(*OTHER.get()? + 1)
        });
        static OTHER: SyncResource<u32> = SyncResource::new("other", || {
            BOTH.wait();
            Ok(*OUTER.get()? + 1)
        });
        or_abort();
        let outer = thread::spawn(|| OUTER.get().unwrap_err());
        let other = OTHER.get().unwrap_err();
        let outer = outer.join().unwrap();
        for error in [outer, other] {
            let cause = root_cause(&error);
            assert!(cause.contains(" depends on itself through "), "{cause}");
        }
    });
}

#[test]
fn a_wait_that_was_given_up_is_no_part_of_a_circle() {
    alone(|| {
        static FIRST: Resource<u32> = Resource::new("first", || {
            Box::pin(async {
                {
                    let mut second = Box::pin(SECOND.get());
                    assert!(poll_once(&mut second).is_pending());
                }
                Yield::default().await;
                Ok(1)
            })
        });
        static SECOND: Resource<u32> = Resource::new("second", || {
            Box::pin(async {
                Yield::default().await;
                Ok(*FIRST.get().await? + 1)
            })
        });
        or_abort();
        let mut second = Box::pin(SECOND.get());
        assert!(poll_once(&mut second).is_pending());
        let mut first = Box::pin(FIRST.get());
        assert!(poll_once(&mut first).is_pending());
        assert!(poll_once(&mut second).is_pending());
        assert_eq!(*block_on(first).unwrap(), 1);
        assert_eq!(*block_on(second).unwrap(), 2);
    });
}

#[test]
fn many_that_wait_for_one_are_no_circle() {
    alone(|| {
        static BASE: SyncResource<u32> = SyncResource::new("base", || {
            thread::sleep(Duration::from_millis(50));
            Ok(1)
        });
        static LEFT: SyncResource<u32> = SyncResource::new("left", || Ok(*BASE.get()? + 1));
        static RIGHT: SyncResource<u32> =
            SyncResource::new("right", || Ok(*BASE.get()? + *LEFT.get()?));
        or_abort();
        let threads: Vec<_> = (0..20)
            .map(|number| thread::spawn(move || *[&LEFT, &RIGHT, &BASE][number % 3].get().unwrap()))
            .collect();
        for (number, thread) in threads.into_iter().enumerate() {
            assert_eq!(thread.join().unwrap(), [2, 3, 1][number % 3]);
        }
    });
}

/// Resources whose functions request any others: what there is of circles differs from run to run.
mod tangle {
    use std::error::Error;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

    use logkit::SyncResource;

    const COUNT: usize = 5;
    static ALL: [SyncResource<u32>; COUNT] = [
        SyncResource::new("one", open).on_close(close),
        SyncResource::new("two", open).on_close(close),
        SyncResource::new("three", open).on_close(close),
        SyncResource::new("four", open).on_close(close),
        SyncResource::new("five", open).on_close(close),
    ];

    pub(super) fn random(end: u64) -> u64 {
        static STATE: AtomicU64 = AtomicU64::new(0);
        let state = STATE.fetch_add(0x9e37_79b9_7f4a_7c15, Relaxed);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed ^ (mixed >> 27)) % end
    }

    pub(super) fn any() -> &'static SyncResource<u32> {
        &ALL[usize::try_from(random(5)).unwrap()]
    }

    fn open() -> Result<u32, Box<dyn Error + Send + Sync>> {
        for _ in 0..random(3) {
            std::thread::yield_now();
            any().get()?;
        }
        Ok(7)
    }

    fn close(_value: Arc<u32>) -> Result<(), Box<dyn Error + Send + Sync>> {
        if random(3) == 0 {
            any().close()?;
        }
        Ok(())
    }
}

#[test]
fn no_tangle_hangs() {
    alone(|| {
        or_abort();
        let threads: Vec<_> = (0..8)
            .map(|_| {
                thread::spawn(|| {
                    for _ in 0..1_000 {
                        let resource = tangle::any();
                        let result = match tangle::random(2) {
                            0 => resource.get().map(drop),
                            _ => resource.close(),
                        };
                        if let Err(error) = result {
                            let cause = root_cause(&error);
                            let is_circle = cause.contains(" depends on itself through ")
                                || cause.contains(" was requested by the function that ");
                            assert!(is_circle, "{cause}");
                        }
                    }
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
    });
}

//! Tasks of tokio's runtimes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use logkit::Resource;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;
use tokio::time::sleep;

fn runtimes() -> [Runtime; 2] {
    [
        Builder::new_current_thread().enable_all().build().unwrap(),
        Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap(),
    ]
}

#[test]
fn ten_thousand_tasks_open_once() {
    for runtime in runtimes() {
        static OPENED: AtomicU32 = AtomicU32::new(0);
        static VALUE: Resource<u32> = Resource::new("value", || {
            Box::pin(async {
                sleep(Duration::from_millis(50)).await;
                Ok(OPENED.fetch_add(1, Relaxed))
            })
        });
        runtime.block_on(async {
            let before = OPENED.load(Relaxed);
            let tasks: Vec<_> =
                (0..10_000).map(|_| tokio::spawn(async { VALUE.get().await.unwrap() })).collect();
            let mut values = Vec::new();
            for task in tasks {
                values.push(task.await.unwrap());
            }
            assert!(values.iter().all(|value| Arc::ptr_eq(value, &values[0])));
            assert_eq!(OPENED.load(Relaxed), before + 1);
            VALUE.close().await.unwrap();
        });
    }
}

#[test]
fn a_hundred_tasks_wait_for_one_slow_open_although_openers_are_cancelled() {
    for runtime in runtimes() {
        static STARTED: AtomicU32 = AtomicU32::new(0);
        static OPENED: AtomicU32 = AtomicU32::new(0);
        static GATE: Semaphore = Semaphore::const_new(0);
        static VALUE: Resource<u32> = Resource::new("value", || {
            Box::pin(async {
                STARTED.fetch_add(1, Relaxed);
                GATE.acquire().await?.forget();
                Ok(OPENED.fetch_add(1, Relaxed))
            })
        });
        runtime.block_on(async {
            let (started, opened) = (STARTED.load(Relaxed), OPENED.load(Relaxed));
            for cancelled in 1..4 {
                let first = tokio::spawn(VALUE.get());
                while STARTED.load(Relaxed) < started + cancelled {
                    tokio::task::yield_now().await;
                }
                first.abort();
                assert!(first.await.unwrap_err().is_cancelled());
            }
            let tasks: Vec<_> = (0..100).map(|_| tokio::spawn(VALUE.get())).collect();
            while STARTED.load(Relaxed) < started + 4 {
                tokio::task::yield_now().await;
            }
            GATE.add_permits(1);
            for task in tasks {
                task.await.unwrap().unwrap();
            }
            assert_eq!(STARTED.load(Relaxed), started + 4);
            assert_eq!(OPENED.load(Relaxed), opened + 1);
            VALUE.close().await.unwrap();
        });
    }
}

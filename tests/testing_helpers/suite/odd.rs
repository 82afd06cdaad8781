//! Captures and checks that are nested, moved, dropped out of order, or end with a panic.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use logkit::handler::Memory;
use logkit::testing::{Capture, capture, capture_named, handover, quiet};
use logkit::{Level, LevelFilter, Logger, debug, enabled, info, module_logger, trace, warn};

use super::panic_of;

#[test]
fn captures_may_end_in_any_order() {
    #[module_logger("unordered.logger", level = "error")]
    static LOGGER: Logger;
    let outer = capture(&LOGGER);
    let inner = capture(&LOGGER);
    let parent = capture_named("unordered");
    debug!("all three");
    drop(outer);
    debug!("two");
    drop(parent);
    debug!("one");
    assert_eq!(inner.records().len(), 3);
    let later = capture(&LOGGER);
    drop(inner);
    assert!(enabled!(Level::Trace));
    drop(later);
    assert!(!enabled!(Level::Warning));
    assert_eq!(LOGGER.level(), LevelFilter::ERROR);
}

#[test]
fn a_panic_ends_a_capture() {
    #[module_logger("odd.panic")]
    static LOGGER: Logger;
    /// Begins a capture in a destructor, while a panic unwinds.
    struct Captures;
    impl Drop for Captures {
        fn drop(&mut self) {
            let logs = capture(&LOGGER);
            debug!("in a destructor");
            assert_eq!(logs.lines(), ["odd.panic - DEBUG - in a destructor"]);
            drop(quiet());
        }
    }
    let message = panic_of(|| {
        let logs = capture(&LOGGER);
        let _quiet = quiet();
        trace!("before");
        assert_eq!(logs.records().len(), 1);
        warn!("not checked, because the test fails already");
        panic!("the test's own");
    });
    assert_eq!(message, "the test's own");
    assert!(!enabled!(Level::Debug));
    let message = panic_of(|| {
        let _captures = Captures;
        panic!("unwinds");
    });
    assert_eq!(message, "unwinds");
    assert!(!enabled!(Level::Debug));
}

#[test]
#[should_panic(expected = "expected, but not logged: retrying")]
fn a_check_may_be_the_expected_panic() {
    let _quiet = quiet().expect("retrying");
}

#[test]
fn a_capture_that_moves_observes_the_thread_on_which_it_began() {
    #[module_logger("odd.moved")]
    static LOGGER: Logger;
    let logs = capture(&LOGGER);
    let logs = thread::spawn(move || {
        info!("on the other thread");
        assert_eq!(logs.records().len(), 0);
        logs
    })
    .join()
    .unwrap();
    info!("here");
    assert_eq!(logs.lines(), ["odd.moved - INFO - here"]);
    thread::spawn(move || drop(logs)).join().unwrap();
    assert!(!enabled!(Level::Debug));
    info!("to nobody");
    assert_eq!(capture(&LOGGER).records().len(), 0);
}

#[test]
fn a_thread_may_outlive_its_capture_and_log_while_it_ends() {
    #[module_logger("odd.outlives")]
    static LOGGER: Logger;
    struct Logs(Option<Capture>);
    impl Drop for Logs {
        fn drop(&mut self) {
            info!("in the destructor of a thread-local");
            drop(self.0.take());
        }
    }
    thread_local!(static LOCAL: RefCell<Option<Logs>> = const { RefCell::new(None) });
    let memory = Memory::new();
    LOGGER.set_handlers(vec![Box::new(memory.clone())]);
    let logs = capture(&LOGGER);
    let handed = handover();
    thread::spawn(move || {
        handed.run(|| {
            LOCAL.set(Some(Logs(Some(capture(&LOGGER)))));
            info!("seen");
            drop(logs);
            info!("unseen");
        });
    })
    .join()
    .unwrap();
    assert_eq!(memory.records().len(), 3);
    assert!(!enabled!(Level::Debug));
}

#[test]
fn levels_that_change_during_a_capture_hold_after_it() {
    #[module_logger("odd.levels", level = "off")]
    static LOGGER: Logger;
    let logs = capture(&LOGGER);
    let level = LOGGER.override_level(Level::Warning);
    trace!("1");
    drop(level);
    LOGGER.set_level(Level::Error);
    let level = LOGGER.override_level(Level::Info);
    trace!("2");
    drop(logs);
    assert!(enabled!(Level::Info) && !enabled!(Level::Debug));
    drop(level);
    assert!(!enabled!(Level::Warning) && LOGGER.level() == LevelFilter::ERROR);
}

#[test]
fn a_name_of_nothing_captures_nothing_and_lowers_nothing() {
    #[module_logger("odd.nothing")]
    static LOGGER: Logger;
    for name in ["", ".", "odd.", "odd.nothing.", "odd.noth", "ODD"] {
        let logs = capture_named(name);
        assert!(!enabled!(Level::Debug), "{name}");
        info!("to nobody");
        assert_eq!(logs.records().len(), 0, "{name}");
        let failed = catch_unwind(AssertUnwindSafe(|| logs.assert_logged(Level::Info, "nobody")));
        assert!(failed.is_err());
    }
    let tree = logkit::logger_tree().to_string();
    assert!(!tree.contains("ODD"), "{tree}");
}

/// Tasks that change threads between two polls.
#[cfg(feature = "tokio")]
#[test]
fn tasks_that_change_threads_are_captured_whole() {
    #[module_logger("odd.tasks")]
    static LOGGER: Logger;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).build().unwrap();
    for _ in 0..20 {
        let logs = capture(&LOGGER);
        let tasks: Vec<_> = (0..50_usize)
            .map(|task| {
                runtime.spawn(handover().follow(async move {
                    for step in 0..10_usize {
                        debug!(task, step, "works");
                        tokio::task::yield_now().await;
                    }
                }))
            })
            .collect();
        // Another one on the same threads.
        let other = runtime.spawn(async {
            for _ in 0..100 {
                info!("of another");
                tokio::task::yield_now().await;
            }
        });
        runtime.block_on(async {
            for task in tasks {
                task.await.unwrap();
            }
            other.await.unwrap();
        });
        assert_eq!(logs.records().len(), 500);
        assert!(!logs.contains("of another"));
    }
    assert!(!enabled!(Level::Debug));
}

//! The scenes.

mod aborts;
mod shop;
mod siblings;

use std::fmt;
use std::io;
use std::panic::{catch_unwind, panic_any};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;

use logkit::handler::{Handler, Memory};
use logkit::{LevelFilter, Logger, Record, module_logger};
use support::alone::{Seen, alone, child_of, is_child_of, seen};
use support::lines;

#[module_logger("inline")]
mod inline {
    pub(super) fn fail(index: usize) -> u8 {
        [1, 2, 3][index]
    }

    pub(super) mod nested {
        pub(in super::super) fn fail() {
            panic!("in a nested module")
        }

        #[cfg(feature = "scrub")]
        pub(in super::super) fn refuse(card: &str) {
            panic!("{card} refused")
        }
    }

    #[logkit::module_logger("inline.own")]
    pub(super) mod own {
        pub(in super::super) fn fail() {
            panic!("in a module with a logger of its own")
        }
    }

    pub(super) fn fail_after() {
        panic!("after it")
    }
}

/// The lines of a logger without the locations' columns, while `scene` runs.
fn lines_of(logger: &'static Logger, scene: impl FnOnce()) -> Vec<String> {
    let memory = Memory::new();
    logger.set_handlers(vec![Box::new(memory.clone())]);
    scene();
    without_places(lines::of(&memory))
}

fn without_places(lines: Vec<String>) -> Vec<String> {
    let place = |line: &str| {
        let (before, location) = line.split_once(" location=")?;
        let (file, _) = location.split_once(".rs:")?;
        Some(format!("{before} in {file}.rs"))
    };
    lines.into_iter().map(|line| place(&line).unwrap_or(line)).collect()
}

fn quietly() {
    std::panic::set_hook(Box::new(|_| {}));
    logkit::log_panics();
}

fn panicking(code: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().name("worker".into());
    assert!(thread.spawn(code).unwrap().join().is_err());
}

#[test]
fn a_panic_goes_to_the_logger_of_its_module() {
    let Some(seen) = alone(|| {
        quietly();
        let logged = lines_of(&inline::LOGGER, || {
            panicking(|| assert_eq!(inline::fail(7), 0));
            panicking(inline::nested::fail);
            panicking(inline::fail_after);
        });
        let file = "tests/panics/suite/mod.rs";
        assert_eq!(
            logged,
            [
                "index out of bounds: the len is 3 but the index is 7",
                "in a nested module",
                "after it",
            ]
            .map(|text| format!("inline - CRITICAL - panicked: {text} thread=worker in {file}"))
        );
        let logged = lines_of(&inline::own::LOGGER, || panicking(inline::own::fail));
        assert_eq!(logged.len(), 1);
        let logged = lines_of(&shop::LOGGER, || {
            panicking(shop::fail);
            panicking(shop::stock::fail);
        });
        for other in [&shop::AUDIT, &shop::ledger::LOGGER] {
            assert_eq!(other.stats().written, 0);
        }
        assert_eq!(
            logged,
            [
                "file.shop - CRITICAL - panicked: in the file thread=worker \
                 in tests/panics/suite/shop.rs",
                "file.shop - CRITICAL - panicked: in the child's file: ParseIntError { kind: InvalidDigit } thread=worker \
                 in tests/panics/suite/shop/stock.rs",
            ]
        );
        panicking(siblings::one::fail);
        for other in [&siblings::one::LOGGER, &siblings::two::LOGGER] {
            assert_eq!(other.stats().written, 0);
        }
        panicking(|| panic!("in no logger's module\n2026 - forged"));
        panicking(|| panic_any(7));
    }) else {
        return;
    };
    assert_eq!(
        without_places(seen.errors()),
        [
            "root - CRITICAL - panicked: in one of two thread=worker in tests/panics/suite/siblings.rs",
            r"root - CRITICAL - panicked: in no logger's module\n2026 - forged thread=worker in tests/panics/suite/mod.rs",
            "root - CRITICAL - panicked: [a payload that is not text] thread=worker \
             in tests/panics/suite/mod.rs",
        ]
    );
}

#[test]
fn it_is_installed_once_and_the_previous_hook_runs_after_it() {
    alone(|| {
        static CALLS: AtomicU32 = AtomicU32::new(0);
        static WRITTEN: Mutex<Vec<u64>> = Mutex::new(Vec::new());
        std::panic::set_hook(Box::new(|_| {
            CALLS.fetch_add(1, Relaxed);
            WRITTEN.lock().unwrap().push(inline::LOGGER.stats().written);
        }));
        logkit::log_panics();
        logkit::log_panics();
        let logged = lines_of(&inline::LOGGER, || {
            logkit::log_panics();
            assert!(catch_unwind(inline::fail_after).is_err());
            inline::LOGGER.set_level(LevelFilter::Off);
            assert!(catch_unwind(inline::fail_after).is_err());
        });
        assert_eq!((logged.len(), CALLS.load(Relaxed)), (1, 2));
        assert_eq!(*WRITTEN.lock().unwrap(), [1, 1]);
    });
}

#[test]
fn a_panic_that_logkit_catches_is_not_logged() {
    struct Panics;
    impl fmt::Debug for Panics {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            panic!("in a Debug")
        }
    }

    let Some(seen) = alone(|| {
        quietly();
        let logged = lines_of(&shop::LOGGER, || {
            logkit::info!(logger: shop::LOGGER, value = ?Panics, "a line");
        });
        assert_eq!(logged, ["file.shop - INFO - a line value=[formatting panicked]"]);
        // Outside of a log call it is a panic as any other.
        assert!(catch_unwind(|| format!("{Panics:?}")).is_err());
    }) else {
        return;
    };
    assert_eq!(
        without_places(seen.errors())[0].split(" thread=").next(),
        Some("root - CRITICAL - panicked: in a Debug")
    );
}

#[test]
fn a_handler_that_panics_or_blocks_does_not_abort() {
    struct PanicsToo;
    impl Handler for PanicsToo {
        fn emit(&self, _: &Record<'_>) -> io::Result<()> {
            inline::fail_after();
            Ok(())
        }

        fn flush(&self) -> io::Result<()> {
            inline::fail_after();
            Ok(())
        }
    }

    alone(|| {
        quietly();
        let memory = Memory::new();
        inline::LOGGER.add_handler(PanicsToo);
        inline::LOGGER.add_handler(memory.clone());
        panicking(inline::fail_after);
        assert_eq!(memory.lines().len(), 1);
        assert_eq!(inline::LOGGER.stats().dropped, 1);
    });
}

#[test]
fn spans_of_the_host_are_shown() {
    use tracing_subscriber::layer::SubscriberExt as _;

    alone(|| {
        let memory = Memory::new();
        let layer = logkit::layer().with_handler(memory.clone());
        let host = tracing_subscriber::registry().with(layer);
        tracing::subscriber::set_global_default(host).unwrap();
        quietly();
        let span = tracing::info_span!("request", id = 7, password = "hunter2");
        let logged = lines_of(&inline::LOGGER, || {
            let _entered = span.enter();
            assert!(catch_unwind(inline::fail_after).is_err());
            assert!(catch_unwind(|| panic!("elsewhere")).is_err());
        });
        assert_eq!(logged.len(), 1);
        let line = &memory.lines()[0];
        assert!(line.contains("root - CRITICAL - panicked: elsewhere"), "{line}");
        assert!(line.ends_with(" span=request{id=7 password=[redacted]}"), "{line}");
    });
}

#[cfg(feature = "queue")]
#[test]
fn the_line_is_written_before_the_process_aborts() {
    let scene = || {
        use logkit::handler::{Queued, Stream};
        inline::LOGGER.add_handler(Queued::new(Stream::stderr()));
        std::panic::set_hook(Box::new(|_| std::process::abort()));
        logkit::log_panics();
        inline::fail_after();
    };
    if is_child_of(&scene) {
        return scene();
    }
    let Seen { stderr, .. } = seen(&child_of(&scene).output().unwrap());
    let logged = without_places(lines::without_times(&stderr));
    assert_eq!(logged.len(), 1, "{stderr}");
    assert!(logged[0].starts_with("inline - CRITICAL - panicked: after it thread="), "{stderr}");
}

#[cfg(feature = "scrub")]
#[test]
fn the_message_is_scrubbed() {
    use logkit::scrub::Scrubber;
    use support::shared::Shared;

    alone(|| {
        quietly();
        let lines = Shared::default();
        let handler = logkit::handler::Stream::new(lines.clone());
        inline::LOGGER.add_handler(handler.with_scrubber(Scrubber::new()));
        let card = "4111111111111111";
        assert!(catch_unwind(|| inline::nested::refuse(card)).is_err());
        assert!(!lines.text().contains(card), "{}", lines.text());
        assert!(lines.text().contains("refused"));
    });
}

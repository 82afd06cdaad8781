//! Handlers that fail, panic, log, or change the logger that is calling them.

use std::fmt;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

use logkit::handler::{Delivery, Handler, Memory};
use logkit::{HandlerId, Level, LevelFilter, Logger, Record, debug, info, module_logger};

use crate::{counted, stats};
use support::alone::alone;

#[module_logger("handlers")]
static LOGGER: Logger;

#[module_logger("handlers_too")]
static OTHER: Logger;

/// A handler that runs code for each record.
struct Doing<F>(F);

impl<F> Handler for Doing<F>
where
    F: Fn(&Record<'_>) -> io::Result<()> + Send + Sync + 'static,
{
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        (self.0)(record)
    }
}

fn doing<F>(action: F) -> Doing<F>
where
    F: Fn(&Record<'_>) -> io::Result<()> + Send + Sync + 'static,
{
    Doing(action)
}

fn messages(memory: &Memory) -> Vec<String> {
    memory.records().iter().map(|record| record.message().to_owned()).collect()
}

#[test]
fn a_handler_that_fails_is_counted_and_others_are_not_affected() {
    let Some(seen) = alone(|| {
        std::panic::set_hook(Box::new(|_| {}));
        let (before, after) = (Memory::new(), Memory::new());
        LOGGER.add_handler(before.clone());
        LOGGER.add_handler(doing(|_| Err(io::Error::other("the text of a secret"))));
        LOGGER.add_handler(doing(|_| panic!("the text of a secret")));
        LOGGER.add_handler(after.clone());
        for number in 0..5 {
            info!("{number}");
        }
        assert_eq!(messages(&before), ["0", "1", "2", "3", "4"]);
        assert_eq!(messages(&after), messages(&before));
        assert_eq!(counted(LOGGER.stats()), stats(10, 10));
    }) else {
        return;
    };
    // The report names the handler, and has no text of its error or of the record.
    let report = "logkit: handlers: Doing: a record was lost: ";
    assert!(seen.stderr.starts_with(report), "{}", seen.stderr);
    assert!(!seen.stderr.contains("secret"), "{}", seen.stderr);
}

/// A description may be a path, which may have any character.
#[test]
fn a_report_of_a_loss_is_one_line() {
    struct Named;

    impl Handler for Named {
        fn emit(&self, _: &Record<'_>) -> io::Result<()> {
            Err(io::ErrorKind::StorageFull.into())
        }

        fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("file a\nlogkit: b\u{1b}[2J")
        }
    }

    let Some(seen) = alone(|| {
        LOGGER.add_handler(Named);
        info!("lost");
    }) else {
        return;
    };
    assert_eq!(
        seen.stderr,
        "logkit: handlers: file a\\nlogkit: b\\u{1b}[2J: a record was lost: no storage space\n"
    );
}

#[test]
fn a_handler_whose_description_panics_loses_its_record_only() {
    struct Panics;

    impl Handler for Panics {
        fn emit(&self, _: &Record<'_>) -> io::Result<()> {
            Err(io::ErrorKind::StorageFull.into())
        }

        fn describe(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            panic!("in the description")
        }
    }

    let Some(seen) = alone(|| {
        std::panic::set_hook(Box::new(|_| {}));
        LOGGER.add_handler(Panics);
        info!("lost");
        assert_eq!(counted(LOGGER.stats()), stats(0, 1));
    }) else {
        return;
    };
    let expected = "logkit: handlers: [panicked]: a record was lost: no storage space\n";
    assert_eq!(seen.stderr, expected);
}

#[test]
fn a_level_that_panics_loses_its_records_only() {
    struct NoLevel;
    impl Handler for NoLevel {
        fn emit(&self, _: &Record<'_>) -> io::Result<()> {
            Ok(())
        }

        fn level(&self) -> Option<LevelFilter> {
            panic!("in level()")
        }

        fn flush(&self) -> io::Result<()> {
            panic!("in flush()")
        }

        fn describe(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            panic!("in describe()")
        }
    }

    alone(|| {
        std::panic::set_hook(Box::new(|_| {}));
        let memory = Memory::new();
        LOGGER.add_handler(NoLevel);
        LOGGER.add_handler(memory.clone());
        info!("one");
        LOGGER.flush();
        assert!(logkit::logger_tree().to_string().contains("[panicked] (1 of 1 lost), memory"));
        info!("two");
        assert_eq!(messages(&memory), ["one", "two"]);
        assert_eq!(counted(LOGGER.stats()), stats(2, 2));
    });
}

#[test]
fn a_handler_may_log_and_skips_only_records_logged_while_handling_those() {
    let Some(seen) = alone(|| {
        let memory = Memory::new();
        let calls = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&calls);
        LOGGER.add_handler(doing(move |record| {
            let number = count.fetch_add(1, Relaxed);
            info!("from the handler of `{}`: {number}", record.message());
            Ok(())
        }));
        LOGGER.add_handler(memory.clone());
        info!("line");
        // The line, and the record that the handler logs for it, but not the record that it logs for
        // that.
        assert_eq!(
            messages(&memory),
            [
                "from the handler of `from the handler of `line`: 0`: 1",
                "from the handler of `line`: 0",
                "line"
            ]
        );
        assert_eq!(calls.load(Relaxed), 2);
        assert_eq!(counted(LOGGER.stats()), stats(5, 1));
        let [logs, keeps] = &LOGGER.handlers()[..] else { panic!("there are two handlers") };
        assert_eq!(counted(logs.stats()), stats(2, 1));
        assert_eq!(counted(keeps.stats()), stats(3, 0));
    }) else {
        return;
    };
    assert_eq!(
        seen.stderr,
        "logkit: handlers: a record was lost: its own handler logged it while handling a \
         record that it had logged itself\n"
    );
}

#[test]
fn a_handler_that_logs_gets_the_number_of_records_that_skipped_it() {
    const REASON: &str = "logged by a handler while it handled what a handler had logged";
    alone(|| {
        let seen: Arc<Mutex<Vec<String>>> = Arc::default();
        let lines = Arc::clone(&seen);
        LOGGER.add_handler(doing(move |record| {
            info!("from the handler");
            let line = format!("{} {} {}", record.name(), record.level(), record.message());
            lines.lock().unwrap().push(line);
            Ok(())
        }));
        let notices = || {
            let lines = std::mem::take(&mut *seen.lock().unwrap());
            let is_notice = |line: &String| line.starts_with("logkit ");
            lines.into_iter().filter(is_notice).collect::<Vec<_>>()
        };
        info!("one");
        assert_eq!((notices(), LOGGER.stats().dropped), (Vec::new(), 1));
        // What the handler logs for the notice, and for the record, skips it.
        info!("two");
        assert_eq!(notices(), [format!("logkit WARNING 1 record lost: {REASON}")]);
        assert_eq!(LOGGER.stats().dropped, 3);
        LOGGER.flush();
        assert_eq!(notices(), [format!("logkit WARNING 2 records lost: {REASON}")]);
        // Announcements are no records of the logger.
        assert_eq!(counted(LOGGER.stats()), stats(6, 4));
    });
}

#[test]
fn a_notice_that_a_handler_fails_to_take_is_given_again() {
    alone(|| {
        let taken: Arc<Mutex<Vec<String>>> = Arc::default();
        let (lines, failures) = (Arc::clone(&taken), AtomicUsize::new(0));
        LOGGER.add_handler(doing(move |record| match record.name() {
            "logkit" if failures.fetch_add(1, Relaxed) == 0 => Err(io::ErrorKind::Other.into()),
            "logkit" => {
                lines.lock().unwrap().push(record.message().to_string());
                Ok(())
            }
            _ => {
                info!("from the handler");
                Ok(())
            }
        }));
        info!("line");
        LOGGER.flush();
        LOGGER.flush();
        LOGGER.flush();
        let taken = taken.lock().unwrap();
        assert!(matches!(&taken[..], [one] if one.starts_with("1 record lost: ")), "{taken:?}");
    });
}

#[test]
fn a_handler_may_report_any_number_of_masked_values() {
    struct Masks;
    impl Handler for Masks {
        fn emit(&self, _: &Record<'_>) -> io::Result<()> {
            Ok(())
        }

        fn deliver(&self, _: &Record<'_>, delivery: &Delivery) -> io::Result<()> {
            delivery.add_masked(u64::MAX);
            delivery.add_masked(1);
            Ok(())
        }
    }

    let Some(seen) = alone(|| {
        LOGGER.add_handler(Masks);
        logkit::redact::add_secret_name("shoe_size");
        info!(shoe_size = 44, "one value is masked by name");
        assert_eq!(counted(LOGGER.stats()), stats(1, 0));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_handler_that_fails_to_describe_itself_does_not_panic() {
    struct Shy;
    impl Handler for Shy {
        fn emit(&self, _: &Record<'_>) -> io::Result<()> {
            Ok(())
        }

        fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("shy")?;
            Err(fmt::Error)
        }
    }

    let Some(seen) = alone(|| {
        LOGGER.add_handler(Shy);
        assert!(logkit::logger_tree().to_string().contains("  shy\n"));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn handlers_that_log_to_each_others_logger_end() {
    alone(|| {
        let (here, there) = (Memory::new(), Memory::new());
        LOGGER.add_handler(here.clone());
        LOGGER.add_handler(doing(|_| {
            info!(logger: OTHER, "there");
            Ok(())
        }));
        OTHER.add_handler(there.clone());
        OTHER.add_handler(doing(|_| {
            info!("here");
            Ok(())
        }));
        info!("outer");
        assert_eq!(messages(&here), ["outer", "here", "here"]);
        assert_eq!(messages(&there), ["there", "there"]);
        assert_eq!(counted(LOGGER.stats()), stats(5, 1));
        assert_eq!(counted(OTHER.stats()), stats(4, 0));
    });
}

#[test]
fn many_handlers_that_all_log_end_soon() {
    alone(|| {
        let calls = Arc::new(AtomicUsize::new(0));
        for _ in 0..6 {
            let count = Arc::clone(&calls);
            LOGGER.add_handler(doing(move |record| {
                // Announcements of records that skipped the handler do not count as records.
                count.fetch_add(usize::from(record.name() != "logkit"), Relaxed);
                info!("inner");
                Ok(())
            }));
        }
        info!("outer");
        // In every order, each at most twice, six at a time; and as often for the announcements.
        let calls = calls.load(Relaxed) as u64;
        assert!((6..120_000).contains(&calls), "{calls}");
        assert_eq!(LOGGER.stats().written, calls);
        assert!(LOGGER.stats().dropped > 0);
    });
}

#[test]
fn a_handler_may_change_its_logger() {
    let Some(seen) = alone(|| {
        let memory = Memory::new();
        let own: Arc<Mutex<Vec<HandlerId>>> = Arc::default();
        let (ids, added) = (Arc::clone(&own), memory.clone());
        let id = LOGGER.add_handler(doing(move |record| {
            let guard = LOGGER.override_level(Level::Trace);
            LOGGER.set_level(Level::Debug);
            LOGGER.add_handler(added.clone());
            for id in ids.lock().unwrap().drain(..) {
                assert!(LOGGER.remove_handler(id));
            }
            assert_eq!(LOGGER.level(), Level::Trace.into());
            drop(guard);
            assert!(logkit::logger_tree().to_string().contains("handlers"));
            assert_eq!(record.message().to_string(), "one");
            Ok(())
        }));
        own.lock().unwrap().push(id);
        info!("one");
        debug!("two");
        assert_eq!(LOGGER.level(), Level::Debug.into());
        assert_eq!(messages(&memory), ["two"]);
        assert_eq!(counted(LOGGER.stats()), stats(2, 0));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_handler_may_replace_itself_and_its_logger_s_others() {
    let Some(seen) = alone(|| {
        let (old, new) = (Memory::new(), Memory::new());
        let next = new.clone();
        LOGGER.add_handler(doing(move |_| {
            LOGGER.set_handlers(vec![Box::new(next.clone())]);
            Ok(())
        }));
        LOGGER.add_handler(old.clone());
        info!("one");
        info!("two");
        // The record goes to the set that was in force when it was logged.
        assert_eq!((messages(&old), messages(&new)), (vec!["one".into()], vec!["two".into()]));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

/// A handler that runs code when it is dropped.
struct Dropped<F: Fn() + Send + Sync + 'static>(F);

impl<F: Fn() + Send + Sync + 'static> Handler for Dropped<F> {
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        if record.message().to_string() == "remove yourself" {
            LOGGER.clear_handlers();
        }
        Ok(())
    }
}

impl<F: Fn() + Send + Sync + 'static> Drop for Dropped<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[test]
fn a_destructor_may_log() {
    let Some(seen) = alone(|| {
        let memory = Memory::new();
        OTHER.add_handler(memory.clone());
        let log = || {
            info!(logger: OTHER, "closed");
            info!("closed");
        };
        let id = LOGGER.add_handler(Dropped(log));
        assert!(LOGGER.remove_handler(id));
        LOGGER.add_handler(Dropped(log));
        LOGGER.set_handlers(vec![Box::new(Dropped(log))]);
        info!("remove yourself");
        assert_eq!(messages(&memory), ["closed"; 3]);
        assert_eq!(counted(OTHER.stats()), stats(3, 0));
    }) else {
        return;
    };
    // While the logger had no handler, its lines went to stderr; after that it had one.
    assert_eq!(seen.errors(), ["handlers - INFO - closed"; 2]);
}

#[test]
fn a_destructor_that_panics_does_not_reach_the_caller() {
    let Some(seen) = alone(|| {
        std::panic::set_hook(Box::new(|_| {}));
        let panic = || panic!("in a destructor");
        let id = LOGGER.add_handler(Dropped(panic));
        assert!(LOGGER.remove_handler(id));
        LOGGER.add_handler(Dropped(panic));
        LOGGER.clear_handlers();
        // Now the log call drops the last reference to the handler.
        LOGGER.add_handler(Dropped(panic));
        info!("remove yourself");
        let memory = Memory::new();
        LOGGER.add_handler(memory.clone());
        info!("the caller goes on");
        assert_eq!(messages(&memory), ["the caller goes on"]);
        assert_eq!(counted(LOGGER.stats()), stats(2, 0));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

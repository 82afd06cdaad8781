//! Records logged during the call are searched, and still reach their handlers.

use std::error::Error;
use std::fmt;
use std::sync::Barrier;
use std::thread;

use logkit::handler::{Memory, Null};
use logkit::testing::assert_never_logged;
use logkit::{LevelFilter, Logger, debug, error, exception, info, module_logger};

use crate::assertions::{CANARY, fails, failure, said};

#[module_logger("heard")]
static LOGGER: Logger;

mod other {
    use logkit::{Logger, module_logger};

    #[module_logger("other.part")]
    pub(crate) static LOGGER: Logger;
}

#[derive(Debug)]
struct Failure(&'static str, Option<Box<Failure>>);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.1.as_deref().map(|source| source as _)
    }
}

fn quiet() {
    LOGGER.set_handlers(vec![Box::new(Null)]);
    other::LOGGER.set_handlers(vec![Box::new(Null)]);
}

#[test]
fn every_place_of_a_statement() {
    quiet();
    let line = line!() + 3;
    let wanted = format!("line of a record of logger `heard` ({}:{line}): all of it", file!());
    fails(CANARY, &[&wanted, "in the field `detail` of"], || {
        assert_never_logged(CANARY, || info!(detail = CANARY, "x"));
    });
    let statements: [(&str, fn()); 7] = [
        ("in the message of", || info!("key {}", CANARY)),
        ("an argument of", || info!("key {CANARY:?}")),
        ("in the field `detail` of", || info!(detail = ?Some(CANARY))),
        ("in the field `detail` of", || info!(detail = %CANARY)),
        ("in the field `detail` of", || info!(detail = CANARY.as_bytes())),
        ("`{}` of the field `detail` of", || info!(detail = &Failure(CANARY, None) as &dyn Error)),
        ("`{}` of source 1 of the error of", || {
            exception!(Failure("out", Some(Box::new(Failure(CANARY, None)))), "x");
        }),
    ];
    for (way, statement) in statements {
        let wanted = [way, "in the text line of", "in the JSON line of"];
        fails(CANARY, &wanted, || assert_never_logged(CANARY, statement));
        fails(CANARY, &wanted, || assert_never_logged!(CANARY, statement));
    }
}

#[test]
fn any_logger_of_the_program() {
    quiet();
    fails(CANARY, &["logger `other.part`"], || {
        assert_never_logged(CANARY, || info!(logger: other::LOGGER, detail = CANARY));
    });
}

#[test]
fn output_of_a_logged_value_before_a_failure() {
    struct Panics;
    impl fmt::Debug for Panics {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(CANARY)?;
            panic!("half-way")
        }
    }
    quiet();
    // logkit's lines have a marker instead; the host's subscriber may print the value.
    fails(CANARY, &["in the field `detail` of"], || {
        assert_never_logged(CANARY, || info!(detail = ?Panics));
    });
}

#[test]
fn records_of_values_and_destructors() {
    struct Logs;
    impl fmt::Debug for Logs {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            info!(detail = CANARY, "printed");
            f.write_str("Logs")
        }
    }
    struct LogsAtLast;
    impl fmt::Debug for LogsAtLast {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("LogsAtLast")
        }
    }
    impl Drop for LogsAtLast {
        fn drop(&mut self) {
            info!(detail = CANARY, "dropped");
        }
    }
    struct LogsItself;
    impl fmt::Debug for LogsItself {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            info!(detail = CANARY, itself = ?self, "again");
            f.write_str("LogsItself")
        }
    }
    quiet();
    fails(CANARY, &["logger `heard`"], || assert_never_logged(CANARY, || Logs));
    fails(CANARY, &["logger `heard`"], || assert_never_logged(CANARY, || info!(value = ?Logs)));
    fails(CANARY, &["logger `heard`"], || assert_never_logged(CANARY, || LogsAtLast));
    fails(CANARY, &["logger `heard`"], || assert_never_logged(CANARY, || LogsItself));
}

#[test]
fn records_below_the_threshold_are_not_seen() {
    quiet();
    assert_never_logged(CANARY, || debug!(logger: other::LOGGER, detail = CANARY));
    let _override = other::LOGGER.override_level(logkit::Level::Debug);
    fails(CANARY, &["other.part"], || {
        assert_never_logged(CANARY, || debug!(logger: other::LOGGER, detail = CANARY));
    });
}

#[test]
fn a_handlers_level_keeps_nothing_secret() {
    #[module_logger("heard.handlers")]
    static LOGGER: Logger;
    LOGGER.set_handlers(vec![Box::new(Memory::new().with_level(LevelFilter::Off))]);
    failure(CANARY, || assert_never_logged(CANARY, || error!(detail = CANARY)));
}

#[test]
fn handlers_get_the_records_too() {
    #[module_logger("heard.memory")]
    static LOGGER: Logger;
    let memory = Memory::new();
    LOGGER.set_handlers(vec![Box::new(memory.clone())]);
    assert_never_logged(CANARY, || info!(order_id = 7, "packed"));
    assert_eq!(memory.records().len(), 1);
    assert_eq!(LOGGER.stats().written, 1);
}

#[test]
fn text_of_the_source_is_not_a_leak() {
    quiet();
    // Names of keys and loggers, words of messages and JSON's own keys.
    for word in ["order_id", "heard", "packed", "message", "level", "INFO", "fields"] {
        assert_never_logged(word, || info!(order_id = 7, "packed"));
    }
    let error = || Failure("x", Some(Box::new(Failure("y", None))));
    for word in ["error", "caused by", "value"] {
        assert_never_logged!(word, || exception!(error(), "x"));
    }
    // A second occurrence comes from a value.
    failure("packed", || assert_never_logged("packed", || info!(state = "packed", "packed")));
}

/// The names of `log`'s records may be made at run time.
#[cfg(feature = "log")]
#[test]
fn the_names_of_a_third_party_are_not_in_the_message() {
    use log::Log as _;
    quiet();
    let bridge = logkit::layer().with_handler(Null).log_bridge();
    // The secret in a form that the search does not know.
    let spelled = CANARY.split("").collect::<Vec<_>>().join(" ");
    let name = |what: &str| format!("{what}{spelled}");
    let (target, file, key) = (name("target"), name("file"), name("room"));
    let message = failure(CANARY, || {
        assert_never_logged(CANARY, || {
            let values = [(key.as_str(), CANARY)];
            let record = log::Record::builder()
                .args(format_args!("connected"))
                .target(&target)
                .file(Some(&file))
                .module_path(Some(module_path!()))
                .line(Some(12))
                .level(log::Level::Info)
                .key_values(&values)
                .build();
            bridge.log(&record);
        });
    });
    let wanted =
        "in the field number 1 of a third party's record of level INFO (line 12): all of it";
    assert!(message.contains(wanted), "{message}");
    for word in ["target", "file", "room", spelled.trim()] {
        assert!(!message.contains(word), "{word} is in:\n{message}");
    }
}

#[test]
fn records_before_and_after_the_call_are_not_seen() {
    quiet();
    info!(detail = CANARY);
    assert_never_logged(CANARY, || ());
    info!(detail = CANARY);
    failure(CANARY, || assert_never_logged(CANARY, || info!(detail = CANARY)));
    info!(detail = CANARY);
    assert_never_logged(CANARY, || ());
}

#[test]
fn an_assertion_within_an_assertion() {
    quiet();
    let other = "zK7#wX9%vQ3!";
    let message = failure(CANARY, || {
        assert_never_logged(CANARY, || assert_never_logged(other, || info!(detail = CANARY)));
    });
    assert!(message.contains("in the field `detail`"), "{message}");
    let message = failure(other, || {
        assert_never_logged(CANARY, || assert_never_logged(other, || info!(detail = other)));
    });
    assert!(message.contains("the closure panicked at "), "{message}");
}

#[test]
fn two_threads_do_not_see_each_other() {
    quiet();
    let secrets = [CANARY, "zK7#wX9%vQ3!"];
    let barrier = Barrier::new(2);
    let run = |own: &'static str, others: &'static str| {
        said(|| {
            assert_never_logged(own, || {
                for _ in 0..50 {
                    barrier.wait();
                    info!(detail = others);
                    barrier.wait();
                }
            });
        })
    };
    thread::scope(|scope| {
        let [first, second] = secrets;
        let threads = [(first, second), (second, first)]
            .map(|(own, others)| scope.spawn(move || run(own, others)));
        for thread in threads {
            assert_eq!(thread.join().unwrap(), None);
        }
    });
    // Other threads are not observed, as documented.
    assert_never_logged(CANARY, || {
        thread::scope(|scope| {
            scope.spawn(|| info!(detail = CANARY));
        });
    });
}

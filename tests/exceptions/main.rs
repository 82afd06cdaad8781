//! `exception!` accepts every kind of error, and shows its whole chain of causes.

mod keys;

use std::error::Error;
use std::fmt;
use std::io;

use logkit::handler::{Memory, Stream};
use logkit::{Logger, exception, module_logger};

use support::alone::{alone, child_of, is_child_of, succeeded};
use support::shared::Shared;

#[module_logger("shop")]
static LOGGER: Logger;

/// An error with a cause.
#[derive(Debug)]
struct Because(&'static str, Option<Box<dyn Error + Send + Sync>>);

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Error for Because {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.1.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}

fn because() -> Because {
    Because("order refused", Some(Box::new(Because("no stock", Some(Box::new(parse_error()))))))
}

fn parse_error() -> std::num::ParseIntError {
    "x7".parse::<u8>().unwrap_err()
}

fn lines_of(scene: impl FnOnce()) -> Vec<String> {
    let lines = Shared::default();
    LOGGER.set_handlers(vec![Box::new(Stream::new(lines.clone()))]);
    scene();
    assert_eq!(LOGGER.stats().dropped, 0);
    lines.lines()
}

/// The three lines of `because()` after a message.
fn three(message: &str) -> Vec<String> {
    vec![
        format!("shop - ERROR - {message} error=\"order refused\""),
        "    caused by: no stock".into(),
        "    caused by: invalid digit found in string".into(),
    ]
}

#[test]
fn every_kind_of_error_is_accepted() {
    alone(|| {
        let concrete = because();
        let lines = lines_of(|| {
            exception!(because(), "a concrete error");
            exception!(concrete, "one in a variable");
            exception!(&concrete, "a reference");
            let trait_object: &dyn Error = &concrete;
            exception!(trait_object, "a trait object");
            exception!(*trait_object, "its place");
            let boxed: Box<dyn Error> = Box::new(because());
            exception!(boxed, "a boxed one");
            exception!(&boxed, "a reference to it");
            let boxed: Box<dyn Error + Send + Sync> = Box::new(because());
            exception!(boxed, "a boxed one for threads");
            exception!(*boxed, "its place");
            let shared = std::sync::Arc::new(because());
            exception!(shared, "a shared one");
            let anyhow = anyhow::Error::from(because());
            exception!(anyhow, "anyhow's");
            exception!(&anyhow, "a reference to anyhow's");
            let context = anyhow::Error::from(parse_error()).context("no stock");
            exception!(context.context("order refused"), "anyhow's contexts");
            let eyre = eyre::Report::from(because());
            exception!(eyre, "eyre's");
            let wrapped = eyre::Report::from(parse_error()).wrap_err("no stock");
            exception!(wrapped.wrap_err("order refused"), "eyre's contexts");
            // The error was not moved.
            assert_eq!(concrete.to_string(), "order refused");
            assert_eq!(anyhow.to_string(), eyre.to_string());
        });
        let messages = [
            "a concrete error",
            "one in a variable",
            "a reference",
            "a trait object",
            "its place",
            "a boxed one",
            "a reference to it",
            "a boxed one for threads",
            "its place",
            "a shared one",
            "anyhow's",
            "a reference to anyhow's",
            "anyhow's contexts",
            "eyre's",
            "eyre's contexts",
        ];
        assert_eq!(lines, messages.map(three).concat());
    });
}

#[test]
fn results_of_functions_are_logged_where_they_end() {
    fn fails() -> Result<(), Box<dyn Error + Send + Sync>> {
        Err(because())?;
        Ok(())
    }
    fn fails_with_anyhow() -> anyhow::Result<()> {
        anyhow::Context::context(Err(because()), "packing")
    }

    alone(|| {
        let lines = lines_of(|| {
            if let Err(error) = fails() {
                exception!(error, "boxed");
            }
            if let Err(error) = fails_with_anyhow() {
                exception!(error, "anyhow");
            }
        });
        assert_eq!(lines[..3], three("boxed"));
        assert_eq!(
            lines[3..5],
            ["shop - ERROR - anyhow error=packing", "    caused by: order refused"]
        );
        assert_eq!(lines[5..], three("")[1..]);
    });
}

#[test]
fn fields_come_before_the_message_or_after_it() {
    alone(|| {
        let order_id = 7;
        let lines = lines_of(|| {
            exception!(parse_error());
            exception!(parse_error(), order_id);
            exception!(parse_error(), order_id, "before");
            exception!(parse_error(), "after", order_id, customer = %"Ada L");
            exception!(parse_error(), why = ?Some(1), "{} and {last}", order_id, last = 8, after = 9);
            exception!(parse_error(), { order_id }, "in braces {order_id}");
        });
        let error = "error=\"invalid digit found in string\"";
        assert_eq!(
            lines,
            [
                "",
                "order_id=7 ",
                "before order_id=7 ",
                "after order_id=7 customer=\"Ada L\" ",
                "7 and 8 why=Some(1) after=9 ",
                "in braces 7 order_id=7 ",
            ]
            .map(|text| format!("shop - ERROR - {text}{error}"))
        );
    });
}

#[test]
fn no_text_of_an_error_forges_a_line() {
    alone(|| {
        let forged = "one\n2026-11-22 07:31:00,123 - shop - INFO - forged\r\x1b[31m\u{202e}";
        let error =
            Because(forged, Some(Box::new(Because(forged, Some(Box::new(Because("", None)))))));
        let lines = lines_of(|| exception!(error, "message"));
        let escaped = r"one\n2026-11-22 07:31:00,123 - shop - INFO - forged\r\u{1b}[31m\u{202e}";
        assert_eq!(
            lines,
            [
                &*format!("shop - ERROR - message error=\"{escaped}\""),
                &format!("    caused by: {escaped}"),
                "    caused by: ",
            ]
        );
    });
}

#[test]
fn the_error_is_evaluated_once_and_only_when_enabled() {
    alone(|| {
        let evaluated = std::cell::Cell::new(0);
        let error = || {
            evaluated.set(evaluated.get() + 1);
            io::Error::other("gone")
        };
        LOGGER.set_level(logkit::LevelFilter::Off);
        exception!(error(), "not enabled");
        assert_eq!(evaluated.get(), 0);
        LOGGER.clear_level();
        let memory = Memory::new();
        LOGGER.add_handler(memory.clone());
        exception!(error(), "enabled", n = 1);
        assert_eq!(evaluated.get(), 1);
        let lines = memory.lines();
        assert_eq!(lines.len(), 1);
        assert!(lines[0].ends_with(" - shop - ERROR - enabled n=1 error=gone"), "{lines:?}");
    });
}

#[test]
fn an_exception_is_one_write() {
    struct Writes(Shared, std::sync::Arc<std::sync::atomic::AtomicUsize>);
    impl io::Write for Writes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            self.0.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    alone(|| {
        let (lines, writes) = (Shared::default(), std::sync::Arc::default());
        LOGGER.add_handler(Stream::new(Writes(lines.clone(), std::sync::Arc::clone(&writes))));
        exception!(because(), "message");
        assert_eq!(lines.lines(), three("message"));
        assert_eq!(writes.load(std::sync::atomic::Ordering::Relaxed), 1);
    });
}

#[test]
fn an_error_as_a_field_shows_its_chain_in_the_line() {
    alone(|| {
        let error = because();
        let lines = lines_of(|| {
            logkit::warn!(error = &error as &dyn Error, "a field");
            logkit::warn!(%error, "its Display only");
        });
        assert_eq!(
            lines,
            [
                "shop - WARNING - a field \
                 error=\"order refused: no stock: invalid digit found in string\"",
                "shop - WARNING - its Display only error=\"order refused\"",
            ]
        );
    });
}

/// An error that is its own cause.
#[derive(Debug)]
struct Endless;

impl fmt::Display for Endless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("again")
    }
}

impl Error for Endless {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self)
    }
}

#[test]
fn what_is_cut_of_a_long_chain_is_said() {
    alone(|| {
        let deep = |depth: u32| {
            (1..depth).fold(Because("cause", None), |cause, _| Because("cause", Some(cause.into())))
        };
        for error in
            [Box::new(Endless) as Box<dyn Error>, Box::new(deep(1_000)), Box::new(deep(33))]
        {
            let lines = lines_of(|| exception!(error, "refused"));
            assert_eq!(lines.len(), 33);
            assert_eq!(lines[31], format!("    caused by: {error}"));
            assert_eq!(lines[32], "    caused by: [more causes, not shown]");
            // The copy of the record has the same marker, once.
            let memory = Memory::new();
            LOGGER.set_handlers(vec![Box::new(memory.clone())]);
            exception!(error, "refused");
            let text = memory.lines().concat();
            assert_eq!(text.matches("caused by").count(), 32);
            assert_eq!(text.matches("[more causes, not shown]").count(), 1);
        }
        let lines = lines_of(|| exception!(deep(32), "refused"));
        assert_eq!((lines.len(), &*lines[31]), (32, "    caused by: cause"));
    });
}

/// An error whose `Debug` shows a secret, and a heading.
struct Leaky;

impl fmt::Debug for Leaky {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hunter2\n\nStack backtrace:\n   0: hunter2\n")
    }
}

impl fmt::Display for Leaky {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("signing in failed")
    }
}

impl Error for Leaky {}

#[test]
fn a_captured_backtrace_follows_the_causes_and_no_debug_is_shown() {
    fn check(lines: &[String]) {
        let (chain, frames) = lines.split_at(2);
        assert_eq!(
            chain,
            ["shop - ERROR - refused error=\"no session\"", "    caused by: signing in failed"]
        );
        assert_eq!(frames[0], "    backtrace:");
        assert!(frames[1].starts_with("       0: "), "{frames:?}");
        assert!(frames.iter().any(|frame| frame.contains("exceptions::")), "{frames:?}");
        assert!(frames.iter().all(|frame| frame.starts_with("    ")), "{frames:?}");
        assert!(!frames.concat().contains("hunter2"));
    }

    let scene = || {
        let anyhow = anyhow::Error::from(Leaky).context("no session");
        check(&lines_of(|| exception!(anyhow, "refused")));
        check(&lines_of(|| exception!(&anyhow, "refused")));
        let eyre = eyre::Report::from(Leaky).wrap_err("no session");
        check(&lines_of(|| exception!(eyre, "refused")));
        let memory = Memory::new();
        LOGGER.set_handlers(vec![Box::new(memory.clone())]);
        exception!(eyre, "refused");
        let text = memory.lines().join("\n");
        check(&support::lines::without_times(&format!("{text}\n")));
        // Other types have no backtrace that stable Rust could ask for.
        let boxed: Box<dyn Error> = Box::new(Leaky);
        let lines = lines_of(|| exception!(boxed, "refused"));
        assert_eq!(lines, ["shop - ERROR - refused error=\"signing in failed\""]);

        let json = Shared::default();
        let handler = Stream::new(json.clone()).with_format(logkit::Format::json());
        LOGGER.set_handlers(vec![Box::new(handler)]);
        exception!(anyhow, "refused");
        let line: serde_json::Value = serde_json::from_str(&json.text()).unwrap();
        assert_eq!(line["error"], serde_json::json!(["no session", "signing in failed"]));
        assert!(line["backtrace"].as_str().unwrap().contains("exceptions::"), "{line}");
    };
    if is_child_of(&scene) {
        return scene();
    }
    succeeded(&child_of(&scene).env("RUST_BACKTRACE", "1").output().unwrap());
}

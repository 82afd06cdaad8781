//! `exception!` accepts every kind of error, and shows its whole chain of causes.

use std::error::Error;
use std::fmt;
use std::io;

use logkit::handler::{Memory, Stream};
use logkit::{Logger, exception, module_logger};

use support::alone::alone;
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
    let Some(_) = alone(|| {
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
    }) else {
        return;
    };
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

    let Some(_) = alone(|| {
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
    }) else {
        return;
    };
}

#[test]
fn fields_come_before_the_message_or_after_it() {
    let Some(_) = alone(|| {
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
    }) else {
        return;
    };
}

#[test]
fn no_text_of_an_error_forges_a_line() {
    let Some(_) = alone(|| {
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
    }) else {
        return;
    };
}

#[test]
fn the_error_is_evaluated_once_and_only_when_enabled() {
    let Some(_) = alone(|| {
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
    }) else {
        return;
    };
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

    let Some(_) = alone(|| {
        let (lines, writes) = (Shared::default(), std::sync::Arc::default());
        LOGGER.add_handler(Stream::new(Writes(lines.clone(), std::sync::Arc::clone(&writes))));
        exception!(because(), "message");
        assert_eq!(lines.lines(), three("message"));
        assert_eq!(writes.load(std::sync::atomic::Ordering::Relaxed), 1);
    }) else {
        return;
    };
}

#[test]
fn an_error_as_a_field_shows_its_chain_in_the_line() {
    let Some(_) = alone(|| {
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
    }) else {
        return;
    };
}

//! Values that panic, fail, log, or never end.

use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use logkit::handler::{Layered, Memory, Stream};
use logkit::{Logger, exception, info, module_logger};

use crate::{counted, stats};
use support::alone::{alone, or_abort};
use support::shared::Shared;

#[module_logger("values")]
static LOGGER: Logger;

#[module_logger("values_too")]
static OTHER: Logger;

/// Writes half a secret, and then runs the given code.
struct Then(fn() -> fmt::Result);

impl fmt::Debug for Then {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("half a secret")?;
        (self.0)()
    }
}

impl fmt::Display for Then {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Error for Then {}

const PANICS: Then = Then(|| panic!("in a value"));
const FAILS: Then = Then(|| Err(fmt::Error));

fn stream() -> Shared {
    let lines = Shared::default();
    LOGGER.set_handlers(vec![Box::new(Stream::new(lines.clone()))]);
    lines
}

#[test]
fn a_marker_replaces_a_value_that_panics() {
    let Some(seen) = alone(|| {
        std::panic::set_hook(Box::new(|_| {}));
        let lines = stream();
        info!("message {} and {:>20} end", PANICS, PANICS);
        info!(before = 1, debug = ?PANICS, display = %PANICS, after = 2, "fields");
        info!(error = &PANICS as &(dyn Error + 'static), after = 2, "errors");
        exception!(PANICS, "exceptions", after = 2);
        info!("the caller goes on");
        assert_eq!(
            lines.lines(),
            [
                "values - INFO - message [formatting panicked] and [formatting panicked] end",
                "values - INFO - fields before=1 debug=[formatting panicked] \
                 display=\"[formatting panicked]\" after=2",
                "values - INFO - errors error=\"[formatting panicked]\" after=2",
                "values - ERROR - exceptions after=2 error=\"[formatting panicked]\"",
                "values - INFO - the caller goes on",
            ]
        );
        assert_eq!(counted(LOGGER.stats()), stats(5, 0));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_marker_replaces_a_value_that_fails() {
    let Some(seen) = alone(|| {
        let lines = stream();
        info!(before = 1, debug = ?FAILS, display = %FAILS, after = 2, "fields {}", FAILS);
        info!("the caller goes on");
        assert_eq!(
            lines.lines(),
            [
                "values - INFO - fields [formatting failed] before=1 debug=[formatting failed] \
                 display=\"[formatting failed]\" after=2",
                "values - INFO - the caller goes on",
            ]
        );
        assert_eq!(counted(LOGGER.stats()), stats(2, 0));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_panic_whose_payload_panics_is_contained() {
    struct Payload;
    impl Drop for Payload {
        fn drop(&mut self) {
            panic!("in the payload");
        }
    }

    let Some(seen) = alone(|| {
        std::panic::set_hook(Box::new(|_| {}));
        let lines = stream();
        info!("one {}", Then(|| std::panic::panic_any(Payload)));
        info!("two");
        assert_eq!(
            lines.lines(),
            ["values - INFO - one [formatting panicked]", "values - INFO - two"]
        );
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_value_that_logs_itself_endlessly_is_stopped() {
    struct Endless;
    impl fmt::Debug for Endless {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            info!(endless = ?self, "inner");
            f.write_str("Endless")
        }
    }

    let Some(seen) = alone(|| {
        let lines = stream();
        for _ in 0..2 {
            info!(endless = ?Endless, "outer");
        }
        let mut expected = vec!["values - INFO - inner endless=[logs itself]"];
        expected.extend(["values - INFO - inner endless=Endless"; 3]);
        expected.push("values - INFO - outer endless=Endless");
        assert_eq!(lines.lines(), expected.repeat(2));
        assert_eq!(counted(LOGGER.stats()), stats(10, 0));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_value_that_logs_itself_ends_soon_with_several_handlers() {
    struct Endless;
    impl fmt::Debug for Endless {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            info!(endless = ?self, "inner");
            f.write_str("Endless")
        }
    }

    alone(|| {
        // Each formats the value twice, for its line and for its fields.
        let handlers = [Memory::new(), Memory::new()];
        for memory in &handlers {
            LOGGER.add_handler(memory.clone());
        }
        info!(endless = ?Endless, "outer");
        let records = handlers.map(|memory| memory.records().len());
        assert!(records.iter().all(|records| (5..1_000).contains(records)), "{records:?}");
    });
}

#[test]
fn values_that_log_each_other_end() {
    struct Ping;
    struct Pong;
    impl fmt::Display for Ping {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            info!(logger: OTHER, "pong {}", Pong);
            f.write_str("ping")
        }
    }
    impl fmt::Display for Pong {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            info!("ping {}", Ping);
            f.write_str("pong")
        }
    }

    let Some(seen) = alone(|| {
        let (lines, memory) = (stream(), Memory::new());
        OTHER
            .add_handler(Layered::new(tracing_subscriber::fmt::layer().with_writer(std::io::sink)));
        OTHER.add_handler(memory.clone());
        info!("ping {}", Ping);
        assert_eq!(lines.lines().pop().unwrap(), "values - INFO - ping ping");
        assert_eq!((LOGGER.stats().dropped, OTHER.stats().dropped), (0, 0));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn ten_megabytes_are_a_line() {
    struct Huge;
    impl fmt::Debug for Huge {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            (0..10_000).try_for_each(|_| f.write_str(&"x\n".repeat(500)))
        }
    }

    let Some(seen) = alone(|| {
        let lines = stream();
        info!(huge = ?Huge, "before");
        info!("after");
        let lines = lines.lines();
        // In escaped text, each line end is two characters.
        let prefix = "values - INFO - before huge=";
        assert_eq!(lines[0].len(), prefix.len() + 15_000_000);
        assert!(lines[0].starts_with(prefix) && lines[0].ends_with(r"x\nx\n"));
        assert_eq!(lines[1..], ["values - INFO - after"]);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

/// An error that is its own cause.
#[derive(Debug)]
struct Ouroboros;

impl fmt::Display for Ouroboros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("again")
    }
}

impl Error for Ouroboros {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self)
    }
}

#[test]
fn an_error_that_is_its_own_source_ends() {
    let Some(seen) = alone(|| {
        or_abort();
        let lines = stream();
        // `tracing_subscriber`'s layer follows an error's sources endlessly.
        LOGGER
            .add_handler(Layered::new(tracing_subscriber::fmt::layer().with_writer(std::io::sink)));
        exception!(Ouroboros, "outer");
        let mut expected = vec!["values - ERROR - outer error=again"];
        expected.extend(["    caused by: again"; 31]);
        expected.push("    caused by: [more causes, not shown]");
        assert_eq!(lines.lines(), expected);
        info!(error = &Ouroboros as &(dyn Error + 'static), "as a field");
        let field = lines.lines().pop().unwrap();
        assert_eq!(field.matches("again").count(), 32);
        assert_eq!(counted(LOGGER.stats()), stats(4, 0));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

/// An error whose `source()` panics.
#[derive(Debug)]
struct Sourceless;

impl fmt::Display for Sourceless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sourceless")
    }
}

impl Error for Sourceless {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        panic!("in source()")
    }
}

#[test]
fn an_error_whose_source_panics_is_logged_without() {
    let Some(seen) = alone(|| {
        std::panic::set_hook(Box::new(|_| {}));
        let (lines, layer) = (stream(), Shared::default());
        LOGGER.add_handler(Layered::new(
            tracing_subscriber::fmt::layer()
                .without_time()
                .with_ansi(false)
                .with_writer(layer.clone()),
        ));
        exception!(Sourceless, "outer");
        info!("the caller goes on");
        assert_eq!(
            lines.lines(),
            [
                "values - ERROR - outer error=sourceless",
                "    caused by: [formatting panicked]",
                "values - INFO - the caller goes on",
            ]
        );
        assert_eq!(
            layer.lines(),
            [
                "ERROR values: outer error=sourceless error.sources=[[formatting panicked]]",
                " INFO values: the caller goes on",
            ]
        );
        assert_eq!(counted(LOGGER.stats()), stats(4, 0));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn an_error_that_panics_leaves_nothing_in_a_layer() {
    let Some(seen) = alone(|| {
        std::panic::set_hook(Box::new(|_| {}));
        let layer = Shared::default();
        let text = tracing_subscriber::fmt::layer().without_time().with_ansi(false);
        LOGGER.set_handlers(vec![Box::new(Layered::new(text.with_writer(layer.clone())))]);
        for error in [PANICS, FAILS] {
            info!(error = &error as &(dyn Error + 'static), "as a field");
            exception!(error, "as an exception");
            info!("the caller goes on");
        }
        let lines = |marker: &str| {
            [
                format!(" INFO values: as a field error={marker}"),
                format!("ERROR values: as an exception error={marker}"),
                " INFO values: the caller goes on".to_owned(),
            ]
        };
        let wanted = [lines("[formatting panicked]"), lines("[formatting failed]")].concat();
        assert_eq!(layer.lines(), wanted);
        assert_eq!(counted(LOGGER.stats()), stats(6, 0));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

/// A layer that reads a value twice, or after another layer, gets the same text.
#[test]
fn an_error_that_panics_the_second_time_leaves_nothing_in_a_layer() {
    #[derive(Debug, Default)]
    struct Once(AtomicBool);
    impl fmt::Display for Once {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("sec")?;
            assert!(!self.0.swap(true, Relaxed), "asked again");
            f.write_str("ond")
        }
    }
    impl Error for Once {}

    let Some(seen) = alone(|| {
        std::panic::set_hook(Box::new(|_| {}));
        let layers = [Shared::default(), Shared::default()];
        for layer in &layers {
            let text = tracing_subscriber::fmt::layer().without_time().with_ansi(false);
            LOGGER.add_handler(Layered::new(text.with_writer(layer.clone())));
        }
        exception!(Once::default(), "outer");
        info!("the caller goes on");
        let wanted = |error| {
            [
                format!("ERROR values: outer error={error}"),
                " INFO values: the caller goes on".into(),
            ]
        };
        assert_eq!(layers[0].lines(), wanted("second"));
        assert_eq!(layers[1].lines(), wanted("[formatting panicked]"));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

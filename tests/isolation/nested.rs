//! Values that log or panic while a line is made: every line is whole, and in its place.

use std::fmt;

use logkit::handler::{Layered, Memory, Stream};
use logkit::{Logger, info, module_logger};
use tracing_subscriber::layer::SubscriberExt as _;

use crate::layers::stock;
use support::alone::alone;
use support::host::Host;
use support::shared::Shared;

#[module_logger("a")]
static A: Logger;

#[module_logger("b")]
static B: Logger;

/// Writes the first half, runs code, and writes the other half.
struct Doing(fn());

impl fmt::Debug for Doing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("first-half,")?;
        (self.0)();
        f.write_str("second-half")
    }
}

impl fmt::Display for Doing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

fn panics() -> Doing {
    Doing(|| panic!("in the middle of a value"))
}

fn log_to_a() {
    info!(logger: A, "inner");
}

fn log_to_b() {
    info!(logger: B, "inner");
}

fn log_to_tracing() {
    tracing::info!(target: "third-party", "inner");
}

/// The lines of both loggers in each kind of handler.
struct Everywhere {
    streams: [Shared; 2],
    layers: [Shared; 2],
    memories: [Memory; 2],
}

impl Everywhere {
    fn new() -> Self {
        let new = Self {
            streams: Default::default(),
            layers: Default::default(),
            memories: Default::default(),
        };
        for (at, logger) in [&A, &B].into_iter().enumerate() {
            logger.set_handlers(vec![
                Box::new(Stream::new(new.streams[at].clone())),
                Box::new(Layered::new(stock(&new.layers[at]))),
                Box::new(new.memories[at].clone()),
            ]);
        }
        new
    }

    /// Checks that every kind of handler has exactly these lines, given in the standard format.
    fn assert_lines(&self, a: &[&str], b: &[&str]) {
        for (at, (name, expected)) in [("a", a), ("b", b)].into_iter().enumerate() {
            let standard: Vec<String> =
                expected.iter().map(|line| format!("{name} - INFO - {line}")).collect();
            let stock: Vec<String> =
                expected.iter().map(|line| format!(" INFO {name}: {line}")).collect();
            let memory: Vec<String> = support::lines::of(&self.memories[at]);
            assert_eq!(memory, standard, "memory of {name}");
            assert_eq!(self.streams[at].lines(), standard, "stream of {name}");
            assert_eq!(self.layers[at].lines(), stock, "layer of {name}");
        }
    }
}

#[test]
fn a_panicking_value_breaks_no_line() {
    let Some(seen) = alone(|| {
        std::panic::set_hook(Box::new(|_| {}));
        let host = Shared::default();
        let subscriber = tracing_subscriber::registry().with(stock(&host));
        tracing::subscriber::set_global_default(subscriber).unwrap();
        let everywhere = Everywhere::new();
        tracing::info!(target: "host", "before");
        info!(logger: A, before = 1, value = ?panics(), after = 2, "one");
        tracing::info!(target: "host", "between");
        info!(logger: B, "two");
        info!(logger: A, "three {:?} four", panics());
        tracing::info!(target: "host", "after");
        everywhere.assert_lines(
            &[
                "one before=1 value=[formatting panicked] after=2",
                "three [formatting panicked] four",
            ],
            &["two"],
        );
        assert_eq!(
            host.lines(),
            [" INFO host: before", " INFO host: between", " INFO host: after"]
        );
        assert_eq!((A.stats().dropped, B.stats().dropped), (0, 0));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_panicking_value_breaks_no_line_of_a_host_that_it_propagates_to() {
    let Some(seen) = alone(|| {
        std::panic::set_hook(Box::new(|_| {}));
        let host = Shared::default();
        let subscriber = tracing_subscriber::registry().with(stock(&host));
        tracing::subscriber::set_global_default(subscriber).unwrap();
        A.set_propagate(true);
        info!(logger: A, before = 1, value = ?panics(), after = 2, "one");
        tracing::info!(target: "host", "between");
        info!(logger: A, "three {} four", panics());
        tracing::info!(target: "host", "after");
        assert_eq!(
            host.lines(),
            [
                " INFO a: one before=1 value=[formatting panicked] after=2",
                " INFO host: between",
                " INFO a: three [formatting panicked] four",
                " INFO host: after",
            ]
        );
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_value_that_logs_to_its_own_logger() {
    let Some(seen) = alone(|| {
        let everywhere = Everywhere::new();
        info!(logger: A, value = ?Doing(log_to_a), "outer");
        // Each of the three handlers formats the value once, and each time it logs to all three;
        // the outer line of a handler comes after the inner one, which was logged while it was
        // made.
        let text = "outer value=first-half,second-half";
        let tails = |lines: Vec<String>, prefix: &str| {
            lines
                .iter()
                .map(|line| line.strip_prefix(prefix).unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            tails(everywhere.streams[0].lines(), "a - INFO - "),
            ["inner", text, "inner", "inner", "inner"]
        );
        assert_eq!(
            tails(everywhere.layers[0].lines(), " INFO a: "),
            ["inner", "inner", text, "inner", "inner"]
        );
        assert_eq!(everywhere.memories[0].lines().len(), 5);
        assert_eq!(A.stats().dropped, 0);
        assert_eq!(A.stats().written, 15);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_value_that_logs_to_another_logger() {
    let Some(seen) = alone(|| {
        let streams = [Shared::default(), Shared::default()];
        A.set_handlers(vec![Box::new(Stream::new(streams[0].clone()))]);
        B.set_handlers(vec![Box::new(Stream::new(streams[1].clone()))]);
        info!(logger: A, value = %Doing(log_to_b), "outer {}", Doing(log_to_b));
        assert_eq!(
            streams[0].lines(),
            ["a - INFO - outer first-half,second-half value=first-half,second-half"]
        );
        assert_eq!(streams[1].lines(), ["b - INFO - inner"; 2]);
        assert_eq!((A.stats().dropped, B.stats().dropped), (0, 0));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_value_that_logs_to_another_logger_inside_stock_layers() {
    let Some(seen) = alone(|| {
        let layers = [Shared::default(), Shared::default()];
        A.set_handlers(vec![Box::new(Layered::new(stock(&layers[0])))]);
        B.set_handlers(vec![Box::new(Layered::new(stock(&layers[1])))]);
        info!(logger: A, value = ?Doing(log_to_b), "outer {}", Doing(log_to_b));
        assert_eq!(
            layers[0].lines(),
            [" INFO a: outer first-half,second-half value=first-half,second-half"]
        );
        assert_eq!(layers[1].lines(), [" INFO b: inner"; 2]);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_value_that_logs_to_tracing_reaches_the_host() {
    let Some(seen) = alone(|| {
        let host = Host::new();
        host.install();
        let everywhere = Everywhere::new();
        info!(logger: A, value = ?Doing(log_to_tracing), "outer");
        everywhere.assert_lines(&["outer value=first-half,second-half"], &[]);
        // Once for each time that it is formatted: a memory keeps the line, and the value beside
        // it.
        assert_eq!(host.messages(), ["inner"; 4]);
        assert_eq!(host.events()[0].target, "third-party");
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn arguments_that_log_are_logged_first() {
    fn seven(log: fn()) -> u8 {
        log();
        7
    }

    let Some(seen) = alone(|| {
        let host = Host::new();
        host.install();
        let everywhere = Everywhere::new();
        info!(logger: A, value = seven(log_to_a), "outer");
        info!(logger: A, value = seven(log_to_b), "outer");
        info!(logger: A, "outer {}", seven(log_to_tracing));
        everywhere
            .assert_lines(&["inner", "outer value=7", "outer value=7", "outer 7"], &["inner"]);
        assert_eq!(host.messages(), ["inner"]);
        assert_eq!((A.stats().dropped, B.stats().dropped), (0, 0));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn third_party_events_in_arguments_stay_the_scoped_hosts() {
    fn seven() -> u8 {
        log_to_tracing();
        7
    }

    let Some(seen) = alone(|| {
        let everywhere = Everywhere::new();
        let scoped = Host::new();
        tracing::subscriber::with_default(scoped.clone(), || {
            info!(logger: A, value = seven(), "outer");
        });
        everywhere.assert_lines(&["outer value=7"], &[]);
        assert_eq!(scoped.messages(), ["inner"]);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn the_hosts_values_may_log_to_logkit() {
    let Some(seen) = alone(|| {
        let host = Shared::default();
        let subscriber = tracing_subscriber::registry().with(stock(&host));
        tracing::subscriber::set_global_default(subscriber).unwrap();
        let everywhere = Everywhere::new();
        tracing::info!(target: "host", value = ?Doing(log_to_a), "outer");
        everywhere.assert_lines(&["inner"], &[]);
        assert_eq!(host.lines(), [" INFO host: outer value=first-half,second-half"]);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

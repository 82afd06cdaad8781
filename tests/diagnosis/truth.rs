//! An explanation says what happens: for random settings, a record is shown if and only if it was to be.

use std::io;

use logkit::handler::{Handler, Null};
use logkit::{HandlerId, Level, LevelFilter, LevelOverride, Record, explain, logger_tree};
use support::alone::alone;
use support::logger::RuntimeLogger;
use tracing_subscriber::filter::LevelFilter as HostFilter;
use tracing_subscriber::layer::SubscriberExt as _;

/// Random numbers that are the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn level(&mut self) -> Level {
        Level::ALL[self.below(6)]
    }

    fn filter(&mut self) -> LevelFilter {
        if self.below(7) == 0 { LevelFilter::OFF } else { self.level().into() }
    }
}

/// Takes everything from a level on.
struct From(LevelFilter);

impl Handler for From {
    fn emit(&self, _record: &Record<'_>) -> io::Result<()> {
        Ok(())
    }

    fn level(&self) -> Option<LevelFilter> {
        Some(self.0)
    }
}

/// Logs as a third party does, at one of `tracing`'s levels.
fn third_party_logs(target: usize, level: Level) {
    macro_rules! log {
        ($target:literal) => {
            match level {
                Level::Trace => tracing::trace!(target: $target, "event"),
                Level::Debug => tracing::debug!(target: $target, "event"),
                Level::Info => tracing::info!(target: $target, "event"),
                Level::Warning => tracing::warn!(target: $target, "event"),
                _ => tracing::error!(target: $target, "event"),
            }
        };
    }
    match target {
        0 => log!("hyper"),
        1 => log!("hyper::client"),
        _ => log!("h2"),
    }
}

const TARGETS: [&str; 3] = ["hyper", "hyper::client", "h2"];

/// Changes settings, and compares each explanation with what happens. Returns how often a record was
/// shown.
fn check(seed: u64, has_layer: bool) -> usize {
    let mut random = Random(seed);
    let loggers = ["true", "true.one", "true.one.two", "false", "false.one"].map(|name| {
        let logger = RuntimeLogger::new(name, None, false);
        // From its first use on it is known by its name.
        assert_eq!(logger.logger.level(), LevelFilter::INFO);
        logger
    });
    let mut handlers: Vec<(&RuntimeLogger, HandlerId)> = Vec::new();
    let mut overrides: Vec<LevelOverride> = Vec::new();
    let mut shown = 0;
    for _ in 0..2_000 {
        let changed = &loggers[random.below(5)];
        match random.below(8) {
            0 => changed.logger.set_level(random.filter()),
            1 => changed.logger.clear_level(),
            2 => changed.logger.set_propagate(random.below(2) == 0),
            3 => handlers.push((changed, changed.logger.add_handler(From(random.filter())))),
            4 if !handlers.is_empty() => {
                let (owner, id) = handlers.remove(random.below(handlers.len()));
                owner.logger.remove_handler(id);
            }
            5 => overrides.push(changed.logger.override_level(random.filter())),
            6 if !overrides.is_empty() => drop(overrides.remove(random.below(overrides.len()))),
            _ => logkit::silence([TARGETS[random.below(3)]], random.filter()),
        }

        let (asked, level) = (&loggers[random.below(5)], random.level());
        let explanation = explain(asked.logger.name(), level);
        let count = || {
            let stats = asked.logger.stats();
            stats.written + stats.passed
        };
        let before = count();
        asked.log(level, "record");
        let is_shown = count() > before;
        assert_eq!(is_shown, explanation.is_shown(), "{explanation}\n{}", logger_tree());
        shown += usize::from(is_shown);

        if has_layer {
            let (target, level) = (random.below(3), Level::ALL[random.below(5)]);
            let explanation = explain(TARGETS[target], level);
            let of_roots = || {
                let tree = logger_tree();
                let roots = tree.rows().filter(|row| row.name() == "root");
                roots.map(|row| row.stats().written).sum::<u64>()
            };
            let before = of_roots();
            third_party_logs(target, level);
            let is_shown = of_roots() > before;
            assert_eq!(is_shown, explanation.is_shown(), "{explanation}\n{}", logger_tree());
            shown += usize::from(is_shown);
        }
    }
    shown
}

#[test]
fn without_a_host() {
    alone(|| assert!((500..1_500).contains(&check(1, false))));
}

#[test]
fn with_init() {
    alone(|| {
        let _logkit = logkit::layer().with_handler(Null).init();
        assert!((500..3_500).contains(&check(2, true)));
    });
}

#[test]
fn with_a_layer_behind_the_filter_of_a_host() {
    alone(|| {
        let layer = logkit::layer().with_handler(Null);
        let host = tracing_subscriber::registry().with(layer).with(HostFilter::INFO);
        tracing::subscriber::set_global_default(host).unwrap();
        assert!((500..3_500).contains(&check(3, true)));
    });
}

#[test]
fn with_a_host_of_its_own() {
    alone(|| {
        let format = tracing_subscriber::fmt::layer().with_writer(io::sink);
        let host = tracing_subscriber::registry().with(format).with(HostFilter::WARN);
        tracing::subscriber::set_global_default(host).unwrap();
        assert!((500..1_500).contains(&check(4, false)));
    });
}

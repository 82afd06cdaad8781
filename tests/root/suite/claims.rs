//! A statement of `tracing` or `log` in a logger's module makes a record of that logger.

use logkit::handler::Memory;
use logkit::{Level, Logger, module_logger};
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};

use super::claimed::{self, deeper};
use support::alone::alone;
use support::shared::Shared;

/// Gives a logger a memory, and returns its lines.
fn memory_of(logger: &'static Logger) -> impl Fn() -> Vec<String> {
    let memory = Memory::new();
    logger.set_handlers(vec![Box::new(memory.clone())]);
    move || support::lines::of(&memory)
}

/// Installs a layer for all levels, the way that `init` does or as one of a host, and returns the
/// lines of its handler.
fn install(init: bool) -> (Option<logkit::InitGuard>, impl Fn() -> Vec<String>) {
    let memory = Memory::new();
    let layer = logkit::layer().with_handler(memory.clone()).with_level(Level::Trace);
    let guard = if init {
        Some(layer.init())
    } else {
        log::set_boxed_logger(Box::new(layer.log_bridge())).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        let host = tracing_subscriber::registry().with(layer);
        tracing::subscriber::set_global_default(host).unwrap();
        None
    };
    (guard, move || support::lines::of(&memory))
}

fn claims(init: bool) {
    let (_guard, root) = install(init);
    let till = memory_of(&claimed::LOGGER);
    claimed::log_at_every_level();
    assert_eq!(till(), claimed::SHOWN);
    assert_eq!(root(), [""; 0]);
    // Its level at run time.
    claimed::LOGGER.set_level(Level::Error);
    claimed::log_at_every_level();
    assert_eq!(till()[5..], claimed::SHOWN[1..2]);
    claimed::LOGGER.set_level(Level::Trace);
    claimed::log_at_every_level();
    assert_eq!(till()[6..].len(), 7);
    assert_eq!(till()[6], "shop.till - TRACE - with tracing");
    assert_eq!(root(), [""; 0]);
    let stats = claimed::LOGGER.stats();
    assert_eq!((stats.written, stats.dropped, stats.masked), (13, 0, 4));
}

#[test]
fn through_init() {
    alone(|| claims(true));
}

#[test]
fn through_a_layer() {
    alone(|| claims(false));
}

fn nearest(init: bool) {
    let (_guard, root) = install(init);
    let (till, drawer) = (memory_of(&claimed::LOGGER), memory_of(&deeper::own::LOGGER));
    deeper::log();
    deeper::own::log();
    tracing::info!("from a module without a logger");
    assert_eq!(till(), ["shop.till - INFO - from deeper"]);
    assert_eq!(drawer(), ["shop.till.drawer - INFO - from the drawer"]);
    assert_eq!(root(), ["root::suite::claims - INFO - from a module without a logger"]);
}

#[test]
fn the_innermost_module_with_a_logger_claims() {
    alone(|| nearest(true));
}

#[test]
fn the_innermost_module_with_a_logger_claims_through_a_layer() {
    alone(|| nearest(false));
}

#[test]
fn a_logger_that_propagates_gives_the_root_each_record_once() {
    alone(|| propagates(true));
}

#[test]
fn a_logger_that_propagates_gives_a_layer_each_record_once() {
    alone(|| propagates(false));
}

fn propagates(init: bool) {
    let (_guard, root) = install(init);
    let till = memory_of(&claimed::LOGGER);
    claimed::LOGGER.set_propagate(true);
    claimed::log_at_every_level();
    assert_eq!(till(), claimed::SHOWN);
    assert_eq!(root(), claimed::SHOWN);
    // Without handlers of its own.
    claimed::LOGGER.clear_handlers();
    claimed::log_at_every_level();
    assert_eq!(root()[5..], claimed::SHOWN);
}

/// As in CPython, an ancestor's level is not asked again.
#[test]
fn the_root_does_not_ask_its_level_of_a_logger_that_propagates() {
    let Some(seen) = alone(|| {
        let _logkit = logkit::init();
        claimed::LOGGER.set_propagate(true);
        claimed::log_at_every_level();
        let stats = claimed::LOGGER.stats();
        // One statement is logkit's own; the others were the root's already.
        assert_eq!((stats.written, stats.passed, stats.dropped), (0, 1, 0));
        let root = logkit::logger_tree().rows().next().unwrap().stats();
        assert_eq!(root.written, 5);
    }) else {
        return;
    };
    assert_eq!(seen.errors(), claimed::SHOWN);
}

#[test]
fn without_handlers_it_writes_to_stderr() {
    let Some(seen) = alone(|| {
        let _logkit = logkit::init();
        claimed::log_at_every_level();
    }) else {
        return;
    };
    assert_eq!(seen.errors(), claimed::SHOWN);
}

#[test]
fn of_several_layers_one_claims() {
    alone(|| {
        let till = memory_of(&claimed::LOGGER);
        let inner = logkit::layer().and_then(logkit::layer());
        let filtered = logkit::layer().with_filter(tracing_subscriber::filter::LevelFilter::TRACE);
        let host = tracing_subscriber::registry()
            .with(filtered)
            .with(inner)
            .with(vec![logkit::layer().boxed(), logkit::layer().boxed()])
            .with(logkit::layer());
        tracing::subscriber::set_global_default(host).unwrap();
        claimed::log_at_every_level();
        let of_tracing = ["with tracing cents=1999", "under another target"];
        let of_tracing =
            till().iter().filter(|line| of_tracing.iter().any(|end| line.contains(end))).count();
        assert_eq!(of_tracing, 2, "{:?}", till());
    });
}

/// The host's own layers still see what the program logs around its loggers.
#[test]
fn other_layers_of_the_host_keep_their_events() {
    alone(|| {
        let lines = Shared::default();
        let fmt = tracing_subscriber::fmt::layer().without_time().with_ansi(false);
        let fmt = fmt.with_writer(lines.clone());
        let host = tracing_subscriber::registry().with(fmt).with(logkit::layer());
        tracing::subscriber::set_global_default(host).unwrap();
        let till = memory_of(&claimed::LOGGER);
        deeper::log();
        assert_eq!(lines.lines(), [" INFO root::suite::claimed::deeper: from deeper"]);
        assert_eq!(till(), ["shop.till - INFO - from deeper"]);
    });
}

#[test]
fn records_of_log_behind_tracing_log_are_claimed() {
    alone(|| {
        let till = memory_of(&claimed::LOGGER);
        let _logkit = logkit::layer().with_handler(Memory::new());
        let host = tracing_subscriber::registry().with(logkit::layer());
        tracing::subscriber::set_global_default(host).unwrap();
        log::set_boxed_logger(Box::new(tracing_log::LogTracer::new())).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        claimed::log_at_every_level();
        // `tracing-log` has no key-values.
        assert_eq!(till()[2], "shop.till - DEBUG - with log");
        assert_eq!(till().len(), 5);
    });
}

/// A handler in the logger's module that logs with `tracing` whenever it gets a record.
mod chatty {
    use std::io;

    use logkit::handler::Handler;
    use logkit::{Logger, Record, module_logger};

    #[module_logger("chatty", propagate = true)]
    pub(super) static LOGGER: Logger;

    pub(super) struct Logs;

    impl Handler for Logs {
        fn emit(&self, _: &Record<'_>) -> io::Result<()> {
            tracing::info!("from the handler");
            log::info!("from the handler");
            Ok(())
        }
    }

    pub(super) fn log() {
        tracing::info!("outer");
    }
}

#[test]
fn a_handler_that_logs_in_the_logger_s_module_ends() {
    alone(|| {
        let (_guard, root) = install(true);
        chatty::LOGGER.add_handler(chatty::Logs);
        chatty::log();
        assert!(root().len() >= 3 && root().len() < 20, "{:?}", root());
        assert!(chatty::LOGGER.stats().dropped > 0);
    });
}

#[cfg(feature = "host")]
#[test]
fn errors_and_results_of_instrument_are_the_logger_s() {
    alone(|| {
        let (_guard, root) = install(true);
        let till = memory_of(&claimed::LOGGER);
        assert!(claimed::charge(7, "s3cr3t").is_ok());
        assert!(claimed::charge(700, "s3cr3t").is_err());
        let span = "span=charge{cents=";
        assert_eq!(
            till(),
            [
                format!("shop.till - INFO - return=7 {span}7 token=[redacted]}}"),
                format!(
                    "shop.till - ERROR - error=\"out of range integral type conversion attempted\" \
                     {span}700 token=[redacted]}}"
                ),
            ]
        );
        assert_eq!(root(), [""; 0]);
    });
}

#[test]
fn the_tree_lists_the_modules() {
    alone(|| {
        assert_eq!(logkit::logger_tree().claims().count(), 0);
        let _logkit = logkit::init();
        let tree = logkit::logger_tree();
        assert!(tree.claims().any(|claim| claim == ("root::suite::claimed", "shop.till")));
        // A second logger of a module claims nothing.
        assert!(!tree.claims().any(|(_, logger)| logger == "shop.audit"));
        let text = tree.to_string();
        assert!(text.contains("root::suite::claimed::deeper::own  shop.till.drawer"), "{text}");
    });
}

#[test]
fn a_second_logger_of_the_module_does_not_claim() {
    #[module_logger("local")]
    static LOCAL: Logger;
    alone(|| {
        let (_guard, root) = install(true);
        let (audit, local) = (memory_of(&claimed::AUDIT), memory_of(&LOCAL));
        tracing::info!("in a module with a logger that is not named LOGGER");
        deeper::log();
        assert_eq!((audit().len(), local().len(), root().len()), (0, 0, 1));
    });
}

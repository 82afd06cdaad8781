//! Rules for the targets of third parties.

use logkit::handler::Memory;
use logkit::{Level, LevelFilter, RootLayer};
use tracing::level_filters::LevelFilter as TracingFilter;
use tracing_subscriber::layer::SubscriberExt as _;

use super::{SHOWN, third_parties_log};
use support::alone::{alone, child_of, is_child_of, succeeded};

/// A layer, and the lines of its handler.
fn with_memory() -> (RootLayer, impl Fn() -> Vec<String>) {
    let memory = Memory::new();
    (logkit::layer().with_handler(memory.clone()), move || support::lines::of(&memory))
}

#[test]
fn a_silenced_target_covers_those_below_it() {
    let Some(seen) = alone(|| {
        let _logkit = logkit::init();
        logkit::silence(["hyper", "h2"], Level::Error);
        third_parties_log();
        tracing::warn!(target: "hyper", "silent");
        tracing::warn!(target: "hyperx::client", "another crate");
    }) else {
        return;
    };
    assert_eq!(seen.errors(), [SHOWN[2], SHOWN[3], "hyperx::client - WARNING - another crate"]);
}

#[test]
fn a_text_that_is_no_target_silences_nothing_and_is_reported() {
    let Some(seen) = alone(|| {
        let _logkit = logkit::init();
        logkit::silence(["*", "", "h2", "hyper::"], LevelFilter::OFF);
        third_parties_log();
    }) else {
        return;
    };
    let report = "logkit: logkit::silence() passed over `*`, ``, `hyper::`: not a target; expected a \
                  path such as `hyper::client`";
    assert_eq!(seen.errors(), [report, SHOWN[0], SHOWN[2], SHOWN[3]]);
}

#[test]
fn a_target_in_a_loggers_module_is_reported() {
    let Some(seen) = alone(|| {
        let _logkit = logkit::init();
        logkit::silence(
            ["hyper", "root::suite::claimed", "root::suite::claimed::none", "root::suite"],
            LevelFilter::OFF,
        );
        super::claimed::log_at_every_level();
    }) else {
        return;
    };
    let report = "logkit: logkit::silence() sets no level of records in `root::suite::claimed` \
                  (logger `shop.till`), `root::suite::claimed::none` (logger `shop.till`): the \
                  logger's level holds there";
    let shown = super::claimed::SHOWN;
    assert_eq!(seen.errors(), [&[report], &shown[..]].concat());
}

#[test]
fn rules_hold_for_a_layer_and_for_log() {
    alone(|| {
        let (layer, lines) = with_memory();
        log::set_boxed_logger(Box::new(layer.log_bridge())).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        let host = tracing_subscriber::registry().with(layer);
        tracing::subscriber::set_global_default(host).unwrap();
        logkit::silence(["reqwest", "h2"], LevelFilter::OFF);
        logkit::silence(["hyper::client"], Level::Debug);
        third_parties_log();
        assert_eq!(
            lines(),
            [
                "hyper::client::pool - DEBUG - reuse idle connection",
                "hyper::client - INFO - connected",
                SHOWN[0],
                SHOWN[3]
            ]
        );
        assert!(!log::log_enabled!(target: "reqwest::connect", log::Level::Error));
        assert!(log::log_enabled!(target: "rustls", log::Level::Warn));
    });
}

#[test]
fn rules_hold_for_records_of_log_behind_tracing_log() {
    alone(|| {
        let (layer, lines) = with_memory();
        logkit::silence(["reqwest"], Level::Error);
        let host = tracing_subscriber::registry().with(layer);
        tracing::subscriber::set_global_default(host).unwrap();
        log::set_boxed_logger(Box::new(tracing_log::LogTracer::new())).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        log::warn!(target: "reqwest::connect", "silent");
        log::error!(target: "reqwest::connect", "refused");
        log::warn!(target: "rustls", "expired");
        log::info!(target: "rustls", "silent");
        assert_eq!(lines(), ["reqwest::connect - ERROR - refused", "rustls - WARNING - expired"]);
    });
}

#[test]
fn a_change_at_run_time_reaches_call_sites_that_were_off() {
    alone(|| {
        let (layer, lines) = with_memory();
        let _logkit = layer.init();
        let log = || {
            tracing::debug!(target: "hyper::client::pool", "reuse");
            log::debug!(target: "reqwest::connect", "resolved");
        };
        log();
        assert!(lines().is_empty());
        logkit::silence(["hyper", "reqwest"], Level::Debug);
        log();
        assert_eq!(
            lines(),
            ["hyper::client::pool - DEBUG - reuse", "reqwest::connect - DEBUG - resolved"]
        );
        logkit::silence(["hyper", "reqwest"], LevelFilter::OFF);
        log();
        assert_eq!(lines().len(), 2);
    });
}

/// Statements that nothing wants are turned off where they are: no subscriber is called.
#[test]
fn the_process_wide_levels_are_the_lowest_in_force() {
    alone(|| {
        // Modules of this suite have loggers, at DEBUG at the lowest.
        let _logkit = logkit::init();
        assert_eq!(TracingFilter::current(), TracingFilter::DEBUG);
        assert_eq!(log::max_level(), log::LevelFilter::Debug);
        super::claimed::LOGGER.set_level(Level::Error);
        assert_eq!(TracingFilter::current(), TracingFilter::INFO);
        for logger in logkit::loggers() {
            logger.set_level(Level::Error);
        }
        assert_eq!(TracingFilter::current(), TracingFilter::WARN);
        assert_eq!(log::max_level(), log::LevelFilter::Warn);
        assert!(!tracing::enabled!(target: "hyper", tracing::Level::INFO));
        let debugging = super::claimed::LOGGER.override_level(Level::Trace);
        assert_eq!(TracingFilter::current(), TracingFilter::TRACE);
        assert!(!tracing::enabled!(target: "hyper", tracing::Level::INFO));
        drop(debugging);
        assert_eq!(TracingFilter::current(), TracingFilter::WARN);
        logkit::silence(["sqlx"], Level::Trace);
        assert_eq!(log::max_level(), log::LevelFilter::Trace);
        assert!(tracing::enabled!(target: "sqlx::query", tracing::Level::TRACE));
    });
}

#[test]
fn threads_that_change_rules_and_levels_leave_the_last_in_force() {
    alone(|| {
        let (layer, lines) = with_memory();
        let _logkit = layer.init();
        std::thread::scope(|scope| {
            for number in 0..4 {
                scope.spawn(move || {
                    for _ in 0..50 {
                        logkit::silence([format!("crate_{number}")], Level::Trace);
                        tracing::info!(target: "hyper", "not shown");
                        let _level = super::claimed::LOGGER.override_level(Level::Trace);
                        logkit::silence([format!("crate_{number}")], Level::Error);
                    }
                });
            }
        });
        super::claimed::LOGGER.set_level(Level::Info);
        assert_eq!(TracingFilter::current(), TracingFilter::INFO);
        assert_eq!(log::max_level(), log::LevelFilter::Info);
        assert!(lines().is_empty());
    });
}

#[test]
fn the_tree_shows_the_root_and_its_rules() {
    alone(|| {
        let _logkit = logkit::init();
        logkit::silence(["hyper", "h2"], Level::Error);
        logkit::silence(["sqlx"], Level::Debug);
        third_parties_log();
        let tree = logkit::logger_tree();
        let root = tree.rows().next().unwrap();
        assert_eq!((root.name(), root.level()), ("root", LevelFilter::WARNING));
        assert_eq!(root.stats().written, 2);
        let rules: Vec<_> = tree.targets().map(|(target, level, _)| (target, level)).collect();
        let error = LevelFilter::ERROR;
        assert_eq!(rules, [("h2", error), ("hyper", error), ("sqlx", LevelFilter::DEBUG)]);
        let text = tree.to_string();
        assert!(text.contains("\nhyper   ERROR  silence\n"), "{text}");
    });
}

/// Runs the test of a closure in a child with `RUST_LOG`, and returns the lines on stderr.
fn with_directives<F: FnOnce()>(directives: &str, scene: F) -> Option<Vec<String>> {
    if is_child_of(&scene) {
        scene();
        return None;
    }
    let output = child_of(&scene).env("RUST_LOG", directives).output().unwrap();
    Some(succeeded(&output).errors())
}

#[test]
fn directives_of_the_environment_outrank_silence() {
    let directives = "error,hyper=off,h2=warn,root::suite::claimed=trace";
    let Some(errors) = with_directives(directives, || {
        let _logkit = logkit::init();
        logkit::silence(["hyper", "h2", "reqwest"], Level::Warning);
        third_parties_log();
        super::claimed::log_at_every_level();
        let tree = logkit::logger_tree();
        let source = |name| tree.targets().find(|rule| rule.0 == name).map(|rule| rule.2);
        assert_eq!(source("h2"), Some("environment"));
        assert_eq!(source("reqwest"), Some("silence"));
        assert_eq!(tree.rows().next().unwrap().level(), LevelFilter::ERROR);
    }) else {
        return;
    };
    assert_eq!(errors[..2], [SHOWN[1], SHOWN[2]]);
    // All seven of the module that a directive names.
    assert_eq!(errors[2], "shop.till - TRACE - with tracing");
    assert_eq!(errors.len(), 9, "{errors:?}");
}

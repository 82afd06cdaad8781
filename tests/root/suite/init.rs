//! `init` and `try_init`: installed once, beside nothing else.

use logkit::handler::{Memory, Stream};
use logkit::{InitError, Level, Logger, info, module_logger};
use tracing::Dispatch;
use tracing::subscriber::NoSubscriber;
use tracing_subscriber::layer::SubscriberExt as _;

use super::{SHOWN, third_parties_log};
use support::alone::alone;
use support::host::Host;
use support::shared::Shared;

mod module {
    use super::{Logger, info, module_logger};

    #[module_logger("init")]
    pub(super) static LOGGER: Logger;

    pub(super) fn log() {
        info!("from a module");
    }
}

#[test]
fn third_parties_are_shown_from_warning_on_in_the_standard_format() {
    let Some(seen) = alone(|| {
        let _logkit = logkit::init();
        third_parties_log();
        module::log();
    }) else {
        return;
    };
    assert_eq!(seen.errors(), [&SHOWN[..], &["init - INFO - from a module"]].concat());
}

#[test]
fn a_layer_of_the_host_shows_the_same() {
    let Some(seen) = alone(|| {
        let layer = logkit::layer();
        log::set_boxed_logger(Box::new(layer.log_bridge())).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        let host = tracing_subscriber::registry().with(layer);
        tracing::subscriber::set_global_default(host).unwrap();
        third_parties_log();
        module::log();
    }) else {
        return;
    };
    assert_eq!(seen.errors(), [&SHOWN[..], &["init - INFO - from a module"]].concat());
}

#[test]
fn handlers_and_level_of_the_root_are_a_layers() {
    alone(|| {
        let memory = Memory::new();
        let layer = logkit::layer().with_handler(memory.clone()).with_level(Level::Info);
        let _logkit = layer.try_init().unwrap();
        third_parties_log();
        let lines = support::lines::of(&memory);
        assert_eq!(lines.len(), 6, "{lines:?}");
        assert_eq!(lines[0], "hyper::client - INFO - connected");
    });
}

#[test]
fn the_guard_flushes_and_logkit_stays() {
    alone(|| {
        let lines = Shared::default();
        let buffered = std::io::BufWriter::new(lines.clone());
        let guard = logkit::layer().with_handler(Stream::new(buffered)).init();
        tracing::warn!(target: "hyper", "retrying");
        assert_eq!(lines.text(), "");
        drop(guard);
        assert_eq!(lines.lines(), ["hyper - WARNING - retrying"]);
        tracing::warn!(target: "hyper", "retrying");
        logkit::flush_all();
        assert_eq!(lines.lines().len(), 2);
    });
}

#[test]
fn a_second_one_is_an_error_that_changes_nothing() {
    let Some(seen) = alone(|| {
        let _logkit = logkit::try_init().unwrap();
        let memory = Memory::new();
        let second = logkit::layer().with_handler(memory.clone()).try_init();
        assert_eq!(second.unwrap_err(), InitError::AlreadyInitialized);
        assert_eq!(logkit::try_init().unwrap_err(), InitError::AlreadyInitialized);
        // In a library that should not have done so.
        let _second = logkit::init();
        tracing::warn!(target: "hyper", "retrying");
        assert!(memory.lines().is_empty());
        let roots = logkit::logger_tree().rows().filter(|row| row.name() == "root").count();
        assert_eq!(roots, 1);
    }) else {
        return;
    };
    assert_eq!(
        seen.errors(),
        [
            "logkit: logkit::init() had no effect: logkit is installed already",
            "hyper - WARNING - retrying"
        ]
    );
}

#[test]
fn a_subscriber_of_the_host_stays() {
    let Some(seen) = alone(|| {
        let host = Host::new();
        host.install();
        assert_eq!(logkit::try_init().unwrap_err(), InitError::SubscriberSet);
        third_parties_log();
        assert_eq!(host.events().len(), 5);
        // The logger of `log` is not taken, either.
        assert!(log::set_boxed_logger(Box::new(logkit::layer().log_bridge())).is_ok());
        let error = logkit::try_init().unwrap_err();
        assert!(error.to_string().contains("add `logkit::layer()` to it"), "{error}");
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

/// Claims the logger of `log`, which logkit must have left alone.
fn log_is_free() -> bool {
    log::set_boxed_logger(Box::new(logkit::layer().log_bridge())).is_ok()
}

#[test]
fn a_subscriber_that_discards_everything_stays() {
    alone(|| {
        tracing::subscriber::set_global_default(NoSubscriber::new()).unwrap();
        assert_eq!(logkit::try_init().unwrap_err(), InitError::SubscriberSet);
        assert!(log_is_free());
    });
}

#[test]
fn a_subscriber_stays_on_a_thread_that_does_not_reach_it() {
    alone(|| {
        Host::new().install();
        for muted in [Dispatch::none(), Dispatch::new(NoSubscriber::new())] {
            tracing::dispatcher::with_default(&muted, || {
                assert_eq!(logkit::try_init().unwrap_err(), InitError::SubscriberSet);
            });
        }
        assert!(log_is_free());
    });
}

#[test]
fn a_threads_subscriber_that_is_gone_is_no_obstacle() {
    alone(|| {
        tracing::subscriber::with_default(Host::new(), || tracing::info!("seen"));
        assert!(logkit::try_init().is_ok());
        assert!(!log_is_free());
    });
}

#[test]
fn a_logger_of_log_stays_and_tracing_is_left_alone() {
    let Some(seen) = alone(|| {
        log::set_boxed_logger(Box::new(logkit::layer().log_bridge())).unwrap();
        assert_eq!(logkit::try_init().unwrap_err(), InitError::LoggerSet);
        assert!(!tracing::dispatcher::has_been_set());
        third_parties_log();
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_host_that_comes_later_gets_an_error_or_its_thread() {
    let Some(seen) = alone(|| {
        let _logkit = logkit::init();
        let host = Host::new();
        assert!(tracing::subscriber::set_global_default(host.clone()).is_err());
        tracing::subscriber::with_default(host.clone(), || {
            tracing::info!(target: "hyper", "to the host of the thread");
        });
        assert_eq!(host.messages(), ["to the host of the thread"]);
        tracing::info!(target: "hyper", "not shown");
        tracing::warn!(target: "hyper", "shown");
        let error = log::set_boxed_logger(Box::new(logkit::layer().log_bridge()));
        assert!(error.is_err());
    }) else {
        return;
    };
    assert_eq!(seen.errors(), ["hyper - WARNING - shown"]);
}

#[test]
fn of_two_threads_at_once_one_installs_it() {
    alone(|| {
        let start = std::sync::Barrier::new(8);
        let results: Vec<_> = std::thread::scope(|scope| {
            let init = || {
                start.wait();
                logkit::try_init()
            };
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(init)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        let errors = results.iter().filter_map(|result| result.as_ref().err());
        assert_eq!(errors.filter(|error| **error == InitError::AlreadyInitialized).count(), 7);
    });
}

//! A module's log is isolated: nothing that the host installs changes it, and it changes nothing of
//! the host. Row by row of the contract, each in a process of its own.

mod layers;
mod nested;
mod propagation;

use logkit::handler::Memory;
use logkit::{Level, Logger, module_logger};
use tracing::dispatcher;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::layer::SubscriberExt as _;

use support::alone::alone;
use support::host::Host;
use support::shared::Shared;

#[module_logger("payments")]
mod payments {
    pub(crate) fn charge() {
        info!(cents = 1999, "charging");
    }

    pub(crate) fn trace() {
        trace!("every step");
    }
}

/// The same name in another module, as if another crate declared it.
#[module_logger("payments")]
mod payments_elsewhere {
    pub(crate) fn refund() {
        debug!("refunding");
    }
}

#[module_logger("inventory", propagate = true)]
mod inventory {
    pub(crate) fn count() {
        info!(shelf = "a 1", "counting");
    }

    pub(crate) fn fine_print() {
        debug!("counting again");
    }
}

/// Call sites of the host, one for each level that these tests use.
fn host_logs() {
    tracing::info!(target: "host", "the host's own");
    tracing::error!(target: "host", "the host's own error");
}

/// Log statements at every level, to handlers of every kind, with changes at run time.
fn module_logs() {
    let memory = Memory::new();
    let id = payments::LOGGER.add_handler(memory.clone());
    payments::charge();
    payments::LOGGER.set_level(Level::Trace);
    payments::trace();
    payments::LOGGER.clear_level();
    payments::LOGGER.remove_handler(id);
    assert_eq!(memory.records().len(), 2);
}

/// A host's usual filter, configured by directives.
#[cfg(feature = "host")]
fn directives(text: &str) -> tracing_subscriber::EnvFilter {
    tracing_subscriber::EnvFilter::new(text)
}

/// The filter that takes the same directives without regular expressions.
#[cfg(not(feature = "host"))]
fn directives(text: &str) -> tracing_subscriber::filter::Targets {
    text.parse().unwrap()
}

/// Records the log of a logger in a `Memory`.
fn memory_of(logger: &'static Logger) -> Memory {
    let memory = Memory::new();
    logger.set_handlers(vec![Box::new(memory.clone())]);
    memory
}

#[test]
fn no_host_is_installed() {
    let Some(seen) = alone(|| {
        payments::charge();
        assert!(!dispatcher::has_been_set());
        assert_eq!(LevelFilter::current(), LevelFilter::OFF);
    }) else {
        return;
    };
    assert_eq!(seen.errors(), ["payments - INFO - charging cents=1999"]);
}

#[test]
fn a_global_subscriber_at_trace() {
    let Some(seen) = alone(|| {
        let host = Host::new();
        host.install();
        host_logs();
        let before = host.calls();
        assert_eq!(before.events.len(), 2);
        module_logs();
        assert_eq!(host.calls(), before);
        assert_eq!(LevelFilter::current(), LevelFilter::TRACE);
        host_logs();
        assert_eq!(host.messages().len(), 4);
        assert_eq!(host.calls().registered, before.registered);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_subscriber_of_the_thread() {
    let Some(seen) = alone(|| {
        let scoped = Host::new();
        tracing::subscriber::with_default(scoped.clone(), || {
            host_logs();
            let before = scoped.calls();
            module_logs();
            assert_eq!(scoped.calls(), before);
            host_logs();
        });
        assert_eq!(scoped.messages().len(), 4);

        let guarded = Host::new();
        let guard = tracing::subscriber::set_default(guarded.clone());
        host_logs();
        let before = guarded.calls();
        module_logs();
        assert_eq!(guarded.calls(), before);
        host_logs();
        drop(guard);
        host_logs();
        assert_eq!(guarded.messages().len(), 4);
        assert_eq!(scoped.messages().len(), 4);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_host_that_wants_errors_only() {
    let Some(seen) = alone(|| {
        let host = Host::at(LevelFilter::ERROR);
        host.install();
        host_logs();
        module_logs();
        assert_eq!(LevelFilter::current(), LevelFilter::ERROR);
        host_logs();
        assert_eq!(host.messages(), ["the host's own error"; 2]);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_host_whose_filter_says_off() {
    let Some(seen) = alone(|| {
        let lines = Shared::default();
        let format = tracing_subscriber::fmt::layer().with_writer(lines.clone());
        let host = tracing_subscriber::registry().with(directives("off,payments=off")).with(format);
        tracing::subscriber::set_global_default(host).unwrap();
        host_logs();
        module_logs();
        host_logs();
        assert_eq!(LevelFilter::current(), LevelFilter::OFF);
        assert_eq!(lines.text(), "");
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_logger_without_handlers_does_not_propagate_by_itself() {
    let Some(seen) = alone(|| {
        let host = Host::new();
        host.install();
        let before = host.calls();
        payments::charge();
        assert_eq!(host.calls(), before);
    }) else {
        return;
    };
    assert_eq!(seen.errors(), ["payments - INFO - charging cents=1999"]);
}

#[test]
fn no_call_site_of_the_host_changes_its_interest() {
    let Some(seen) = alone(|| {
        // Call sites are asked when they are registered, and again only if the interest cache is
        // rebuilt.
        let host = Host::new().always();
        host.install();
        host_logs();
        let before = host.calls();
        assert_eq!(before.registered, ["host"; 2]);
        assert_eq!(before.asked, [""; 0]);
        module_logs();
        layers::log_to_layers();
        host_logs();
        assert_eq!(host.calls().registered, before.registered);
        assert_eq!(host.calls().asked, before.asked);
        assert_eq!(host.messages().len(), 4);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn two_declarations_of_one_name_are_one_logger() {
    let Some(seen) = alone(|| {
        let host = Host::new();
        host.install();
        let memory = memory_of(&payments_elsewhere::LOGGER);
        payments::charge();
        payments_elsewhere::refund();
        assert_eq!(memory.records().len(), 1);
        payments::LOGGER.set_level(Level::Debug);
        payments_elsewhere::refund();
        assert_eq!(memory.records().len(), 2);
        assert_eq!(payments::LOGGER.stats(), payments_elsewhere::LOGGER.stats());
        let both = logkit::loggers().filter(|logger| logger.name() == "payments");
        assert_eq!(both.count(), 1);
        assert_eq!(host.calls(), support::host::Calls::default());
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[cfg(not(feature = "host"))]
#[test]
#[ignore = "the feature `host` is off; run `cargo test --all-features`"]
fn needs_the_feature_host() {}

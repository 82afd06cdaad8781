//! The levels that directives set.

use std::thread;

use logkit::{Level, LevelFilter, debug, info};
use support::alone::is_child_of;

use crate::net::deep::AUDIT;
use crate::net::{GATEWAY, PAYMENTS};
use crate::{levels, net, seen};

#[test]
fn the_most_specific_directive_holds() {
    let scene = || net::print();
    if is_child_of(&scene) {
        return scene();
    }
    for (text, audit, payments, gateway) in [
        ("", "INFO", "INFO", "ERROR"),
        // A level alone is for every logger, with or without an attribute.
        ("debug", "DEBUG", "DEBUG", "DEBUG"),
        ("off", "OFF", "OFF", "OFF"),
        ("warn", "WARNING", "WARNING", "WARNING"),
        ("error,debug", "DEBUG", "DEBUG", "DEBUG"),
        // Names of loggers, segment by segment.
        ("payments=debug", "INFO", "DEBUG", "DEBUG"),
        ("payments.gateway=debug", "INFO", "INFO", "DEBUG"),
        ("payments=trace,payments.gateway=warn", "INFO", "TRACE", "WARNING"),
        ("payments.gateway=warn,payments=trace,off", "OFF", "TRACE", "WARNING"),
        ("payment=debug", "INFO", "INFO", "ERROR"),
        ("payments=debug,payments=critical", "INFO", "CRITICAL", "CRITICAL"),
        ("PAYMENTS=debug", "INFO", "INFO", "ERROR"),
        // Paths of modules, whose loggers have other names.
        ("directives=debug", "DEBUG", "DEBUG", "DEBUG"),
        ("directives::net=debug", "DEBUG", "DEBUG", "DEBUG"),
        ("directives::net::deep=trace", "TRACE", "INFO", "ERROR"),
        ("directives::ne=debug", "INFO", "INFO", "ERROR"),
        ("directives::net::deep=trace,directives=off", "TRACE", "OFF", "OFF"),
        ("directives=off,payments=info,audit=debug", "DEBUG", "INFO", "INFO"),
        // The forms of `env_logger` and `tracing`.
        ("directives", "TRACE", "TRACE", "TRACE"),
        ("audit=", "TRACE", "INFO", "ERROR"),
        ("info,hyper=error,h2::codec=warn", "INFO", "INFO", "INFO"),
        ("audit=4,payments=1", "DEBUG", "ERROR", "ERROR"),
        ("audit=10,payments=50", "DEBUG", "CRITICAL", "CRITICAL"),
        (" , audit = Debug ,,", "DEBUG", "INFO", "ERROR"),
    ] {
        let expected = format!("audit={audit} payments={payments} payments.gateway={gateway}");
        for variable in ["LOGKIT_LOG", "RUST_LOG"] {
            let seen = seen(&scene, &[(variable, text)]);
            assert_eq!(levels(&seen), expected, "{variable}={text}");
        }
    }
}

#[test]
fn the_own_variable_outranks_the_shared_one() {
    let scene = || net::print();
    if is_child_of(&scene) {
        return scene();
    }
    for (own, shared, level) in
        [("debug", "error", "DEBUG"), ("audit=debug", "off", "DEBUG"), ("", "error", "ERROR")]
    {
        let seen = seen(&scene, &[("LOGKIT_LOG", own), ("RUST_LOG", shared)]);
        assert!(levels(&seen).starts_with(&format!("audit={level} ")), "{own} {shared}");
    }
}

#[test]
fn calls_and_overrides_outrank_the_environment() {
    let scene = || {
        let levels = || [PAYMENTS.level(), GATEWAY.level(), AUDIT.level()];
        let (debug, trace, off) = (LevelFilter::DEBUG, LevelFilter::TRACE, LevelFilter::OFF);
        assert_eq!(levels(), [off, debug, off]);
        PAYMENTS.set_level(Level::Trace);
        // A logger with a directive of its own has a level of its own.
        assert_eq!(levels(), [trace, debug, off]);
        GATEWAY.set_level(Level::Info);
        assert_eq!(levels(), [trace, LevelFilter::INFO, off]);
        let guard = AUDIT.override_level(Level::Debug);
        assert_eq!(AUDIT.level(), debug);
        drop(guard);
        PAYMENTS.clear_level();
        GATEWAY.clear_level();
        assert_eq!(levels(), [off, debug, off]);
        let tree = logkit::logger_tree().to_string();
        assert_eq!(tree.matches("  environment  ").count(), 3, "{tree}");
    };
    if is_child_of(&scene) {
        return scene();
    }
    seen(&scene, &[("RUST_LOG", "off,payments.gateway=debug")]);
}

/// A level alone is that of third parties, too; a name with a level is that of a target.
#[test]
fn third_parties_follow_the_directives() {
    use tracing_subscriber::layer::SubscriberExt as _;

    let scene = || {
        let host = tracing_subscriber::registry().with(logkit::layer());
        tracing::subscriber::with_default(host, || {
            tracing::debug!(target: "hyper::client", "pooling");
            tracing::warn!(target: "hyper::client", "retrying");
            tracing::info!(target: "h2", "window");
        });
    };
    if is_child_of(&scene) {
        return scene();
    }
    let (pooling, retrying, window) = (
        "hyper::client - DEBUG - pooling",
        "hyper::client - WARNING - retrying",
        "h2 - INFO - window",
    );
    for (text, expected) in [
        ("", &[retrying][..]),
        ("payments=debug", &[retrying]),
        ("debug", &[pooling, retrying, window]),
        ("info", &[retrying, window]),
        ("off", &[]),
        ("hyper=debug", &[pooling, retrying]),
        ("info,hyper=error", &[window]),
        ("trace,hyper=off,hyper::client=warn", &[retrying, window]),
        ("hyper", &[pooling, retrying]),
    ] {
        for variable in ["LOGKIT_LOG", "RUST_LOG"] {
            assert_eq!(seen(&scene, &[(variable, text)]).errors(), expected, "{variable}={text}");
        }
    }
}

/// Many threads log first at the same time: none of them misses the directives.
#[test]
fn the_first_line_of_every_thread_obeys() {
    let scene = || {
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    debug!(logger: PAYMENTS, "shown");
                    info!(logger: AUDIT, "not shown");
                });
            }
        });
    };
    if is_child_of(&scene) {
        return scene();
    }
    for _ in 0..20 {
        let seen = seen(&scene, &[("RUST_LOG", "off,payments=debug")]);
        assert_eq!(seen.errors(), ["payments - DEBUG - shown"; 8]);
    }
}

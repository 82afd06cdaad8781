//! The child of a fork can install logkit and change levels at once.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

use logkit::Level;

use super::claimed;
use support::alone::{alone, or_abort};
use support::fork::in_child;

#[test]
fn a_child_may_install_it() {
    let Some(seen) = alone(|| {
        or_abort();
        tracing::warn!(target: "hyper", "before");
        assert!(in_child(|| {
            let _logkit = logkit::try_init().unwrap();
            tracing::warn!(target: "hyper", "in the child");
            logkit::silence(["hyper"], Level::Error);
            tracing::warn!(target: "hyper", "silent");
        }));
        let _logkit = logkit::try_init().unwrap();
        tracing::warn!(target: "hyper", "in the parent");
    }) else {
        return;
    };
    assert_eq!(
        seen.errors(),
        ["hyper - WARNING - in the child", "hyper - WARNING - in the parent"]
    );
}

#[test]
fn a_child_may_log_and_change_levels_whatever_threads_of_the_parent_do() {
    alone(|| {
        static STOP: AtomicBool = AtomicBool::new(false);
        or_abort();
        let null = logkit::handler::Null;
        let _logkit = logkit::layer().with_handler(null).init();
        claimed::LOGGER.add_handler(logkit::handler::Null);
        let threads = [0, 1].map(|number| {
            thread::spawn(move || {
                while !STOP.load(Relaxed) {
                    let _level = claimed::LOGGER.override_level(Level::Trace);
                    logkit::silence(["hyper"], [Level::Trace, Level::Error][number]);
                    claimed::log_at_every_level();
                    let _span = tracing::info_span!("busy", number).entered();
                    tracing::warn!(target: "hyper", "busy");
                }
            })
        });
        for _ in 0..50 {
            assert!(in_child(|| {
                let _span = tracing::info_span!("child").entered();
                claimed::log_at_every_level();
                tracing::warn!(target: "hyper", "in the child");
                log::warn!(target: "reqwest", "in the child");
                logkit::silence(["hyper"], Level::Debug);
                claimed::LOGGER.set_level(Level::Trace);
            }));
        }
        STOP.store(true, Relaxed);
        for thread in threads {
            thread.join().unwrap();
        }
    });
}

//! The child of a fork has the levels of the directives, whether or not its parent has read them.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

use logkit::{Level, LevelFilter};
use support::alone::{child_of, is_child_of, or_abort, succeeded};
use support::fork::in_child;

use crate::net;

/// Checks the levels of the directives `payments=debug`, and `error` for all others.
fn check() {
    assert!(net::PAYMENTS.is_enabled_for(Level::Debug));
    assert!(!net::PAYMENTS.is_enabled_for(Level::Trace));
    assert_eq!(net::deep::AUDIT.level(), LevelFilter::ERROR);
}

/// Runs a scene in a child of the test. Returns the reports on stderr.
fn reports<F: FnOnce()>(scene: &F) -> Vec<String> {
    let mut command = child_of(scene);
    command.env("LOGKIT_LOG", "error,payments=debug,payments=loud");
    let seen = succeeded(&command.output().unwrap());
    seen.stderr.lines().filter(|line| line.contains("`loud`")).map(str::to_owned).collect()
}

#[test]
fn a_child_reads_them_if_its_parent_has_not() {
    let scene = || {
        or_abort();
        assert!(in_child(check));
        assert!(in_child(|| {
            net::PAYMENTS.set_level(Level::Critical);
            assert_eq!(net::PAYMENTS.level(), LevelFilter::CRITICAL);
            assert_eq!(net::deep::AUDIT.level(), LevelFilter::ERROR);
        }));
        check();
    };
    if is_child_of(&scene) {
        return scene();
    }
    // Each process says what is wrong with its own environment.
    assert_eq!(reports(&scene).len(), 3);
}

#[test]
fn a_child_has_those_that_its_parent_has_read() {
    let scene = || {
        or_abort();
        check();
        assert!(in_child(|| {
            check();
            assert!(in_child(check));
        }));
    };
    if is_child_of(&scene) {
        return scene();
    }
    assert_eq!(reports(&scene).len(), 1);
}

#[test]
fn a_child_has_them_whatever_threads_of_its_parent_do() {
    let scene = || {
        static STOP: AtomicBool = AtomicBool::new(false);
        or_abort();
        let threads = [0, 1].map(|number| {
            thread::spawn(move || {
                while !STOP.load(Relaxed) {
                    let _level =
                        [&net::GATEWAY, &net::PAYMENTS][number].override_level(Level::Trace);
                }
            })
        });
        for _ in 0..100 {
            assert!(in_child(|| {
                assert_eq!(net::deep::AUDIT.level(), LevelFilter::ERROR);
                net::deep::AUDIT.set_level(Level::Trace);
                assert!(net::deep::AUDIT.is_enabled_for(Level::Trace));
            }));
        }
        STOP.store(true, Relaxed);
        for thread in threads {
            thread.join().unwrap();
        }
        check();
    };
    if is_child_of(&scene) {
        return scene();
    }
    let _ = reports(&scene);
}

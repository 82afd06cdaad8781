//! The child of a fork can log and change its loggers at once, at any moment of the parent's
//! threads.

#![allow(unsafe_code, reason = "libc's pthread_atfork is unsafe to call")]

use std::fs::{File, OpenOptions};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use logkit::handler::Stream;
use logkit::{Level, Logger, info, module_logger};
use support::alone::{alone, or_abort};
use support::fork::{in_child, in_child_within};

#[module_logger("forks")]
static LOGGER: Logger;

#[module_logger("forks.other")]
static OTHER: Logger;

const FORKS: u32 = 400;

fn null() -> File {
    OpenOptions::new().append(true).open("/dev/null").unwrap()
}

/// Keeps the processor busy for a time; a sleep would be too coarse.
fn spin(time: Duration) {
    let started = Instant::now();
    while started.elapsed() < time {
        std::hint::spin_loop();
    }
}

#[test]
fn a_fork_during_the_first_line_of_the_process() {
    let Some(seen) = alone(|| {
        or_abort();
        // This process never logs, so each child forks before the first line. One that hangs is
        // enough: each takes seconds.
        let hung = (0..FORKS).find(|number| {
            let first_line = || {
                static GO: AtomicBool = AtomicBool::new(false);
                let thread = thread::spawn(|| {
                    while !GO.load(Relaxed) {
                        std::hint::spin_loop();
                    }
                    info!("first");
                });
                thread::sleep(Duration::from_micros(200));
                GO.store(true, Relaxed);
                spin(Duration::from_micros(u64::from(*number) * 2));
                let ended = in_child(|| info!("child"));
                thread.join().unwrap();
                assert!(ended);
            };
            !in_child_within(Duration::from_secs(20), first_line)
        });
        assert_eq!(hung, None);
    }) else {
        return;
    };
    // A child that was forked in between goes without a cache, but loses no line.
    let count = |line: &str| seen.errors().iter().filter(|other| *other == line).count();
    let forks = usize::try_from(FORKS).unwrap();
    assert_eq!((count("forks - INFO - first"), count("forks - INFO - child")), (forks, forks));
}

/// Forks while threads of the parent log and change settings; each child plays `scene`.
fn fork_among_changes(scene: impl Fn()) {
    static DONE: AtomicBool = AtomicBool::new(false);
    or_abort();
    LOGGER.add_handler(Stream::new(null()));
    info!("first");
    // Keeps the thread that ends overrides alive: while a thread of the parent starts another, the
    // standard library holds a lock that a child needs to start threads.
    OTHER.override_level_for(Level::Error, Duration::from_secs(3_600));
    let change = || {
        while !DONE.load(Relaxed) {
            for _ in 0..20 {
                info!("parent");
            }
            let _guard = OTHER.override_level(Level::Debug);
            OTHER.override_level_for(Level::Error, Duration::ZERO);
            let id = OTHER.add_handler(Stream::new(null()));
            assert!(OTHER.remove_handler(id));
        }
    };
    let threads: Vec<_> = (0..3).map(|_| thread::spawn(change)).collect();
    let hung = (0..FORKS).find(|_| !in_child(&scene));
    DONE.store(true, Relaxed);
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(hung, None);
}

#[test]
fn a_fork_while_other_threads_change_levels_and_handlers() {
    alone(|| {
        fork_among_changes(|| {
            LOGGER.set_handlers(vec![Box::new(Stream::new(null()))]);
            info!("child");
            OTHER.set_level(Level::Trace);
            let guard = OTHER.override_level(Level::Critical);
            assert_eq!(OTHER.level(), Level::Critical.into());
            assert!(!OTHER.is_enabled_for(Level::Error));
            drop(guard);
            assert_eq!(LOGGER.handlers().len(), 1);
            assert!(logkit::logger_tree().rows().count() > 1);
            logkit::flush_all();
        });
    });
}

#[test]
fn timed_overrides_of_a_child_end_among_the_parent_s() {
    alone(|| {
        fork_among_changes(|| {
            LOGGER.override_level_for(Level::Debug, Duration::from_millis(1));
            while LOGGER.level() != Level::Info.into() {
                thread::sleep(Duration::from_micros(100));
            }
        });
    });
}

#[test]
fn a_handler_of_forks_logs_in_the_child_among_the_parent_s_lines() {
    static IS_CHILD: AtomicBool = AtomicBool::new(false);
    extern "C" fn log() {
        info!("handler of forks");
        IS_CHILD.store(true, Relaxed);
    }
    alone(|| {
        // Registered before logkit's own handler, so it is called before it in the child.
        // SAFETY: the functions live as long as the process.
        assert_eq!(unsafe { libc::pthread_atfork(None, None, Some(log)) }, 0);
        fork_among_changes(|| {
            // The parent's copy of the flag stays `false`.
            assert!(IS_CHILD.load(Relaxed));
            info!("child");
        });
    });
}

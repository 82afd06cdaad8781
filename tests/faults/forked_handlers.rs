//! Handlers in the child of a fork: no lock of the parent's threads blocks them, and threads of the
//! child lose no line to each other.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use logkit::handler::{Memory, Stream};
use logkit::{Logger, info, module_logger};

use support::alone::{alone, or_abort};
use support::fork::in_child;
use support::shared::Shared;

use crate::{counted, stats};

#[module_logger("forked_handlers")]
static LOGGER: Logger;

const FORKS: u32 = 100;

static DONE: AtomicBool = AtomicBool::new(false);

/// Forks while four threads log; returns the first child that failed.
fn fork_while_threads_log(child: impl Fn()) -> Option<u32> {
    info!("first");
    let busy: Vec<_> = (0..4)
        .map(|_| {
            thread::spawn(|| {
                while !DONE.load(Relaxed) {
                    info!("parent");
                }
            })
        })
        .collect();
    let hung = (0..FORKS).find(|_| !in_child(&child));
    DONE.store(true, Relaxed);
    for thread in busy {
        thread.join().unwrap();
    }
    hung
}

#[test]
fn memory_takes_records_in_the_child_of_a_fork() {
    let Some(seen) = alone(|| {
        or_abort();
        let memory = Memory::new().with_capacity(100);
        LOGGER.add_handler(memory.clone());
        let hung = fork_while_threads_log(|| {
            info!("child");
            let last = memory.records().pop();
            assert!(last.is_some_and(|record| record.message() == "child"));
        });
        assert_eq!(hung, None);
        assert_eq!(counted(LOGGER.stats()).1, 0);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

/// A writer whose every write takes some time.
struct Slow(Duration, Shared);

impl Write for Slow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        thread::sleep(self.0);
        self.1.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

const THREADS: usize = 8;
const LINES: usize = 30;

fn log_from_all_threads() {
    let log = || (0..LINES).for_each(|number| info!(number, "line"));
    let threads: Vec<_> = (0..THREADS).map(|_| thread::spawn(log)).collect();
    for thread in threads {
        thread.join().unwrap();
    }
}

#[test]
fn a_daemon_loses_no_line_to_a_slow_writer() {
    let Some(seen) = alone(|| {
        or_abort();
        let lines = Shared::default();
        LOGGER.add_handler(Stream::new(Slow(Duration::from_millis(2), lines.clone())));
        log_from_all_threads();
        let all = (THREADS * LINES) as u64;
        assert_eq!(counted(LOGGER.stats()), stats(all, 0));
        // As in `daemonize`, no other thread logs during the fork.
        let ended = in_child(|| {
            log_from_all_threads();
            assert_eq!(counted(LOGGER.stats()), stats(2 * all, 0));
            LOGGER.flush();
            assert_eq!(lines.lines().len(), 2 * THREADS * LINES);
        });
        assert!(ended);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_writer_in_use_by_the_parent_is_reported_and_not_waited_for() {
    let Some(seen) = alone(|| {
        or_abort();
        let slow = Slow(Duration::from_secs(1), Shared::default());
        LOGGER.add_handler(Stream::new(slow));
        let writing = thread::spawn(|| info!("parent"));
        // The thread is in the middle of its write.
        thread::sleep(Duration::from_millis(300));
        let ended = in_child(|| {
            let started = Instant::now();
            (0..1_000).for_each(|number| info!(number, "child"));
            assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
            assert_eq!(counted(LOGGER.stats()), stats(0, 1_000));
        });
        assert!(ended);
        writing.join().unwrap();
        assert_eq!(counted(LOGGER.stats()), stats(1, 0));
    }) else {
        return;
    };
    assert!(
        seen.stderr.starts_with("logkit: forked_handlers: stream: a record was lost: "),
        "{}",
        seen.stderr
    );
}

#[test]
fn a_slow_writer_does_not_delay_a_forking_process() {
    alone(|| {
        or_abort();
        let slow = Slow(Duration::from_micros(200), Shared::default());
        LOGGER.add_handler(Stream::new(slow));
        assert_eq!(fork_while_threads_log(|| info!("child")), None);
        assert_eq!(counted(LOGGER.stats()).1, 0);
    });
}

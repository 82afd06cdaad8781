//! The child of a fork writes its own lines, each once, and none of its parent's.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

use logkit::handler::{Memory, Queued, Stream};
use logkit::{Logger, info, module_logger};
use support::alone::{alone, or_abort};
use support::fork::in_child;
use support::lines::without_times;

use super::counted;

#[module_logger("forks")]
static LOGGER: Logger;

#[module_logger("forks.records")]
static RECORDS: Logger;

/// Forks `forks` times while four threads log; returns the lines of the parent and of the children.
fn fork_under_load(forks: u32, scene: impl Fn(u32)) -> (Vec<String>, Vec<u32>) {
    static DONE: AtomicBool = AtomicBool::new(false);
    or_abort();
    let path = std::env::temp_dir().join(format!("logkit-{}-queue-fork", std::process::id()));
    let file = OpenOptions::new().create_new(true).append(true).open(&path).unwrap();
    LOGGER.add_handler(Queued::new(Stream::new(file)));
    RECORDS.add_handler(Queued::new(Memory::new().with_capacity(10)));
    info!(thread = 0, number = 0, "parent");
    let busy: Vec<_> = (0..4_u32)
        .map(|thread| {
            thread::spawn(move || {
                let mut number = 1_u32;
                while !DONE.load(Relaxed) {
                    info!(thread, number, "parent");
                    info!(logger: RECORDS, thread, number, "parent");
                    number += 1;
                }
                number
            })
        })
        .collect();
    let hung = (0..forks).find(|number| !in_child(|| scene(*number)));
    DONE.store(true, Relaxed);
    let sent = busy.into_iter().map(|thread| thread.join().unwrap()).collect();
    LOGGER.flush();
    let text = fs::read_to_string(&path).unwrap();
    fs::remove_file(&path).unwrap();
    assert_eq!(hung, None);
    assert_eq!(counted(LOGGER.stats()).1, 0);
    (without_times(&text), sent)
}

/// Checks that the parent's lines are whole, in order and there once, and returns the numbers of the
/// children's.
fn children(lines: &[String], sent: &[u32]) -> BTreeSet<(u32, u32)> {
    let mut children = BTreeSet::new();
    let mut next = [0_u32, 1, 1, 1];
    for line in lines {
        let fields = line.rsplit(' ').take(2).map(|field| field.split_once('=').expect(line).1);
        let [number, first] = fields.collect::<Vec<_>>()[..] else { panic!("{line}") };
        let (number, first): (u32, u32) = (number.parse().expect(line), first.parse().expect(line));
        if line.starts_with("forks - INFO - child fork=") {
            assert!(children.insert((first, number)), "{line}");
        } else {
            assert!(line.starts_with("forks - INFO - parent thread="), "{line}");
            let next = &mut next[first as usize];
            assert_eq!(number, *next, "{line}");
            *next += 1;
        }
    }
    assert_eq!(next, *sent);
    children
}

#[test]
fn children_that_end_at_once_lose_nothing() {
    const FORKS: u32 = 300;
    alone(|| {
        let (lines, sent) = fork_under_load(FORKS, |fork| {
            for number in 0..3 {
                info!(fork, number, "child");
                info!(logger: RECORDS, fork, number, "child");
            }
        });
        let expected = (0..FORKS).flat_map(|fork| (0..3).map(move |number| (fork, number)));
        assert_eq!(children(&lines, &sent), expected.collect());
    });
}

/// More lines than a child writes itself: it starts a thread.
#[test]
fn children_start_a_thread_of_their_own() {
    const FORKS: u32 = 20;
    const LINES: u32 = 2_000;
    alone(|| {
        let (lines, sent) = fork_under_load(FORKS, |fork| {
            let log = |numbers: std::ops::Range<u32>| {
                for number in numbers {
                    info!(fork, number, "child");
                    info!(logger: RECORDS, fork, number, "child");
                }
            };
            log(0..LINES / 2);
            let threads = fs::read_dir("/proc/self/task").map(Iterator::count);
            // One for each queue, where that can be told.
            assert_eq!(threads.unwrap_or(3), 3);
            // The child of a child.
            assert!(in_child(|| {
                log(LINES / 2..LINES);
                LOGGER.flush();
            }));
            LOGGER.flush();
            RECORDS.flush();
        });
        let expected = (0..FORKS).flat_map(|fork| (0..LINES).map(move |number| (fork, number)));
        assert_eq!(children(&lines, &sent), expected.collect());
    });
}

#[test]
fn a_fork_before_the_first_line() {
    let Some(seen) = alone(|| {
        or_abort();
        LOGGER.add_handler(Queued::new(Stream::stderr()));
        let log = |who: &str| {
            for number in 0..300 {
                info!(number, "{who}");
            }
            LOGGER.flush();
        };
        assert!(in_child(|| log("child")));
        log("parent");
    }) else {
        return;
    };
    let count = |who: &str| seen.errors().iter().filter(|line| line.contains(who)).count();
    assert_eq!((count("- child number="), count("- parent number=")), (300, 300));
}

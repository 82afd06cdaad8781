//! A configuration is swapped again and again while threads log: each record reaches all handlers of one
//! configuration, whole and once.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

use logkit::{Config, info, warn};
use support::alone::alone;

use super::{MAIL, PAYMENTS, new_folder};

const SWAPS: usize = 1_000;
const THREADS: usize = 4;

#[test]
fn a_thousand_swaps_lose_tear_and_mix_nothing() {
    alone(|| {
        let folder = new_folder();
        let path = |name: &str| folder.path(name);
        // Each configuration has two handlers of its own, and both share one with a queue.
        let text = |one: &str, two: &str, format: &str| {
            format!(
                "[loggers.payments]\nhandlers = ['one', 'two', 'all']\n\
                 [handlers.one]\ntype = 'file'\npath = {:?}\nformat = '{format}'\n\
                 [handlers.two]\ntype = 'queued'\nover = 'behind'\n\
                 [handlers.behind]\ntype = 'file'\npath = {:?}\n\
                 [handlers.all]\ntype = 'queued'\nover = 'shared'\n\
                 [handlers.shared]\ntype = 'file'\npath = {:?}\n[formats.f]\ntype = 'standard'\n",
                path(one),
                path(two),
                path("shared"),
            )
        };
        let configs = [text("a1", "a2", "standard"), text("b1", "b2", "f")]
            .map(|text| Config::from_toml(&text).unwrap());
        configs[0].apply().unwrap();
        let done = AtomicBool::new(false);
        let counts = thread::scope(|scope| {
            let log = |thread: usize| {
                let mut count = 0_usize;
                while !done.load(Relaxed) {
                    info!(logger: PAYMENTS, thread, count, "the quick brown fox");
                    count += 1;
                    if count % 16 == 0 {
                        thread::yield_now();
                    }
                }
                count
            };
            let threads: Vec<_> = (0..THREADS).map(|n| scope.spawn(move || log(n))).collect();
            for swap in 1..=SWAPS {
                configs[swap % 2].apply().unwrap();
            }
            done.store(true, Relaxed);
            threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        Config::from_toml("").unwrap().apply().unwrap();
        let all: BTreeSet<String> = (0..THREADS)
            .flat_map(|thread| {
                (0..counts[thread]).map(move |n| format!("thread={thread} count={n}"))
            })
            .collect();
        let read = |name: &str| -> Vec<String> {
            let text = folder.text(name);
            assert!(text.is_empty() || text.ends_with('\n'));
            let record = |line: &str| {
                let (_, fields) =
                    line.split_once(" - payments - INFO - the quick brown fox ").unwrap();
                fields.to_owned()
            };
            text.lines().map(record).collect()
        };
        let sets = ["a1", "a2", "b1", "b2", "shared"].map(|name| {
            let list = read(name);
            let set: BTreeSet<String> = list.iter().cloned().collect();
            assert_eq!(list.len(), set.len(), "{name}: a line is there twice");
            set
        });
        let [a1, a2, b1, b2, shared] = sets;
        assert!(a1.len() > SWAPS / 10 && b1.len() > SWAPS / 10, "{} {}", a1.len(), b1.len());
        assert!(a1 == a2 && b1 == b2, "a record went to handlers of two configurations");
        assert!(a1.is_disjoint(&b1), "a record went to both configurations");
        let both: BTreeSet<String> = a1.union(&b1).cloned().collect();
        assert!(both == all && shared == all, "{} {} {}", both.len(), shared.len(), all.len());
        assert_eq!(PAYMENTS.stats().dropped, 0);
    });
}

/// Two settings of one rotating file take turns: no line is lost at the change of the handler.
#[test]
fn a_rotating_file_goes_from_handler_to_handler() {
    alone(|| {
        let folder = new_folder();
        let configs = [1, 2].map(|keep| {
            let path = folder.path("app.log");
            let text = format!(
                "[loggers.mail]\nhandlers = ['main']\n[handlers.main]\ntype = 'file'\npath = {path:?}\n\
                 max_bytes = '100 kB'\nbackup_count = 9\nbuffer = {keep}\n"
            );
            Config::from_toml(&text).unwrap()
        });
        configs[0].apply().unwrap();
        let done = AtomicBool::new(false);
        let total: usize = thread::scope(|scope| {
            let log = || {
                let mut count = 0_usize;
                while !done.load(Relaxed) && count < 2_500 {
                    warn!(logger: MAIL, count, "the quick brown fox");
                    count += 1;
                    thread::yield_now();
                }
                count
            };
            let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(log)).collect();
            for swap in 1..=100 {
                configs[swap % 2].apply().unwrap();
            }
            done.store(true, Relaxed);
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        Config::from_toml("").unwrap().apply().unwrap();
        let lines: usize = std::fs::read_dir(&folder.0)
            .unwrap()
            .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap().lines().count())
            .sum();
        assert_eq!((lines, MAIL.stats().dropped), (total, 0));
    });
}

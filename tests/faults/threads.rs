//! Many threads on one file, and handlers that are replaced while they log.

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, OpenOptions};
use std::io;
use std::process::{self, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use logkit::handler::{Handler, Stream};
use logkit::{Logger, Record, info, module_logger};

use crate::{counted, output_of, stats};
use support::alone::{alone, child_of, is_child_of, or_abort, succeeded};
use support::lines::without_times;

const THREADS: usize = 16;
const LINES: usize = 2_000;

#[module_logger("threads")]
static LOGGER: Logger;

/// 16 threads log 2,000 lines each, at once.
fn log_from_all() {
    let start = Barrier::new(THREADS);
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let start = &start;
            scope.spawn(move || {
                start.wait();
                for line in 0..LINES {
                    info!(thread, line, "busy");
                }
            });
        }
    });
}

/// Checks that every line is whole and occurs once, and that each thread's lines are in order.
fn assert_complete(lines: &[String]) {
    let mut next = [0; THREADS];
    for line in lines {
        let rest = line.strip_prefix("threads - INFO - busy thread=").expect(line);
        let (thread, number) = rest.split_once(" line=").expect(line);
        let next = &mut next[thread.parse::<usize>().expect(line)];
        assert_eq!(number.parse(), Ok(*next), "{line}");
        *next += 1;
    }
    assert_eq!(next, [LINES; THREADS]);
}

#[test]
fn lines_are_whole_and_in_each_threads_order() {
    let Some(seen) = alone(|| {
        or_abort();
        let path = env::temp_dir().join(format!("logkit-{}-threads", process::id()));
        let file = OpenOptions::new().create_new(true).append(true).open(&path).unwrap();
        LOGGER.add_handler(Stream::new(file));
        log_from_all();
        let text = fs::read_to_string(&path).unwrap();
        fs::remove_file(&path).unwrap();
        assert_complete(&without_times(&text));
        assert_eq!(counted(LOGGER.stats()), stats(32_000, 0));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn two_processes_may_append_to_one_file() {
    const FILE: &str = "LOGKIT_TEST_FILE";
    let scene = || {
        let file = OpenOptions::new().append(true).open(env::var_os(FILE).unwrap()).unwrap();
        LOGGER.add_handler(Stream::new(file));
        log_from_all();
    };
    if is_child_of(&scene) {
        return scene();
    }
    let path = env::temp_dir().join(format!("logkit-{}-processes", process::id()));
    fs::File::create_new(&path).unwrap();
    let start = || {
        let mut child = child_of(&scene);
        child.env(FILE, &path).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    for child in [start(), start()] {
        assert_eq!(succeeded(&output_of(child)).stderr, "");
    }
    let lines = without_times(&fs::read_to_string(&path).unwrap());
    fs::remove_file(&path).unwrap();
    // Each line occurs once per process, and there are no others.
    let mut counts = BTreeMap::new();
    for line in lines {
        *counts.entry(line).or_insert(0) += 1;
    }
    assert_eq!(counts.len(), THREADS * LINES);
    for thread in 0..THREADS {
        for line in 0..LINES {
            let line = format!("threads - INFO - busy thread={thread} line={line}");
            assert_eq!(counts.get(&line), Some(&2), "{line}");
        }
    }
}

/// A handler that counts its records, beside those of other sets of handlers.
struct Counting {
    set: usize,
    taken: Arc<Mutex<Vec<(usize, String)>>>,
}

impl Handler for Counting {
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        let fields: Vec<String> = record.fields().map(|(_, value)| value.to_string()).collect();
        self.taken.lock().unwrap().push((self.set, fields.join(" ")));
        Ok(())
    }
}

#[test]
fn every_record_goes_to_exactly_one_set_of_handlers() {
    let Some(seen) = alone(|| {
        or_abort();
        let taken = Arc::<Mutex<Vec<(usize, String)>>>::default();
        let done = Arc::new(AtomicBool::new(false));
        let replaced = Arc::new(AtomicUsize::new(0));
        let set = {
            let taken = Arc::clone(&taken);
            // Two handlers in a set: both get the record, or neither does.
            move |set| -> Vec<Box<dyn Handler>> {
                let handler = || Box::new(Counting { set, taken: Arc::clone(&taken) });
                vec![handler(), handler()]
            }
        };
        LOGGER.set_handlers(set(0));
        let replacing = {
            let (done, replaced) = (Arc::clone(&done), Arc::clone(&replaced));
            thread::spawn(move || {
                while !done.load(Relaxed) {
                    let number = replaced.fetch_add(1, Relaxed) + 1;
                    assert_eq!(LOGGER.set_handlers(set(number)).len(), 2);
                }
            })
        };
        log_from_all();
        done.store(true, Relaxed);
        replacing.join().unwrap();
        assert!(replaced.load(Relaxed) > 10, "{replaced:?}");

        let mut taken = std::mem::take(&mut *taken.lock().unwrap());
        taken.sort_by(|(_, one), (_, other)| one.cmp(other));
        assert_eq!(taken.len(), 2 * THREADS * LINES);
        for pair in taken.chunks(2) {
            assert_eq!(pair[0], pair[1]);
        }
        taken.dedup();
        assert_eq!(taken.len(), THREADS * LINES);
        assert_eq!(counted(LOGGER.stats()), stats(64_000, 0));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

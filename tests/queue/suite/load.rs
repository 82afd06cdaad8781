//! More records than the handler can take: waiting, dropping, the deadline, and memory.

use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use logkit::handler::{Handler, Lines, OnFull, Queued, Stream};
use logkit::sink::Sink;
use logkit::{Logger, Record, info, module_logger};
use support::alone::alone;
use support::shared::Shared;

use super::counted;

#[module_logger("load")]
static LOGGER: Logger;

#[module_logger("load.wait")]
static WAIT: Logger;

#[module_logger("load.large")]
static LARGE: Logger;

#[module_logger("load.records")]
static RECORDS: Logger;

/// A writer that takes a time for each write.
struct Slow<W>(W, Duration);

impl<W: Write> Write for Slow<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        thread::sleep(self.1);
        self.0.write_all(bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The sum of the lines that notices announce, and the number of other lines.
fn announced(lines: &[String]) -> (u64, u64) {
    let mut lost = 0;
    let mut others = 0;
    for line in lines {
        match line.strip_prefix("logkit - WARNING - ") {
            Some(notice) => {
                let (number, rest) = notice.split_once(' ').expect(line);
                assert!(rest.ends_with(" lost: the queue was full"), "{line}");
                lost += number.parse::<u64>().expect(line);
            }
            None => others += 1,
        }
    }
    (lost, others)
}

#[test]
fn dropped_lines_are_announced_in_their_place() {
    const LINES: u64 = 60_000;
    let Some(seen) = alone(|| {
        let output = Shared::default();
        let writer = Slow(output.clone(), Duration::from_millis(5));
        let queue =
            Queued::new(Stream::new(writer)).with_capacity(128 * 1024).with_on_full(OnFull::Drop);
        LOGGER.add_handler(queue);
        thread::scope(|scope| {
            for thread in 0..4 {
                scope.spawn(move || {
                    for number in 0..LINES / 4 {
                        info!(thread, number, "one of many");
                    }
                });
            }
        });
        LOGGER.flush();
        let lines = output.lines();
        let (lost, written) = announced(&lines);
        assert_eq!(written + lost, LINES);
        assert!(lost > 0, "there was no overload");
        assert_eq!(counted(LOGGER.stats()), (written, lost));
        // A notice is where lines are missing: within a shard, the numbers before and after it differ by
        // more than one.
        let mut next = [0; 4];
        for line in &lines {
            let Some((_, fields)) = line.split_once(" thread=") else { continue };
            let (thread, number) = fields.split_once(" number=").unwrap();
            let next: &mut u64 = &mut next[thread.parse::<usize>().unwrap()];
            let number: u64 = number.parse().unwrap();
            assert!(number >= *next, "{line}");
            *next = number + 1;
        }
    }) else {
        return;
    };
    assert!(seen.stderr.ends_with(": a record was lost: there was no room\n"), "{}", seen.stderr);
}

#[test]
fn one_thread_finds_the_exact_number_of_lost_lines_in_place() {
    alone(|| {
        let output = Shared::default();
        let writer = Slow(output.clone(), Duration::from_millis(5));
        let queue = Queued::new(Stream::new(writer)).with_capacity(1).with_on_full(OnFull::Drop);
        LOGGER.add_handler(queue);
        for number in 0..30_000_u64 {
            info!(number, "one of many");
        }
        LOGGER.flush();
        let mut next = 0;
        for line in output.lines() {
            let number = match line.split_once(" number=") {
                Some((_, number)) => {
                    assert_eq!(number.parse(), Ok(next));
                    1
                }
                None => announced(&[line]).0,
            };
            next += number;
        }
        assert_eq!(next, 30_000);
    });
}

#[test]
fn a_full_queue_waits() {
    const LINES: u64 = 20_000;
    let output = Shared::default();
    let writer = Slow(output.clone(), Duration::from_millis(2));
    WAIT.add_handler(Queued::new(Stream::new(writer)).with_capacity(64 * 1024));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..LINES / 4).for_each(|number| info!(logger: WAIT, number, "one")));
        }
    });
    WAIT.flush();
    assert_eq!(output.lines().len() as u64, LINES);
    assert_eq!(counted(WAIT.stats()), (LINES, 0));
}

#[test]
fn a_line_may_be_larger_than_a_block_or_the_queue() {
    let output = Shared::default();
    LARGE.add_handler(Queued::new(Stream::new(output.clone())).with_capacity(256 * 1024));
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for size in [10_usize, 70_000, 200_000, 10_000_000, 10, 100_000] {
                    let text = "x".repeat(size);
                    info!(logger: LARGE, "{text}");
                    info!(logger: LARGE, "small");
                }
            });
        }
    });
    LARGE.flush();
    let mut sizes: Vec<_> =
        output.lines().iter().filter_map(|line| line.find('x').map(|at| line.len() - at)).collect();
    sizes.sort_unstable();
    let expected: Vec<_> =
        [10, 10, 70_000, 100_000, 200_000, 10_000_000].iter().flat_map(|size| [*size; 3]).collect();
    assert_eq!(sizes, expected);
    assert_eq!(counted(LARGE.stats()), (36, 0));
}

#[test]
fn records_wait_and_drop_as_lines_do() {
    struct Sleepy(Mutex<Vec<String>>);
    impl Handler for Sleepy {
        fn emit(&self, record: &Record<'_>) -> io::Result<()> {
            thread::sleep(Duration::from_micros(20));
            self.0.lock().unwrap().push(format!("{} - x - {}", record.name(), record.message()));
            Ok(())
        }
    }

    let sleepy = Arc::new(Sleepy(Mutex::default()));
    let waits = Queued::new(Arc::clone(&sleepy)).with_capacity(64 * 1024);
    RECORDS.set_handlers(vec![Box::new(waits)]);
    for number in 0..3_000 {
        info!(logger: RECORDS, number, "one");
    }
    RECORDS.flush();
    assert_eq!(sleepy.0.lock().unwrap().len(), 3_000);
    assert_eq!(counted(RECORDS.stats()), (3_000, 0));

    let drops =
        Queued::new(Arc::clone(&sleepy)).with_capacity(64 * 1024).with_on_full(OnFull::Drop);
    RECORDS.set_handlers(vec![Box::new(drops)]);
    sleepy.0.lock().unwrap().clear();
    for number in 0..20_000 {
        info!(logger: RECORDS, number, "one");
    }
    RECORDS.flush();
    let mut sum = 0;
    for line in &*sleepy.0.lock().unwrap() {
        match line.strip_prefix("logkit - x - ") {
            Some(notice) => sum += notice.split_once(' ').unwrap().0.parse::<u64>().unwrap(),
            None => sum += 1,
        }
    }
    assert_eq!(sum, 20_000);
    let (written, lost) = counted(RECORDS.stats());
    assert_eq!(written + lost, 23_000);
    assert!(lost > 0, "there was no overload");
}

/// Counts the lines that it takes a time for.
struct SlowLines(Arc<AtomicU64>, Duration);

impl Sink for SlowLines {
    fn write_line(&self, _line: &[u8]) -> io::Result<()> {
        thread::sleep(self.1);
        self.0.fetch_add(1, Relaxed);
        Ok(())
    }
}

fn assert_reported(stderr: &str, lost: u64) {
    let report = format!("logkit: {lost} queued records were not written within 1s");
    assert!(stderr.contains(&report), "{stderr}");
}

#[test]
fn a_drop_ends_at_its_deadline_and_reports_what_is_left() {
    let Some(seen) = alone(|| {
        let written = Arc::new(AtomicU64::new(0));
        let sink = SlowLines(Arc::clone(&written), Duration::from_millis(2));
        let queue = Queued::new(Lines::over(sink)).with_deadline(Duration::from_secs(1));
        let id = LOGGER.add_handler(queue);
        for number in 0..3_000 {
            info!(number, "slow");
        }
        let started = Instant::now();
        LOGGER.remove_handler(id);
        let took = started.elapsed();
        assert!(took >= Duration::from_secs(1), "{took:?}");
        // A tenth for the write in progress; the rest is for a busy machine.
        assert!(took < Duration::from_secs(4), "{took:?}");
        assert_eq!(counted(LOGGER.stats()), (written.load(Relaxed), 3_000 - written.load(Relaxed)));
        writeln!(io::stdout(), "written {}", written.load(Relaxed)).unwrap();
    }) else {
        return;
    };
    let written = seen.stdout.lines().find_map(|line| line.split_once("written ")).unwrap().1;
    assert_reported(&seen.stderr, 3_000 - written.parse::<u64>().unwrap());
}

#[test]
fn a_flush_ends_at_its_deadline_and_loses_nothing() {
    alone(|| {
        let written = Arc::new(AtomicU64::new(0));
        let sink = SlowLines(Arc::clone(&written), Duration::from_millis(5));
        let queue = Queued::new(Lines::over(sink)).with_deadline(Duration::from_millis(50));
        LOGGER.add_handler(queue.clone());
        for number in 0..100 {
            info!(number, "slow");
        }
        assert_eq!(queue.flush().unwrap_err().kind(), io::ErrorKind::TimedOut);
        super::eventually(|| written.load(Relaxed) == 100);
        queue.flush().unwrap();
        assert_eq!(counted(LOGGER.stats()), (100, 0));
    });
}

/// The peak of the resident memory, in bytes.
#[cfg(target_os = "linux")]
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

#[cfg(target_os = "linux")]
#[test]
fn memory_stays_within_the_capacity() {
    const CAPACITY: usize = 4 * 1024 * 1024;
    alone(|| {
        for on_full in [OnFull::Wait, OnFull::Drop] {
            let writer = Slow(io::sink(), Duration::from_millis(1));
            let queue = Queued::new(Stream::new(writer))
                .with_capacity(CAPACITY)
                .with_deadline(Duration::from_secs(60))
                .with_on_full(on_full);
            LOGGER.set_handlers(vec![Box::new(queue)]);
            let log = || (0..15_000).for_each(|number| info!(number, "{:x<100}", ""));
            info!("first");
            thread::scope(|scope| (0..8).for_each(|_| drop(scope.spawn(|| info!("a thread")))));
            LOGGER.flush();
            let before = peak();
            thread::scope(|scope| (0..8).for_each(|_| drop(scope.spawn(log))));
            LOGGER.flush();
            let grown = peak() - before;
            assert!(grown <= CAPACITY + 1024 * 1024, "{grown}");
        }
    });
}

//! Handlers that fail, log or end the process: the consumer goes on, and each loss is counted.

use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

use logkit::handler::{Handler, Lines, Queued, Stream};
use logkit::sink::Sink;
use logkit::{Logger, Record, info, module_logger};
use support::alone::alone;
use support::shared::Shared;

use super::{counted, eventually};

#[module_logger("failures.lines")]
static LINES: Logger;

#[module_logger("failures.writer")]
static WRITER: Logger;

#[module_logger("failures.partial")]
static PARTIAL: Logger;

#[module_logger("failures.records")]
static RECORDS: Logger;

#[module_logger("failures.logs")]
static LOGS: Logger;

/// Hides the panics of handlers.
fn quiet_panics() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some("logkit-queue") {
            hook(panic);
        }
    }));
}

#[test]
fn a_sink_may_panic_and_fail() {
    struct Fails(Arc<AtomicU64>, Arc<Mutex<Vec<u64>>>);
    impl Sink for Fails {
        fn write_line(&self, line: &[u8]) -> io::Result<()> {
            let number = self.0.fetch_add(1, Relaxed);
            assert!(number % 10 != 3, "scripted");
            if number % 10 == 7 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            let text = std::str::from_utf8(line).unwrap();
            let (_, number) = text.trim_end().split_once("number=").unwrap();
            self.1.lock().unwrap().push(number.parse().unwrap());
            Ok(())
        }
    }

    alone(|| {
        quiet_panics();
        let written = Arc::new(Mutex::default());
        LINES.add_handler(Queued::new(Lines::over(Fails(Arc::default(), Arc::clone(&written)))));
        for number in 0..5_000_u64 {
            info!(logger: LINES, number, "one");
        }
        LINES.flush();
        let expected: Vec<u64> =
            (0..5_000).filter(|number| number % 10 != 3 && number % 10 != 7).collect();
        assert_eq!(*written.lock().unwrap(), expected);
        assert_eq!(counted(LINES.stats()), (4_000, 1_000));
    });
}

/// A writer whose calls fail as a script says.
struct Scripted {
    output: Shared,
    calls: usize,
    fail: fn(usize, &[u8]) -> io::Result<usize>,
}

impl Write for Scripted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.calls += 1;
        let count = (self.fail)(self.calls, bytes)?;
        self.output.write_all(&bytes[..count])?;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_writer_that_panics_costs_the_lines_of_its_call() {
    alone(|| {
        quiet_panics();
        let output = Shared::default();
        let writer = Scripted {
            output: output.clone(),
            calls: 0,
            fail: |call, bytes| {
                assert!(call != 5, "scripted");
                Ok(bytes.len())
            },
        };
        WRITER.add_handler(Queued::new(Stream::new(writer)));
        for number in 0..10_000 {
            info!(logger: WRITER, number, "one");
        }
        WRITER.flush();
        // The lines of the failed call may be there in part, so it is ended.
        let lines: Vec<_> = output.lines().into_iter().filter(|line| !line.is_empty()).collect();
        let (notices, written): (Vec<_>, Vec<_>) =
            lines.iter().partition(|line| line.starts_with("logkit - WARNING - "));
        let lost = 10_000 - written.len();
        assert_eq!(counted(WRITER.stats()), (written.len() as u64, lost as u64));
        assert_eq!(
            *notices[0],
            format!("logkit - WARNING - {lost} line{} lost", if lost == 1 { "" } else { "s" })
        );
    });
}

/// A full disk in the middle of a write, which gets room again.
#[test]
fn a_write_that_is_cut_short_glues_no_lines() {
    let output = Shared::default();
    let writer = Scripted {
        output: output.clone(),
        calls: 0,
        fail: |call, bytes| match call % 8 {
            // A part of a batch, then no room for the rest, nor for a few lines.
            2 => Ok(bytes.len() * 2 / 3),
            3..7 => Err(io::ErrorKind::StorageFull.into()),
            _ => Ok(bytes.len()),
        },
    };
    PARTIAL.add_handler(Queued::new(Stream::new(writer)));
    for number in 0..20_000 {
        info!(logger: PARTIAL, number, "one of many");
    }
    // Until the writer has room for the notice.
    for _ in 0..8 {
        PARTIAL.flush();
    }
    let lines = output.lines();
    let whole = |line: &&String| {
        let number = line.strip_prefix("failures.partial - INFO - one of many number=");
        number.is_some_and(|number| number.parse::<u32>().is_ok())
    };
    let mut written = 0;
    let mut announced = 0;
    for line in &lines {
        match line.strip_prefix("logkit - WARNING - ") {
            Some(notice) => {
                announced += notice.split_once(' ').unwrap().0.parse::<u64>().unwrap();
            }
            None => written += u64::from(whole(&line)),
        }
    }
    let (counted_as_written, lost) = counted(PARTIAL.stats());
    // A line that was cut between two digits of its number looks whole.
    assert!(written >= counted_as_written && written - counted_as_written <= 3, "{written}");
    assert_eq!((counted_as_written + lost, announced), (20_000, lost));
    assert!(lost > 0);
}

#[test]
fn a_handler_of_records_may_panic_and_fail() {
    struct Fails(Arc<AtomicUsize>);
    impl Handler for Fails {
        fn emit(&self, record: &Record<'_>) -> io::Result<()> {
            let number = self.0.fetch_add(1, Relaxed);
            assert!(number % 10 != 3, "scripted {}", record.message());
            if number % 10 == 7 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        }
    }

    alone(|| {
        quiet_panics();
        let calls = Arc::new(AtomicUsize::new(0));
        RECORDS.add_handler(Queued::new(Fails(Arc::clone(&calls))));
        for number in 0..2_000 {
            info!(logger: RECORDS, number, "one");
        }
        RECORDS.flush();
        assert_eq!(calls.load(Relaxed), 2_000);
        assert_eq!(counted(RECORDS.stats()), (1_600, 400));
    });
}

/// A writer that logs to its own queue at each write, and flushes it.
#[test]
fn a_writer_may_log_to_its_own_queue() {
    struct Logs(Shared);
    impl Write for Logs {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            info!(logger: LOGS, "from the writer");
            LOGS.flush();
            logkit::flush_all();
            self.0.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            info!(logger: LOGS, "from the flush");
            Ok(())
        }
    }

    alone(|| {
        support::alone::or_abort();
        let output = Shared::default();
        let queue = Queued::new(Stream::new(Logs(output.clone()))).with_capacity(64 * 1024);
        LOGS.add_handler(queue);
        for number in 0..5_000 {
            info!(logger: LOGS, number, "one");
        }
        LOGS.flush();
        let from_caller =
            output.lines().iter().filter(|line| line.contains(" - one number=")).count();
        assert_eq!(from_caller, 5_000);
        eventually(|| {
            let lines = output.lines().iter().filter(|line| line.starts_with("failures")).count();
            counted(LOGS.stats()).0 == lines as u64
        });
    });
}

/// The consumer's thread ends the process.
#[test]
fn a_handler_may_exit() {
    struct Exits;
    impl Handler for Exits {
        fn emit(&self, record: &Record<'_>) -> io::Result<()> {
            if record.message().to_string() == "99" {
                std::process::exit(7);
            }
            Ok(())
        }
    }

    let scene = || {
        support::alone::or_abort();
        LINES.add_handler(Queued::new(Exits));
        for number in 0..150 {
            info!(logger: LINES, "{number}");
        }
        LINES.flush();
        std::thread::sleep(support::alone::PATIENCE);
    };
    if support::alone::is_child_of(&scene) {
        return scene();
    }
    let output = support::alone::child_of(&scene).output().unwrap();
    assert_eq!(output.status.code(), Some(7), "{output:?}");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains(" queued records were not written within 5s"), "{stderr}");
}

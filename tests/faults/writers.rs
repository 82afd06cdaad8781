//! Writers that panic, log or fail.

use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use logkit::handler::{Lines, Stream};
use logkit::sink::Sink;
use logkit::{Format, Level, Logger, Stats, error, info, module_logger};

use crate::{counted, stats};
use support::alone::{alone, or_abort};
use support::lines::without_times;
use support::shared::Shared;

/// In a module of its own, so that it claims no statement of these tests.
mod declared {
    use logkit::{Logger, module_logger};

    #[module_logger("writers")]
    pub(super) static LOGGER: Logger;
}
use declared::LOGGER;

#[module_logger("writers_too")]
static OTHER: Logger;

/// A writer that runs code before each write.
struct Doing<F>(F, Shared);

impl<F: FnMut(&[u8])> Write for Doing<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (self.0)(bytes);
        self.1.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn stream(logger: &'static Logger, action: impl FnMut(&[u8]) + Send + 'static) -> Shared {
    let lines = Shared::default();
    logger.set_handlers(vec![Box::new(Stream::new(Doing(action, lines.clone())))]);
    lines
}

#[test]
fn a_writer_that_panics_loses_its_line_only() {
    alone(|| {
        std::panic::set_hook(Box::new(|_| {}));
        let lines = stream(&LOGGER, |bytes| assert!(!bytes.ends_with(b"two\n")));
        info!("one");
        info!("two");
        info!("three");
        // The writer may have taken a part of "two", so the notice starts on a line of its own.
        assert_eq!(
            lines.lines(),
            [
                "writers - INFO - one",
                "",
                "logkit - WARNING - 1 line lost",
                "writers - INFO - three"
            ]
        );
        assert_eq!(counted(LOGGER.stats()), stats(2, 1));
    });
}

#[test]
fn a_writer_that_logs_to_its_own_logger_does_not_hang() {
    let Some(seen) = alone(|| {
        or_abort();
        let lines = stream(&LOGGER, |bytes| {
            if !bytes.ends_with(b"lost: resource busy\n") {
                info!("inner");
            }
        });
        info!("one");
        info!("two");
        // The writer is busy with the outer line, so the inner one is lost, counted and announced.
        assert_eq!(
            lines.lines(),
            [
                "writers - INFO - one",
                "logkit - WARNING - 1 line lost: resource busy",
                "writers - INFO - two"
            ]
        );
        assert_eq!(counted(LOGGER.stats()), stats(2, 2));
        LOGGER.flush();
        assert_eq!(lines.lines().len(), 4);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "logkit: writers: stream: a record was lost: resource busy\n");
}

/// A writer that waits in each write for another thread, as a network client may wait for its
/// worker.
struct WaitsForThread(fn(), Shared);

impl Write for WaitsForThread {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // The thread's line is written, too, and must not start another thread.
        if bytes.ends_with(b"line\n") {
            thread::spawn(self.0).join().unwrap();
        }
        self.1.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_writer_may_wait_for_a_thread_that_logs_to_it() {
    let Some(seen) = alone(|| {
        or_abort();
        let lines = Shared::default();
        LOGGER.add_handler(Stream::new(WaitsForThread(|| info!("retrying"), lines.clone())));
        info!("line");
        info!("line");
        let pair = ["writers - INFO - line", "writers - INFO - retrying"];
        assert_eq!(lines.lines(), pair.repeat(2));
        assert_eq!(counted(LOGGER.stats()), stats(4, 0));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_writer_behind_a_layer_may_wait_for_a_thread_that_logs_to_it() {
    use tracing_subscriber::layer::SubscriberExt as _;

    let Some(seen) = alone(|| {
        or_abort();
        let lines = Shared::default();
        let writer = WaitsForThread(|| tracing::warn!("retrying"), lines.clone());
        let layer = logkit::layer().with_handler(Stream::new(writer));
        let host = tracing_subscriber::registry().with(layer);
        tracing::subscriber::set_global_default(host).unwrap();
        tracing::error!("line");
        let target = module_path!();
        assert_eq!(
            lines.lines(),
            [format!("{target} - ERROR - line"), format!("{target} - WARNING - retrying")]
        );
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_writer_whose_thread_logs_at_every_write_ends() {
    struct Endless;
    impl Write for Endless {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            thread::spawn(|| info!("retrying")).join().unwrap();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    alone(|| {
        or_abort();
        LOGGER.add_handler(Stream::new(Endless));
        info!("one");
        info!("two");
        let (written, lost) = counted(LOGGER.stats());
        assert!(written > 4 && lost == 0, "{written} {lost}");
    });
}

#[test]
fn a_notice_has_the_format_of_its_handler() {
    alone(|| {
        std::panic::set_hook(Box::new(|_| {}));
        let lines = Shared::default();
        let panics = Doing(|bytes: &[u8]| assert!(!bytes.ends_with(b"two\"}\n")), lines.clone());
        LOGGER.add_handler(Stream::new(panics).with_format(Format::json()));
        info!("two");
        LOGGER.flush();
        let text = lines.text();
        let (_, notice) = text.split_once("\"level\"").unwrap();
        assert_eq!(notice, ":\"WARNING\",\"logger\":\"logkit\",\"message\":\"1 line lost\"}\n");
        // Reported once.
        LOGGER.flush();
        assert_eq!(lines.text(), text);
    });
}

#[test]
fn clones_of_a_stream_share_its_writer() {
    let Some(seen) = alone(|| {
        let lines = Shared::default();
        let plain = Stream::new(lines.clone());
        OTHER.add_handler(plain.clone().with_level(Level::Error));
        LOGGER.add_handler(plain);
        info!("one");
        info!(logger: OTHER, "two");
        error!(logger: OTHER, "three");
        assert_eq!(lines.lines(), ["writers - INFO - one", "writers_too - ERROR - three"]);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

/// A sink whose every second line is lost.
#[derive(Debug, Default)]
struct EverySecond {
    lines: Mutex<Vec<String>>,
    calls: AtomicUsize,
    flushed: AtomicUsize,
}

impl Sink for EverySecond {
    fn write_line(&self, line: &[u8]) -> io::Result<()> {
        if self.calls.fetch_add(1, Relaxed) % 2 == 1 {
            return Err(io::Error::other("the text of a secret"));
        }
        self.lines.lock().unwrap().push(String::from_utf8(line.to_vec()).unwrap());
        Ok(())
    }

    fn flush(&self) -> io::Result<()> {
        self.flushed.fetch_add(1, Relaxed);
        Ok(())
    }
}

#[test]
fn a_custom_sink_gets_whole_lines() {
    let Some(seen) = alone(|| {
        let sink = Arc::new(EverySecond::default());
        LOGGER.add_handler(Lines::over(Arc::clone(&sink)));
        for number in 0..4 {
            info!(number, "line");
        }
        LOGGER.flush();
        let lines = without_times(&sink.lines.lock().unwrap().concat());
        assert_eq!(lines, ["writers - INFO - line number=0", "writers - INFO - line number=2"]);
        assert_eq!(counted(LOGGER.stats()), stats(2, 2));
        assert_eq!(sink.flushed.load(Relaxed), 1);
        assert!(logkit::logger_tree().to_string().contains("EverySecond"));
    }) else {
        return;
    };
    assert!(
        seen.stderr.starts_with("logkit: writers: EverySecond: a record was lost: "),
        "{}",
        seen.stderr
    );
    assert!(!seen.stderr.contains("secret"), "{}", seen.stderr);
}

#[test]
fn a_writer_may_log_to_another_logger() {
    let Some(seen) = alone(|| {
        let lines = stream(&LOGGER, |_| info!(logger: OTHER, "inner"));
        let others = stream(&OTHER, |_| {});
        info!("one");
        assert_eq!(lines.lines(), ["writers - INFO - one"]);
        assert_eq!(others.lines(), ["writers_too - INFO - inner"]);
        assert_eq!((LOGGER.stats().dropped, OTHER.stats().dropped), (0, 0));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn two_writers_that_log_to_each_others_logger_do_not_hang() {
    const ROUNDS: u64 = 20;
    alone(|| {
        or_abort();
        // Each thread holds its logger's writer when it asks for the other's.
        let both = Arc::new(Barrier::new(2));
        let meet = |barrier: &Arc<Barrier>, other: &'static Logger| {
            let barrier = Arc::clone(barrier);
            move |bytes: &[u8]| {
                if bytes.ends_with(b"outer\n") {
                    barrier.wait();
                    log_inner(other);
                }
            }
        };
        let lines = stream(&LOGGER, meet(&both, &OTHER));
        let others = stream(&OTHER, meet(&both, &LOGGER));
        thread::scope(|scope| {
            scope.spawn(|| (0..ROUNDS).for_each(|_| info!("outer")));
            scope.spawn(|| (0..ROUNDS).for_each(|_| info!(logger: OTHER, "outer")));
        });
        for (logger, lines) in [(&LOGGER, lines), (&OTHER, others)] {
            // 20 lines from each thread: those written and those lost add up to all of them.
            let Stats { written, dropped, .. } = logger.stats();
            assert_eq!(written + dropped, 2 * ROUNDS);
            let text = lines.lines();
            let count = |end: &str| text.iter().filter(|line| line.ends_with(end)).count() as u64;
            assert_eq!(count("INFO - outer"), ROUNDS);
            assert_eq!(count("INFO - outer") + count("INFO - inner"), written);
        }
    });
}

fn log_inner(logger: &'static Logger) {
    if logger.name() == "writers" {
        info!("inner");
    } else {
        info!(logger: OTHER, "inner");
    }
}

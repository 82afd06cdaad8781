//! Writers that panic, log, fail or are closed.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use logkit::handler::{Lines, Stream};
use logkit::sink::Sink;
use logkit::{Format, Level, Logger, Stats, error, info, module_logger};

use crate::{counted, output_of, stats};
use support::alone::{alone, child, is_child, or_abort, seen, succeeded};
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
    let Some(_) = alone(|| {
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
    }) else {
        return;
    };
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
    assert_eq!(seen.stderr, "logkit: writers: a record was lost: resource busy\n");
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

    let Some(_) = alone(|| {
        or_abort();
        LOGGER.add_handler(Stream::new(Endless));
        info!("one");
        info!("two");
        let (written, lost) = counted(LOGGER.stats());
        assert!(written > 4 && lost == 0, "{written} {lost}");
    }) else {
        return;
    };
}

#[test]
fn a_notice_has_the_format_of_its_handler() {
    let Some(_) = alone(|| {
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
    }) else {
        return;
    };
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
    assert!(seen.stderr.starts_with("logkit: writers: a record was lost: "), "{}", seen.stderr);
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
    let Some(_) = alone(|| {
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
    }) else {
        return;
    };
}

fn log_inner(logger: &'static Logger) {
    if logger.name() == "writers" {
        info!("inner");
    } else {
        info!(logger: OTHER, "inner");
    }
}

/// Plays a scene with the given stderr, after its other end has been prepared.
fn with_stderr<F: FnOnce()>(stderr: Stdio, break_it: bool, scene: F) {
    if is_child::<F>() {
        // Waits until the parent has closed the other end.
        let _ = io::stdin().read(&mut [0]);
        return scene();
    }
    let mut child =
        child::<F>().stdin(Stdio::piped()).stderr(stderr).stdout(Stdio::piped()).spawn().unwrap();
    if break_it {
        drop(child.stderr.take());
    }
    succeeded(&output_of(child));
}

#[test]
fn a_closed_reader_is_harmless() {
    with_stderr(Stdio::piped(), true, || {
        for number in 0..1_000 {
            info!(number, "discarded");
        }
        assert_eq!(counted(LOGGER.stats()), stats(0, 1_000));
    });
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_harmless() {
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    with_stderr(full.into(), false, || {
        for number in 0..1_000 {
            info!(number, "there is no room for this");
        }
        assert_eq!(counted(LOGGER.stats()), stats(0, 1_000));
    });
}

#[cfg(target_os = "linux")]
#[test]
fn at_most_one_diagnostic_a_second() {
    // Measured in the child, which prints the result to its stdout.
    let Some(seen) = alone(|| {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        LOGGER.add_handler(Stream::new(full));
        let started = Instant::now();
        let mut lost = 0;
        while started.elapsed() < Duration::from_millis(2_300) {
            info!("the text of a secret");
            lost += 1;
            thread::sleep(Duration::from_millis(1));
        }
        assert_eq!(counted(LOGGER.stats()), stats(0, lost));
        writeln!(io::stdout(), "\n{lost} in {}", started.elapsed().as_secs()).unwrap();
    }) else {
        return;
    };
    let measured = seen.stdout.lines().find_map(|line| line.split_once(" in ")).unwrap();
    let (lost, seconds): (u64, usize) = (measured.0.parse().unwrap(), measured.1.parse().unwrap());
    let said: Vec<&str> = seen.stderr.lines().collect();
    assert!((2..=seconds + 1).contains(&said.len()), "{said:?} in {seconds} s");
    let text = "logkit: writers: a record was lost: No space left on device (os error 28)";
    let reports = said.iter().map(|line| {
        let more = line.strip_prefix(text).unwrap_or_else(|| panic!("{line}"));
        let number = more.strip_prefix(" (").and_then(|more| more.split_once(' '));
        1 + number.map_or(0, |(number, _)| number.parse::<u64>().unwrap())
    });
    // No loss is announced twice; losses after the last line are not announced yet.
    let told: u64 = reports.sum();
    assert!(told > lost / 2 && told <= lost, "{told} of {lost}");
}

fn file(name: &str) -> (PathBuf, File) {
    let path = std::env::temp_dir().join(format!("logkit-{}-{name}", std::process::id()));
    let file = OpenOptions::new().create(true).append(true).open(&path).unwrap();
    (path, file)
}

#[test]
fn lines_logged_before_an_exit_are_in_the_file() {
    let scene = || {
        let (path, file) = file("exit");
        LOGGER.add_handler(Stream::new(file));
        writeln!(io::stdout(), "\n{}", path.display()).unwrap();
        for _ in 0..4 {
            // Logs until the process ends.
            thread::spawn(|| (0..u64::MAX).for_each(|number| info!(number, "busy")));
        }
        for number in 0..1_000 {
            info!(number, "mine");
        }
        std::process::exit(3);
    };
    let output = run_to_the_end(scene);
    let Some(output) = output else { return };
    assert_eq!(output.status.code(), Some(3));
    let seen = seen(&output);
    assert_eq!(seen.stderr, "");
    let path = seen.stdout.lines().find(|line| line.ends_with("-exit")).unwrap();
    let text = fs::read_to_string(path).unwrap();
    fs::remove_file(path).unwrap();
    let mut counts = BTreeMap::new();
    for line in without_times(&text) {
        let (message, number) = line.rsplit_once(" number=").unwrap();
        number.parse::<u64>().unwrap();
        *counts.entry(message.to_owned()).or_insert(0) += 1;
    }
    assert_eq!(counts.remove("writers - INFO - mine"), Some(1_000));
    // Every other line is whole.
    counts.remove("writers - INFO - busy");
    assert_eq!(counts, BTreeMap::new());
}

/// Plays a scene that ends the process in its own way.
fn run_to_the_end<F: FnOnce()>(scene: F) -> Option<std::process::Output> {
    if is_child::<F>() {
        scene();
        return None;
    }
    let child = child::<F>().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    Some(output_of(child))
}

//! 20,000 values that panic after half a secret is written: no piece of it shows, and all other
//! output is complete.

use std::error::Error;
use std::fmt::{self, Debug, Display};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Barrier, Mutex};
use std::thread;

use logkit::handler::{Layered, Stream};
use logkit::{Format, Logger, exception, info, module_logger};

use crate::search::Needles;
use crate::secrets::password;
use support::alone::{alone, or_abort};
use support::lines::without_times;

const ROUNDS: usize = 10_000;
/// The number of threads that log such values, and of those that log beside them.
const THREADS: usize = 2;

#[module_logger("broken", propagate = true)]
static BROKEN: Logger;

#[module_logger("fine")]
static FINE: Logger;

struct Panics(String);

impl Debug for Panics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)?;
        panic!("once it was written: {}", self.0);
    }
}

impl Display for Panics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Debug::fmt(self, f)
    }
}

impl Error for Panics {}

/// Logs such a value, and then lines on the same thread.
fn log_round(thread: usize, round: usize) {
    let value = Panics(password());
    match round % 4 {
        0 => info!(logger: BROKEN, thread, round, ?value, "half"),
        1 => info!(logger: BROKEN, thread, round, %value, "half"),
        2 => info!(logger: BROKEN, thread, round, "half {value}"),
        _ => exception!(logger: BROKEN, value, "half", thread, round),
    }
    info!(logger: FINE, thread, round, "whole");
    tracing::info!(target: "own", thread, round, "the host's");
}

/// The beginning of a line of [`BROKEN`], at INFO and at ERROR, and the text around `%value`.
type Look = ([&'static str; 2], &'static str);

const LOGKITS: Look = (["broken - INFO -", "broken - ERROR -"], "\"");
const HOSTS: Look = ([" INFO broken:", "ERROR broken:"], "");

fn half(([info, error], quote): Look, thread: usize, round: usize) -> String {
    let marker = "[formatting panicked]";
    match round % 4 {
        0 => format!("{info} half thread={thread} round={round} value={marker}"),
        1 => format!("{info} half thread={thread} round={round} value={quote}{marker}{quote}"),
        2 => format!("{info} half {marker} thread={thread} round={round}"),
        _ => format!("{error} half thread={thread} round={round} error={quote}{marker}{quote}"),
    }
}

fn file(name: &str) -> (PathBuf, File) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("panics");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name).with_extension("txt");
    let file = File::create(&path).unwrap();
    (path, file)
}

/// Reads a file's lines, after a check that it contains nothing of the secret.
fn lines(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    if let Some(found) = Needles::of(&password()).find_in(&text) {
        panic!("{}: {found}", path.display());
    }
    without_times(&text)
}

/// Checks that each thread has logged each round once, in order, with the expected text.
fn assert_all(lines: &[String], threads: usize, line: impl Fn(usize, usize) -> String) {
    let mut next = vec![0; threads];
    for seen in lines {
        let (_, number) = seen.split_once("thread=").expect(seen);
        let thread: usize = number[..1].parse().expect(seen);
        assert_eq!(*seen, line(thread, next[thread]));
        next[thread] += 1;
    }
    assert_eq!(next, vec![ROUNDS; threads]);
}

#[test]
fn half_a_secret_never_shows_if_values_panic() {
    let Some(seen) = alone(|| {
        or_abort();
        std::panic::set_hook(Box::new(|_| {}));
        let (own, broken) = file("broken");
        let (layer, layered) = file("layer");
        let (fine, whole) = file("fine");
        let (json, nested) = file("fine_json");
        let (host, hosts) = file("host");
        let text = || tracing_subscriber::fmt::layer().without_time().with_ansi(false);
        BROKEN.add_handler(Stream::new(broken));
        BROKEN.add_handler(Layered::new(text().with_writer(Mutex::new(layered))));
        FINE.add_handler(Stream::new(whole));
        FINE.add_handler(Stream::new(nested).with_format(Format::json()));
        let subscriber = tracing_subscriber::fmt().without_time().with_ansi(false);
        subscriber.with_writer(Mutex::new(hosts)).init();

        let start = Barrier::new(2 * THREADS);
        thread::scope(|scope| {
            for thread in 0..2 * THREADS {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    for round in 0..ROUNDS {
                        if thread < THREADS {
                            log_round(thread, round);
                        } else {
                            info!(logger: FINE, thread, round, "whole");
                        }
                    }
                });
            }
        });

        // Later panics may be printed.
        drop(std::panic::take_hook());
        assert_all(&lines(&own), THREADS, |thread, round| half(LOGKITS, thread, round));
        assert_all(&lines(&layer), THREADS, |thread, round| half(HOSTS, thread, round));
        let (owns, broken): (Vec<_>, Vec<_>) =
            lines(&host).into_iter().partition(|line| line.contains(" own: "));
        assert_all(&broken, THREADS, |thread, round| half(HOSTS, thread, round));
        assert_all(&owns, THREADS, |thread, round| {
            format!(" INFO own: the host's thread={thread} round={round}")
        });
        assert_all(&lines(&fine), 2 * THREADS, |thread, round| {
            format!("fine - INFO - whole thread={thread} round={round}")
        });
        let fields = lines(&json).into_iter().map(|line| {
            let read: serde_json::Value = serde_json::from_str(&line).expect(&line);
            format!("thread={} round={}", read["fields"]["thread"], read["fields"]["round"])
        });
        assert_all(&fields.collect::<Vec<_>>(), 2 * THREADS, |thread, round| {
            format!("thread={thread} round={round}")
        });
        assert_eq!((BROKEN.stats().dropped, FINE.stats().dropped), (0, 0));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

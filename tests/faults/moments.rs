//! Moments at which other loggers abort or hang: destructors of threads, `atexit`, panic hooks, the
//! child of a fork, a closed descriptor.

#![allow(unsafe_code, reason = "libc's atexit, close and dup2 are unsafe to call")]

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, OpenOptions};
use std::io;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use logkit::handler::{Layered, Stream};
use logkit::{Level, Logger, info, module_logger};

use crate::{counted, output_of, stats};
use support::alone::{alone, child_of, is_child_of, or_abort, succeeded};
use support::fork::in_child;
use support::lines::without_times;
use support::shared::Shared;

#[module_logger("moments")]
static LOGGER: Logger;

#[module_logger("moments_too")]
static OTHER: Logger;

/// Logs when it is dropped.
struct LogsInDrop(&'static str);

impl Drop for LogsInDrop {
    fn drop(&mut self) {
        info!(text = "a b", value = ?Some(0.5), "from a destructor of {}", self.0);
    }
}

thread_local! {
    static LAST: RefCell<Option<LogsInDrop>> = const { RefCell::new(None) };
}

const IN_DROP: &str = "moments - INFO - from a destructor of";

#[test]
fn destructors_of_a_thread_may_log() {
    let Some(seen) = alone(|| {
        // Registered before logkit's own thread-locals, so dropped after them, and the other way
        // round.
        let threads = [false, true].map(|logged_before| {
            thread::spawn(move || {
                if logged_before {
                    info!("first");
                }
                LAST.set(Some(LogsInDrop("a thread")));
                if !logged_before {
                    info!("first");
                }
            })
        });
        for thread in threads {
            thread.join().unwrap();
        }
        assert_eq!(counted(LOGGER.stats()), stats(4, 0));
    }) else {
        return;
    };
    let mut lines = seen.errors();
    lines.sort();
    let last = format!("{IN_DROP} a thread text=\"a b\" value=Some(0.5)");
    assert_eq!(lines, ["moments - INFO - first", "moments - INFO - first", &last, &last]);
}

/// A host and a layer that no longer work while a thread ends.
#[test]
fn a_thread_that_ends_may_log_to_tracing_subscriber_layers() {
    alone(|| {
        let (host, layer, lines) = (Shared::default(), Shared::default(), Shared::default());
        tracing_subscriber::fmt().with_writer(host.clone()).init();
        LOGGER
            .add_handler(Layered::new(tracing_subscriber::fmt::layer().with_writer(layer.clone())));
        LOGGER.add_handler(Stream::new(lines.clone()));
        LOGGER.set_propagate(true);
        let end = || {
            LAST.set(Some(LogsInDrop("a thread")));
            info!("first");
        };
        thread::spawn(end).join().unwrap();
        // The logger's own line is written; those of the host and the layer are written or counted.
        assert_eq!(lines.lines().len(), 2);
        assert!(lines.lines()[1].starts_with(IN_DROP), "{lines:?}");
        let count = |lines: &Shared| lines.text().lines().count() as u64;
        let (in_host, in_layer) = (count(&host), count(&layer));
        let lost = (2 - in_host) + (2 - in_layer);
        assert_eq!(counted(LOGGER.stats()), stats(2 + in_layer, lost));
    });
}

#[test]
fn a_panic_hook_may_log() {
    struct Panics;
    impl fmt::Debug for Panics {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("half")?;
            panic!("in a value")
        }
    }

    let Some(seen) = alone(|| {
        std::panic::set_hook(Box::new(|panic| {
            let text = panic.payload().downcast_ref::<&str>().copied().unwrap_or_default();
            info!(text, "from the hook");
        }));
        info!("before {:?} after", Panics);
        assert!(thread::spawn(|| panic!("in a thread")).join().is_err());
        let caught = std::panic::catch_unwind(|| {
            let _logs = LogsInDrop("a thread that panics");
            panic!("in a scope");
        });
        assert!(caught.is_err());
        assert_eq!(counted(LOGGER.stats()), stats(5, 0));
    }) else {
        return;
    };
    let unwinding = format!("{IN_DROP} a thread that panics text=\"a b\" value=Some(0.5)");
    assert_eq!(
        seen.errors(),
        [
            "moments - INFO - from the hook text=\"in a value\"",
            "moments - INFO - before [formatting panicked] after",
            "moments - INFO - from the hook text=\"in a thread\"",
            "moments - INFO - from the hook text=\"in a scope\"",
            &unwinding,
        ]
    );
}

#[test]
fn a_value_may_panic_while_a_panic_unwinds() {
    struct Panics;
    impl fmt::Debug for Panics {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            panic!("in a value")
        }
    }
    impl Drop for Panics {
        fn drop(&mut self) {
            info!(value = ?self, "unwinding");
        }
    }

    let Some(seen) = alone(|| {
        std::panic::set_hook(Box::new(|_| {}));
        let unwound = std::panic::catch_unwind(|| {
            let _value = Panics;
            panic!("in a scope");
        });
        assert!(unwound.is_err());
        info!("the caller goes on");
    }) else {
        return;
    };
    assert_eq!(
        seen.errors(),
        [
            "moments - INFO - unwinding value=[formatting panicked]",
            "moments - INFO - the caller goes on",
        ]
    );
}

#[test]
fn a_writer_may_panic_though_the_hook_logs_to_it() {
    struct Panics;
    impl io::Write for Panics {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            panic!("in a writer")
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    alone(|| {
        or_abort();
        // A second panic would abort the process, so the writer is not called again.
        std::panic::set_hook(Box::new(|_| info!("from the hook")));
        LOGGER.add_handler(Stream::new(Panics));
        info!("one");
        assert_eq!(counted(LOGGER.stats()), stats(0, 2));
    });
}

#[test]
fn a_closed_descriptor_is_harmless() {
    alone(|| {
        // SAFETY: nothing in this process owns descriptor 2.
        assert_eq!(unsafe { libc::close(2) }, 0);
        for number in 0..1_000 {
            info!(number, "there is nowhere for this");
        }
        let counts = counted(LOGGER.stats());
        // Restores descriptor 2 for the test harness; stdout is good enough.
        // SAFETY: as above.
        assert_eq!(unsafe { libc::dup2(1, 2) }, 2);
        assert_eq!(counts, stats(0, 1_000));
    });
}

#[test]
fn timed_overrides_end_in_the_child_of_a_fork_too() {
    let Some(seen) = alone(|| {
        or_abort();
        // The parent has a thread that ends overrides, which the child does not have.
        OTHER.override_level_for(Level::Error, Duration::from_secs(3_600));
        LOGGER.override_level_for(Level::Error, Duration::from_millis(1));
        while LOGGER.level() != Level::Info.into() {
            thread::sleep(Duration::from_millis(1));
        }
        // The fork must not happen while that thread goes to sleep, holding its lock.
        thread::sleep(Duration::from_millis(100));
        let ended = in_child(|| {
            LOGGER.override_level_for(Level::Debug, Duration::from_millis(5));
            while LOGGER.level() != Level::Info.into() {
                thread::sleep(Duration::from_millis(1));
            }
        });
        assert!(ended);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

const FORKS: u32 = 100;

static DONE: AtomicBool = AtomicBool::new(false);

#[test]
fn children_of_a_fork_log() {
    let scene = || {
        or_abort();
        let path = std::env::temp_dir().join(format!("logkit-{}-fork", std::process::id()));
        let file = OpenOptions::new().create_new(true).append(true).open(&path).unwrap();
        OTHER.add_handler(Stream::new(file));
        // The first line reads the time zone and registers the loggers. If another thread does that
        // during a fork, the child works without the result.
        info!(thread = 0, number = 0, "parent");
        info!(logger: OTHER, thread = 0, number = 0, "parent");
        let busy: Vec<_> = (0..4)
            .map(|thread| {
                thread::spawn(move || {
                    let mut number = 1_u32;
                    while !DONE.load(Relaxed) {
                        info!(logger: OTHER, thread, number, "parent");
                        if number % 16 == 0 {
                            info!(thread, number, "parent");
                        }
                        number += 1;
                    }
                    number
                })
            })
            .collect();
        let hung = (0..FORKS).find(|number| !fork_and_log(*number));
        DONE.store(true, Relaxed);
        let sent: Vec<u32> = busy.into_iter().map(|thread| thread.join().unwrap()).collect();
        let text = fs::read_to_string(&path).unwrap();
        fs::remove_file(&path).unwrap();
        assert_eq!(hung, None);
        assert_eq!(assert_whole(&without_times(&text), "moments_too"), sent);
        assert!(counted(OTHER.stats()).1 == 0 && counted(LOGGER.stats()).1 == 0);
    };
    if is_child_of(&scene) {
        return scene();
    }
    let child = child_of(&scene).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let seen = succeeded(&output_of(child));
    assert_whole(&seen.errors(), "moments");
}

/// Logs in a child; returns whether the child ended.
fn fork_and_log(number: u32) -> bool {
    in_child(|| {
        info!(number, "child");
        info!(logger: OTHER, number, "child");
    })
}

/// Checks that every line is whole and occurs once, and that each thread's lines are in order;
/// returns how many each thread wrote.
fn assert_whole(lines: &[String], name: &str) -> Vec<u32> {
    let mut children = BTreeSet::new();
    let mut next = vec![0; 4];
    for line in lines {
        if let Some(number) = line.strip_prefix(&format!("{name} - INFO - child number=")) {
            assert!(children.insert(number.parse::<u32>().expect(line)), "{line}");
            continue;
        }
        let rest = line.strip_prefix(&format!("{name} - INFO - parent thread=")).expect(line);
        let (thread, number) = rest.split_once(" number=").expect(line);
        let next = &mut next[thread.parse::<usize>().expect(line)];
        let number: u32 = number.parse().expect(line);
        assert!(number >= *next, "{line}");
        *next = number + 1;
    }
    assert_eq!(children, (0..FORKS).collect());
    next
}

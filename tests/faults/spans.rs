//! Moments at which a host's spans are not available: the line is written without them.

use std::cell::RefCell;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

use logkit::handler::{Memory, Stream};
use logkit::{Logger, info, module_logger};
use tracing_subscriber::layer::SubscriberExt as _;

use crate::counted;
use crate::stats;
use support::alone::{alone, or_abort};
use support::fork::in_child;
use support::shared::Shared;

#[module_logger("span_faults")]
static LOGGER: Logger;

fn install_host() {
    let host = tracing_subscriber::registry().with(logkit::layer().with_handler(Memory::new()));
    tracing::subscriber::set_global_default(host).unwrap();
}

struct LogsInDrop;

impl Drop for LogsInDrop {
    fn drop(&mut self) {
        info!("from a destructor");
    }
}

thread_local! {
    static LAST: RefCell<Option<LogsInDrop>> = const { RefCell::new(None) };
}

#[test]
fn a_thread_that_ends_within_a_span_may_log() {
    alone(|| {
        install_host();
        let lines = Shared::default();
        LOGGER.add_handler(Stream::new(lines.clone()));
        for logged_before in [false, true] {
            let end = move || {
                let span = tracing::info_span!("job", logged_before);
                // Never exited: the thread ends within the span.
                std::mem::forget(span.clone().entered());
                if logged_before {
                    info!("first");
                }
                LAST.set(Some(LogsInDrop));
                if !logged_before {
                    info!("first");
                }
            };
            thread::spawn(end).join().unwrap();
        }
        let lines = lines.lines();
        assert_eq!(lines.len(), 4, "{lines:?}");
        assert!(lines[1].starts_with("span_faults - INFO - from a destructor"), "{lines:?}");
        assert!(lines[3].starts_with("span_faults - INFO - from a destructor"), "{lines:?}");
        assert_eq!(counted(LOGGER.stats()), stats(4, 0));
    });
}

static DONE: AtomicBool = AtomicBool::new(false);

#[test]
fn children_of_a_fork_log_within_spans_that_others_are_making() {
    alone(|| {
        or_abort();
        install_host();
        let lines = Shared::default();
        LOGGER.add_handler(Stream::new(lines.clone()));
        info!("the first of all");
        let busy: Vec<_> = (0..4)
            .map(|thread| {
                thread::spawn(move || {
                    while !DONE.load(Relaxed) {
                        let span = tracing::info_span!("busy", thread, later = 1);
                        span.in_scope(|| info!("busy"));
                    }
                })
            })
            .collect();
        let span = tracing::info_span!("forking", id = 7).entered();
        let hung = (0..50).find(|_| {
            !in_child(|| {
                info!("child");
                let span = tracing::info_span!("own", id = 8);
                span.in_scope(|| info!("child"));
            })
        });
        DONE.store(true, Relaxed);
        drop(span);
        for thread in busy {
            thread.join().unwrap();
        }
        assert_eq!(hung, None);
    });
}

/// Half a value may be half a secret, in a span as in a line.
#[test]
fn a_value_that_panics_while_a_span_is_made_leaves_a_marker() {
    struct Panics;
    impl fmt::Debug for Panics {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("half")?;
            panic!("in a value")
        }
    }
    alone(|| {
        install_host();
        let lines = Shared::default();
        LOGGER.add_handler(Stream::new(lines.clone()));
        let _span = tracing::info_span!("job", value = ?Panics, id = 7).entered();
        info!("x");
        assert_eq!(
            lines.lines(),
            ["span_faults - INFO - x span=job{value=[formatting panicked] id=7}"]
        );
    });
}

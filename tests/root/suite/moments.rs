//! Moments at which a process logs through `init`: the end of a thread, a handler, a panic.

use std::cell::RefCell;
use std::io;

use logkit::handler::Handler;
use logkit::{Level, Record};

use super::claimed;
use support::alone::{alone, or_abort};

struct LogsInDrop;

impl Drop for LogsInDrop {
    fn drop(&mut self) {
        tracing::warn!(target: "hyper", "from a destructor");
        log::warn!(target: "reqwest", "from a destructor");
        claimed::deeper::log();
    }
}

thread_local! {
    static LAST: RefCell<Option<LogsInDrop>> = const { RefCell::new(None) };
}

#[test]
fn destructors_of_a_thread_may_log() {
    let Some(seen) = alone(|| {
        or_abort();
        let _logkit = logkit::init();
        for logged_before in [false, true] {
            std::thread::spawn(move || {
                if logged_before {
                    tracing::warn!(target: "hyper", "first");
                }
                LAST.set(Some(LogsInDrop));
                if !logged_before {
                    tracing::warn!(target: "hyper", "first");
                }
            })
            .join()
            .unwrap();
        }
    }) else {
        return;
    };
    let end = [
        "hyper - WARNING - first",
        "hyper - WARNING - from a destructor",
        "reqwest - WARNING - from a destructor",
        "shop.till - INFO - from deeper",
    ];
    let lines: Vec<String> =
        seen.errors().into_iter().filter(|line| line.contains(" - ")).collect();
    assert_eq!(lines, [end, end].concat(), "{}", seen.stderr);
}

/// A handler that logs as third parties do.
struct Chatty;

impl Handler for Chatty {
    fn emit(&self, _: &Record<'_>) -> io::Result<()> {
        tracing::warn!(target: "hyper", "from a handler");
        log::warn!(target: "reqwest", "from a handler");
        tracing::info_span!(target: "app", "in a handler").in_scope(claimed::deeper::log);
        Ok(())
    }
}

#[test]
fn handlers_may_log_as_third_parties_do() {
    alone(|| {
        or_abort();
        let layer = logkit::layer().with_handler(Chatty).with_level(Level::Trace);
        let _logkit = layer.init();
        claimed::LOGGER.add_handler(Chatty);
        tracing::warn!(target: "hyper", "outer");
        let root = logkit::logger_tree().rows().next().unwrap().stats();
        assert!(root.written >= 3 && root.dropped > 0, "{root:?}");
    });
}

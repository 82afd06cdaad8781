//! The records that a capture sees, and its effects on the rest of the program.

use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::thread;

use logkit::handler::Memory;
use logkit::testing::{capture, capture_named, handover};
use logkit::{
    Level, LevelFilter, Logger, Value, debug, error, exception, info, masked, module_logger, trace,
    warn,
};
use support::lines;
use tracing_subscriber::layer::SubscriberExt as _;

use super::{panic_of, third_party};

#[test]
fn values_keep_their_types_and_their_masks() {
    #[module_logger("typed")]
    static LOGGER: Logger;
    #[derive(logkit::Redact)]
    struct Login {
        user: &'static str,
        #[redact]
        #[expect(dead_code, reason = "it is only masked")]
        password: &'static str,
    }
    let logs = capture(&LOGGER);
    let login = Login { user: "ada", password: "hunter2" };
    info!(count = 3_u8, ratio = 0.5, ok = true, name = "x", ?login, absent = None::<u8>, "typed");
    info!(password = masked("hunter2"), "secret");
    let error = std::io::Error::other("no route");
    exception!(error, "failed");

    let records = logs.records();
    let field = |name| records[0].field(name).unwrap();
    assert!(matches!(field("count"), Value::U64(3)));
    assert!(matches!(field("ratio"), Value::F64(0.5)));
    assert!(matches!(field("ok"), Value::Bool(true)));
    assert!(matches!(field("name"), Value::Str("x")));
    assert!(matches!(field("login"), Value::Redact(_)));
    assert!(records[0].field("absent").is_none());
    assert_eq!(records[2].error().unwrap().to_string(), "no route");
    assert_eq!(records[0].module_path(), Some(module_path!()));
    assert_eq!(
        logs.lines(),
        [
            "typed - INFO - typed count=3 ratio=0.5 ok=true name=x login=Login { user: \"ada\", \
             password: [redacted] }",
            "typed - INFO - secret password=[redacted]",
            "typed - ERROR - failed error=\"no route\"",
        ]
    );
    assert!(!format!("{logs:?}").contains("hunter2"));
}

#[test]
fn spans_of_the_host_are_kept() {
    #[module_logger("within_spans")]
    static LOGGER: Logger;
    let host = tracing_subscriber::registry().with(logkit::layer());
    let logs = capture(&LOGGER);
    tracing::subscriber::with_default(host, || {
        let _request = tracing::info_span!("request", id = 7, token = "s3cr3t").entered();
        debug!("inside");
    });
    let records = logs.records();
    let spans: Vec<String> = records[0]
        .spans()
        .map(|span| {
            let fields = span.fields().map(|(name, value)| format!("{name}={value}"));
            format!("{} {}", span.name(), fields.collect::<Vec<_>>().join(" "))
        })
        .collect();
    assert_eq!(spans, ["request id=7 token=[redacted]"]);
}

#[test]
fn every_level_is_captured_and_handlers_notice_nothing() {
    #[module_logger("lowered", level = "warning")]
    static LOGGER: Logger;
    let memory = Memory::new();
    LOGGER.add_handler(memory.clone());
    let before = LOGGER.stats();

    let logs = capture(&LOGGER);
    let errors = capture(&LOGGER).with_level(Level::Error);
    trace!("1");
    debug!("2");
    warn!("3");
    error!("4");
    assert_eq!(logs.records().len(), 4);
    assert_eq!(errors.lines(), ["lowered - ERROR - 4"]);
    assert_eq!(lines::of(&memory), ["lowered - WARNING - 3", "lowered - ERROR - 4"]);
    assert_eq!(LOGGER.level(), LevelFilter::WARNING);
    // Neither counted as written nor as lost.
    let counted = (LOGGER.stats().written - before.written, LOGGER.stats().dropped);
    assert_eq!(counted, (2, 0));

    // A level that is set meanwhile holds for the handlers.
    LOGGER.set_level(Level::Debug);
    trace!("5");
    debug!("6");
    assert_eq!(logs.take().len(), 6);
    assert_eq!(memory.records().len(), 3);
    drop(logs);
    trace!("7");
    assert_eq!(errors.records().len(), 1);
    drop(errors);
    assert!(!LOGGER.is_enabled_for(Level::Trace) && LOGGER.is_enabled_for(Level::Debug));
    assert_eq!(memory.records().len(), 3);
}

#[test]
fn a_name_captures_the_loggers_below_it_and_no_others() {
    #[module_logger("tree.left", level = "off")]
    static LEFT: Logger;
    #[module_logger("treehouse")]
    static HOUSE: Logger;
    let logs = capture_named("tree");
    debug!(logger: LEFT, "left");
    info!(logger: HOUSE, "house");
    assert_eq!(logs.lines(), ["tree.left - DEBUG - left"]);
    assert!(logs.contains("left") && !logs.contains("house"));
}

#[test]
fn third_parties_are_captured_as_far_as_a_layer_passes_them() {
    let host = tracing_subscriber::registry().with(logkit::layer().with_level(Level::Info));
    let logs = capture_named("somebody::net");
    tracing::subscriber::with_default(host, third_party);
    assert_eq!(logs.lines(), ["somebody::net::tls - INFO - sent bytes=5"]);
}

/// Logs while it is formatted.
struct Chatty;

impl fmt::Debug for Chatty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        info!(logger: CHATTY, value = ?Chatty, "again");
        f.write_str("chatty")
    }
}

/// Panics while it is formatted.
struct Panics;

impl fmt::Debug for Panics {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic!("scripted")
    }
}

#[module_logger("chatty")]
static CHATTY: Logger;

#[test]
fn values_that_log_or_panic_harm_no_capture() {
    let logs = capture(&CHATTY);
    info!(logger: CHATTY, value = ?Chatty, "outer");
    let outer = logs.lines().into_iter().find(|line| line.contains(" outer ")).unwrap();
    assert_eq!(outer, "chatty - INFO - outer value=chatty");
    assert!(logs.contains("again"));
    logs.take();
    info!(logger: CHATTY, value = ?Panics, "outer");
    assert_eq!(logs.lines(), ["chatty - INFO - outer value=[formatting panicked]"]);
}

#[test]
fn threads_and_tasks_are_captured_by_handover_only() {
    #[module_logger("handed")]
    static LOGGER: Logger;
    let logs = capture(&LOGGER);
    let inner = handover();
    thread::scope(|scope| {
        scope.spawn(|| info!("unseen"));
        scope.spawn(|| {
            // Several handovers of one capture see a record once.
            inner.run(|| handover().run(|| info!("seen")));
            info!("unseen");
        });
    });
    assert_eq!(logs.lines(), ["handed - INFO - seen"]);

    // A task that waits once, polled by two threads.
    let mut waited = false;
    let wait = std::future::poll_fn(move |_| {
        if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }
    });
    let mut task = pin!(handover().follow(async {
        info!("first");
        wait.await;
        info!("second");
    }));
    for ready in [false, true] {
        let task = task.as_mut();
        thread::scope(|scope| {
            let poll = move || task.poll(&mut Context::from_waker(Waker::noop())).is_ready();
            assert_eq!(scope.spawn(poll).join().unwrap(), ready);
        });
    }
    info!("third");
    assert_eq!(
        logs.lines()[1..],
        ["handed - INFO - first", "handed - INFO - second", "handed - INFO - third"]
    );

    // A handover keeps no capture alive.
    let handed = handover();
    drop(logs);
    handed.run(|| info!("unseen"));
    assert!(!LOGGER.is_enabled_for(Level::Debug));
}

#[test]
fn all_threads_can_be_captured() {
    #[module_logger("everywhere")]
    static LOGGER: Logger;
    let logs = capture(&LOGGER).with_all_threads();
    thread::scope(|scope| {
        for number in 0..4 {
            scope.spawn(move || debug!(number, "one of four"));
        }
    });
    info!("here");
    assert_eq!(logs.records().len(), 5);
}

#[test]
fn failures_say_what_there_is() {
    #[module_logger("asserted")]
    static LOGGER: Logger;
    let logs = capture(&LOGGER);
    logs.assert_empty();
    assert_eq!(
        panic_of(|| logs.assert_logged(Level::Info, "x")),
        "no INFO of `asserted` contains `x`; this thread has logged nothing to it (for other \
         threads, see `logkit::testing::handover` and `Capture::with_all_threads`)"
    );
    info!(order_id = 7, "packed");
    logs.assert_logged(Level::Info, "packed order_id=7");
    assert_eq!(
        panic_of(|| logs.assert_logged(Level::Error, "packed")),
        "no ERROR of `asserted` contains `packed`; there are\n    asserted - INFO - packed order_id=7"
    );
    assert_eq!(
        panic_of(|| logs.assert_empty()),
        "expected no record, but there are\n    asserted - INFO - packed order_id=7"
    );
    assert_eq!(
        panic_of(|| capture_named("assertde").assert_logged(Level::Info, "x")),
        "no INFO of `assertde` contains `x`; no logger has this name, the nearest is `asserted`"
    );
}

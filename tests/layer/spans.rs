//! The host's spans around a record.

use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier, Mutex, PoisonError};
use std::time::Duration;
use std::{fmt, io, thread};

use logkit::handler::{Color, Handler, Memory, Stream};
use logkit::{Logger, Record, info, module_logger};
use serde_json::json;
use tracing::field::Empty;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::{hear, listening};
use support::alone::alone;
use support::host::Host;
use support::shared::Shared;

#[module_logger("spans.others")]
static OTHER: Logger;

/// Runs code while the handler is the isolated logger's; no other test logs to it.
fn with_handler(handler: impl Handler, code: impl FnOnce()) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    OTHER.set_handlers(vec![Box::new(handler)]);
    code();
    OTHER.clear_handlers();
}

/// Returns an isolated logger's lines while the code runs under a host with the layer.
fn isolated(code: impl FnOnce()) -> Vec<String> {
    let memory = Memory::new();
    with_handler(memory.clone(), || drop(hear(code)));
    support::lines::of(&memory)
}

#[test]
fn an_isolated_logger_shows_the_host_s_spans() {
    let lines = isolated(|| {
        let _request = tracing::info_span!("request", id = 7, user = "Ada L").entered();
        info!(logger: OTHER, cents = 3, "outer");
        let _query = tracing::debug_span!("query").entered();
        info!(logger: OTHER, "inner");
    });
    assert_eq!(
        lines,
        [
            "spans.others - INFO - outer cents=3 span=request{id=7 user=\"Ada L\"}",
            "spans.others - INFO - inner span=request{id=7 user=\"Ada L\"}:query",
        ]
    );
}

#[test]
fn json_nests_them() {
    let heard = hear(|| {
        let _request = tracing::info_span!("request", id = 7, ok = true).entered();
        let _query = tracing::info_span!("query").entered();
        tracing::info!("x");
    });
    assert_eq!(
        heard.json[0]["span"],
        json!([{"name": "request", "fields": {"id": 7, "ok": true}}, {"name": "query"}])
    );
    assert_eq!(hear(|| tracing::info!("x")).json[0].get("span"), None);
}

#[test]
fn fields_recorded_later_occur_once() {
    let heard = hear(|| {
        let span = tracing::info_span!("request", id = 7, status = Empty, user = Empty);
        let _entered = span.enter();
        span.record("status", 200);
        tracing::info!("first");
        span.record("status", 404).record("user", "ada");
        tracing::info!("second");
    });
    let spans: Vec<&str> =
        heard.lines.iter().map(|line| line.split_once(" span=").unwrap().1).collect();
    assert_eq!(spans, ["request{id=7 status=200}", "request{id=7 status=404 user=ada}"]);
}

#[test]
fn a_span_shows_fields_recorded_late() {
    let heard = hear(|| {
        let span = tracing::info_span!("request", status = Empty);
        span.in_scope(|| tracing::info!("none"));
        span.record("status", 200);
        span.in_scope(|| tracing::info!("one"));
    });
    assert!(heard.lines[0].ends_with("none span=request"));
    assert!(heard.lines[1].ends_with("one span=request{status=200}"));
}

#[test]
fn an_explicit_parent_counts() {
    let lines = isolated(|| {
        let (a, b) = (tracing::info_span!("a", x = 1), tracing::info_span!("b"));
        let _entered = b.enter();
        info!(logger: OTHER, parent: &a, "in a");
        info!(logger: OTHER, parent: None, "in none");
        info!(logger: OTHER, "in b");
    });
    let rest: Vec<&str> =
        lines.iter().map(|line| line.strip_prefix("spans.others - INFO - ").unwrap()).collect();
    assert_eq!(rest, ["in a span=a{x=1}", "in none", "in b span=b"]);
}

#[test]
fn a_span_of_another_thread_goes_where_it_is_entered() {
    let lines = isolated(|| {
        let span = tracing::info_span!("job", id = 1);
        let dispatch = tracing::dispatcher::get_default(Clone::clone);
        let log = || {
            tracing::dispatcher::with_default(&dispatch, || {
                span.in_scope(|| info!(logger: OTHER, "there"));
            });
        };
        thread::scope(|scope| scope.spawn(log).join().unwrap());
        info!(logger: OTHER, "here");
    });
    assert_eq!(lines, ["spans.others - INFO - there span=job{id=1}", "spans.others - INFO - here"]);
}

#[test]
fn names_are_known_without_the_layer_and_nothing_under_another_subscriber() {
    let memory = Memory::new();
    let log = || {
        let _span = tracing::info_span!("request", password = "hunter2").entered();
        info!(logger: OTHER, "x");
    };
    with_handler(memory.clone(), || {
        tracing::subscriber::with_default(tracing_subscriber::registry(), log);
        tracing::subscriber::with_default(Host::new(), log);
    });
    let lines = memory.lines();
    assert!(lines[0].ends_with("spans.others - INFO - x span=request"), "{lines:?}");
    assert!(lines[1].ends_with("spans.others - INFO - x"), "{lines:?}");
}

#[test]
fn no_value_can_forge_the_end_of_a_span() {
    let heard = hear(|| {
        let evil = "} span=root{admin=true";
        let _span = tracing::info_span!("a", evil, brace = "}", "k e y" = "\n").entered();
        tracing::info!("x");
    });
    let span = heard.lines[0].split_once(" span=").unwrap().1;
    assert_eq!(span, r#"a{evil="} span=root{admin=true" brace="}" "k e y"="\n"}"#);
}

#[test]
fn no_formatted_value_can_forge_the_end_of_a_span() {
    // `tracing` hands the `Display` of a `%value` on as a `Debug`.
    let span = |evil: &str| {
        let heard = hear(|| {
            let _span = tracing::info_span!("a", %evil, late = Empty).entered();
            tracing::Span::current().record("late", tracing::field::debug(format_args!("{evil}")));
            tracing::info!("x");
        });
        heard.lines[0].split_once(" span=").unwrap().1.to_owned()
    };
    assert_eq!(span("ada}:admin{"), r#"a{evil="ada}:admin{" late="ada}:admin{"}"#);
    assert_eq!(span("}"), r#"a{evil="}" late="}"}"#);
    assert_eq!(span("{"), r#"a{evil="{" late="{"}"#);
    assert_eq!(span(r#""}"#), r#"a{evil="\"}" late="\"}"}"#);
    // Text that shows its own end needs no quotes.
    assert_eq!(span("Card { id: 7 }"), "a{evil=Card { id: 7 } late=Card { id: 7 }}");
    assert_eq!(span(r#""}""#), r#"a{evil="}" late="}"}"#);
}

#[test]
fn no_name_can_forge_the_end_of_a_span() {
    let heard = hear(|| {
        let _span = tracing::info_span!("a:b{c=1}", "d}:root{e" = 1, "f:g" = 2).entered();
        tracing::info!("x");
    });
    let span = heard.lines[0].split_once(" span=").unwrap().1;
    assert_eq!(span, r#""a:b{c=1}"{"d}:root{e"=1 f:g=2}"#);
    let heard = hear(|| {
        let _span = tracing::info_span!("a:root").entered();
        tracing::info!("x");
    });
    assert!(heard.line().ends_with(r#" span="a:root""#), "{}", heard.line());
}

#[test]
fn a_handler_sees_names_and_fields() {
    #[derive(Clone, Default)]
    struct Spans(Arc<Mutex<Vec<String>>>);
    impl Handler for Spans {
        fn emit(&self, record: &Record<'_>) -> io::Result<()> {
            for span in record.spans() {
                let fields: Vec<String> =
                    span.fields().map(|(key, value)| format!("{key}:{value}")).collect();
                self.0.lock().unwrap().push(format!("{} {}", span.name(), fields.join(",")));
            }
            Ok(())
        }
    }
    let spans = Spans::default();
    with_handler(spans.clone(), || {
        hear(|| {
            let _span = tracing::info_span!("request", id = 7, pin = 1234).entered();
            info!(logger: OTHER, "x");
        });
    });
    assert_eq!(*spans.0.lock().unwrap(), ["request id:7,pin:[redacted]"]);
}

/// `tracing_subscriber`'s `fmt` layer locks a span's extensions while it formats a value that is
/// recorded later; code that asks for them there would wait for itself.
#[test]
fn a_value_that_logs_while_a_span_records_it_does_not_hang() {
    struct Logs;
    impl fmt::Debug for Logs {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            info!(logger: OTHER, "from within");
            f.write_str("logs")
        }
    }
    alone(|| {
        let (layer, heard) = listening();
        let memory = Memory::new();
        OTHER.add_handler(memory.clone());
        let fmt = tracing_subscriber::fmt::layer().with_writer(Shared::default());
        let host = tracing_subscriber::registry().with(fmt).with(layer);
        tracing::subscriber::set_global_default(host).unwrap();
        let (done, wait) = channel();
        thread::spawn(move || {
            let span = tracing::info_span!("request", value = Empty, id = 7);
            let _entered = span.enter();
            span.record("value", tracing::field::debug(Logs));
            tracing::info!("after");
            done.send(()).unwrap();
        });
        wait.recv_timeout(Duration::from_secs(20)).expect("no thread hangs");
        assert!(heard().lines[0].ends_with("after span=request{id=7 value=logs}"));
        // Once for each of the two layers, with the span's state at that time.
        let lines = memory.lines();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines.iter().all(|line| line.ends_with("from within span=request{id=7}")));
    });
}

#[test]
fn a_closed_span_leaves_nothing_behind() {
    // Ids are reused: if a closed span's fields were kept, the next span would show them.
    let heard = hear(|| {
        for id in 0..100 {
            let span = tracing::info_span!("request", id, token = Empty);
            span.in_scope(|| tracing::info!("x"));
        }
        for _ in 0..100 {
            let span = tracing::info_span!("bare", id = Empty, token = Empty);
            span.in_scope(|| tracing::info!("y"));
        }
    });
    assert!(heard.lines[..100].iter().all(|line| line.contains(" span=request{id=")));
    assert!(heard.lines[100..].iter().all(|line| line.ends_with("y span=bare")));
}

#[test]
fn many_threads_make_and_close_spans_at_once() {
    let (layer, heard) = listening();
    let dispatch = tracing::Dispatch::new(tracing_subscriber::registry().with(layer));
    thread::scope(|scope| {
        for thread in 0..8_u32 {
            let dispatch = dispatch.clone();
            scope.spawn(move || {
                tracing::dispatcher::with_default(&dispatch, || {
                    for round in 0..200_u32 {
                        let span = tracing::info_span!("job", thread, round, done = Empty);
                        let _entered = span.enter();
                        span.record("done", true);
                        tracing::info!(thread, round);
                    }
                });
            });
        }
    });
    let lines = heard().lines;
    assert_eq!(lines.len(), 8 * 200);
    for line in lines {
        let (fields, span) = line.split_once(" span=job{").unwrap();
        let fields = fields.rsplit_once(" - ").unwrap().1;
        assert_eq!(format!("{fields} done=true}}"), span);
    }
}

#[test]
fn fields_recorded_by_many_threads_are_all_kept() {
    let heard = hear(|| {
        let [a, b, c, d] = [const { Empty }; 4];
        let span = tracing::info_span!("s", a, b, c, d);
        let start = Barrier::new(4);
        for round in 0..200 {
            thread::scope(|threads| {
                for field in ["a", "b", "c", "d"] {
                    let (span, start) = (&span, &start);
                    threads.spawn(move || {
                        start.wait();
                        span.record(field, round);
                    });
                }
            });
            span.in_scope(|| tracing::info!(round));
        }
    });
    for (round, line) in heard.json.iter().enumerate() {
        let fields = line["span"][0]["fields"].as_object().unwrap();
        let values: Vec<&serde_json::Value> = fields.values().collect();
        assert_eq!(values, [round; 4], "{line}");
    }
}

#[test]
fn the_format_is_the_same_in_color() {
    let text = Shared::default();
    let stream = Stream::new(text.clone()).with_color(Color::Always);
    with_handler(stream, || {
        hear(|| {
            let _span = tracing::info_span!("request", id = 7).entered();
            info!(logger: OTHER, "x");
        });
    });
    let text = text.text();
    assert!(text.contains("\u{1b}[0;34mspan=\u{1b}[0mrequest{id=7}"), "{text:?}");
}

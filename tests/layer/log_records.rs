//! The `log` crate's records with their key-values.

use std::cell::Cell;
use std::fmt;

use log::kv::{Error, Key, Source, Value, VisitSource};
use log::{Level, Log as _, Record};
use logkit::handler::{Layered, Memory};
use logkit::{Format, LogBridge};

use support::alone::alone;
use support::shared::Shared;

fn bridge(format: Format) -> (LogBridge, Memory) {
    let memory = Memory::new().with_format(format);
    let layer = logkit::layer().with_handler(memory.clone()).with_level(logkit::Level::Debug);
    (layer.log_bridge(), memory)
}

#[test]
fn key_values_are_fields_and_masked_by_name() {
    let pairs = [
        ("user", Value::from("ada")),
        ("password", Value::from("hunter2")),
        ("X-Auth-Token", Value::from("s3cr3t")),
        ("port", Value::from(443_u64)),
        ("delta", Value::from(-1)),
        ("ratio", Value::from(0.5)),
        ("ok", Value::from(true)),
    ];
    let log = |bridge: &LogBridge| {
        bridge.log(
            &Record::builder()
                .level(Level::Info)
                .target("reqwest")
                .args(format_args!("sent {}", 3))
                .key_values(&pairs.as_slice())
                .build(),
        );
    };
    let (text, memory) = bridge(Format::standard());
    log(&text);
    assert_eq!(
        support::lines::of(&memory)[0],
        "reqwest - INFO - sent 3 user=ada password=[redacted] X-Auth-Token=[redacted] port=443 \
         delta=-1 ratio=0.5 ok=true"
    );
    let (json, memory) = bridge(Format::json());
    log(&json);
    let line: serde_json::Value = serde_json::from_str(&memory.lines()[0]).unwrap();
    assert_eq!(line["logger"], "reqwest");
    assert_eq!(line["fields"]["password"], "[redacted]");
    assert_eq!(line["fields"]["port"], 443);
}

/// As in a statement of logkit's, in every format and under the name of a secret, too.
#[test]
fn a_key_without_a_value_is_left_out() {
    use log::kv::ToValue as _;
    let (none, some, text) = (None::<u64>, Some(3), None::<&str>);
    let pairs = [
        ("user", none.to_value()),
        ("retries", some.to_value()),
        ("text", text.to_value()),
        ("null", Value::null()),
        ("unit", ().to_value()),
        ("password", none.to_value()),
        ("last", Value::from(7)),
    ];
    let log = |format: Format| {
        let (bridge, memory) = bridge(format);
        bridge.log(
            &Record::builder()
                .level(Level::Info)
                .target("reqwest")
                .args(format_args!("sent"))
                .key_values(&pairs.as_slice())
                .build(),
        );
        memory
    };
    let text = log(Format::standard());
    assert_eq!(support::lines::of(&text), ["reqwest - INFO - sent retries=3 last=7"]);
    let line: serde_json::Value = serde_json::from_str(&log(Format::json()).lines()[0]).unwrap();
    assert_eq!(line["fields"], serde_json::json!({"retries": 3, "last": 7}));
}

#[test]
fn it_has_the_layers_level() {
    let (bridge, memory) = bridge(Format::standard());
    for level in [Level::Error, Level::Warn, Level::Info, Level::Debug, Level::Trace] {
        bridge.log(&Record::builder().level(level).target("x").args(format_args!("m")).build());
    }
    let levels: Vec<String> =
        memory.records().iter().map(|record| record.level().to_string()).collect();
    assert_eq!(levels, ["ERROR", "WARNING", "INFO", "DEBUG"]);
}

/// A bridge to a layer that is a handler, and the layer's output.
fn bridge_to_a_layer() -> (LogBridge, Shared) {
    let text = Shared::default();
    let fmt = tracing_subscriber::fmt::layer().without_time().with_ansi(false);
    let layer = logkit::layer().with_handler(Layered::new(fmt.with_writer(text.clone())));
    (layer.log_bridge(), text)
}

fn warn(bridge: &LogBridge, target: &str, pairs: &[(&str, &str)]) {
    let message = format_args!("sent");
    let record = Record::builder()
        .level(Level::Warn)
        .target(target)
        .args(message)
        .key_values(&pairs)
        .build();
    bridge.log(&record);
}

#[test]
fn a_layer_gets_them_under_their_own_target_and_names() {
    let (bridge, text) = bridge_to_a_layer();
    // One call site, with a different record each time.
    warn(&bridge, "reqwest", &[("user", "ada"), ("api_key", "s3cr3t")]);
    warn(&bridge, "reqwest", &[("api_key", "s3cr3t"), ("port", "443")]);
    warn(&bridge, "hyper", &[]);
    warn(&bridge, "reqwest", &[("user", "bob"), ("api_key", "s3cr3t")]);
    assert_eq!(
        text.text().lines().collect::<Vec<_>>(),
        [
            " WARN reqwest: sent user=\"ada\" api_key=[redacted]",
            " WARN reqwest: sent api_key=[redacted] port=\"443\"",
            " WARN hyper: sent",
            " WARN reqwest: sent user=\"bob\" api_key=[redacted]",
        ]
    );
}

/// Metadata that differs for each record must not fill the memory.
#[test]
fn beyond_a_limit_of_statements_a_layer_gets_only_messages() {
    alone(|| {
        let (bridge, text) = bridge_to_a_layer();
        warn(&bridge, "first", &[("user", "ada"), ("api_key", "s3cr3t")]);
        for number in 0..5_000 {
            warn(&bridge, &format!("peer-{number}"), &[("user", "ada"), ("api_key", "s3cr3t")]);
        }
        warn(&bridge, "first", &[("user", "ada"), ("api_key", "s3cr3t")]);
        let text = text.text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 5_002);
        assert_eq!(lines[1], " WARN peer-0: sent user=\"ada\" api_key=[redacted]");
        assert_eq!(lines[5_000], " WARN log: sent");
        assert_eq!(lines[5_001], " WARN first: sent user=\"ada\" api_key=[redacted]");
    });
}

/// A value that records that it was formatted.
struct Watched<'a>(&'a Cell<bool>);

impl fmt::Display for Watched<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.set(true);
        f.write_str("hunter2")
    }
}

#[test]
fn values_masked_by_name_are_not_formatted() {
    for (key, is_formatted) in [("password", false), ("user", true)] {
        let formatted = Cell::new(false);
        let watched = Watched(&formatted);
        let pairs = [(key, Value::from_display(&watched))];
        let (bridge, memory) = bridge(Format::standard());
        let args = format_args!("m");
        bridge.log(&Record::builder().args(args).key_values(&pairs.as_slice()).build());
        assert_eq!(formatted.get(), is_formatted, "{:?}", memory.lines());
    }
}

/// Key-values that panic after the first.
struct Faulty;

impl Source for Faulty {
    fn visit<'kvs>(&'kvs self, visitor: &mut dyn VisitSource<'kvs>) -> Result<(), Error> {
        visitor.visit_pair(Key::from("before"), Value::from(1))?;
        panic!("no key-values today");
    }
}

#[test]
fn key_values_that_panic_do_not_affect_the_caller() {
    let (bridge, memory) = bridge(Format::standard());
    bridge.log(&Record::builder().args(format_args!("sent")).key_values(&Faulty).build());
    assert!(memory.lines()[0].ends_with("sent before=1"), "{:?}", memory.lines());
}

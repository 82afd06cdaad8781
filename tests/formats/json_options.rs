//! JSON with options has each key once, and the presets follow their services' specifications.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use logkit::handler::Memory;
use logkit::{
    Format, JsonOptions, JsonPart, Level, Logger, Redact, TraceContext, event, exception, info,
    module_logger,
};
use proptest::prelude::{Strategy, any, prop, proptest};
use proptest::sample::select;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Value as Json, json};
use support::hostile::Failed;
use tracing_subscriber::layer::SubscriberExt as _;

#[module_logger("formats.json_options", level = "trace")]
static LOGGER: Logger;

/// JSON whose objects have no key twice.
struct Unique;

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = Unique;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON without repeated keys")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Unique, A::Error> {
                let mut keys = BTreeSet::new();
                while let Some((key, Unique)) = map.next_entry::<String, Unique>()? {
                    if !keys.insert(key.clone()) {
                        return Err(serde::de::Error::custom(format!("{key} is there twice")));
                    }
                }
                Ok(Unique)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Unique, A::Error> {
                while list.next_element::<Unique>()?.is_some() {}
                Ok(Unique)
            }

            fn visit_bool<E>(self, _: bool) -> Result<Unique, E> {
                Ok(Unique)
            }

            fn visit_i64<E>(self, _: i64) -> Result<Unique, E> {
                Ok(Unique)
            }

            fn visit_u64<E>(self, _: u64) -> Result<Unique, E> {
                Ok(Unique)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Unique, E> {
                Ok(Unique)
            }

            fn visit_str<E>(self, _: &str) -> Result<Unique, E> {
                Ok(Unique)
            }

            fn visit_unit<E>(self) -> Result<Unique, E> {
                Ok(Unique)
            }
        }

        deserializer.deserialize_any(Keys)
    }
}

/// The lines of a statement in several formats, which are checked for repeated keys.
fn lines(formats: &[Format], log: impl Fn()) -> Vec<String> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let line = |format: &Format| {
        let memory = Memory::new().with_format(format.clone());
        LOGGER.set_handlers(vec![Box::new(memory.clone())]);
        log();
        LOGGER.clear_handlers();
        let [line] = <[String; 1]>::try_from(memory.lines()).unwrap();
        let Unique = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        line
    };
    formats.iter().map(line).collect()
}

fn object(format: &Format, log: impl Fn()) -> Json {
    serde_json::from_str(&lines(std::slice::from_ref(format), log)[0]).unwrap()
}

fn failed() -> Failed {
    Failed::new("no route").caused_by(Failed::new("timed out"))
}

#[derive(Redact)]
#[expect(dead_code, reason = "the mask does not read it")]
struct Card {
    holder: &'static str,
    #[redact]
    cvv: &'static str,
}

const CARD: Card = Card { holder: "Ada", cvv: "123" };

/// Statements of all shapes.
fn statements() -> Vec<Box<dyn Fn()>> {
    vec![
        Box::new(|| info!("packed")),
        Box::new(|| info!(id = 7, name = "Ada", "packed {} items", 3)),
        Box::new(|| info!(id = 1, id = 2, { "id#2" } = 3, none = None::<u8>)),
        Box::new(|| info!(none = None::<u8>, none = 2, none = 3, "m")),
        Box::new(|| info!(none = None::<u8>)),
        Box::new(|| {
            info!(time = 1, level = 2, logger = 3, message = 4, fields = 5, span = 6, error = 7);
        }),
        Box::new(|| exception!(&failed(), id = 7, error = 8, "failed")),
        Box::new(|| info!(card = ?CARD, cards = ?vec![CARD], "m")),
        Box::new(|| info!(password = "hunter2", { "a.b" } = 1, { "a*b" } = 2, { "a_b" } = 3, "m")),
        Box::new(|| {
            let _outer = tracing::info_span!("request", id = 7, user = "ada").entered();
            let _inner = tracing::info_span!("query", id = 8).entered();
            info!(id = 9, "m");
        }),
    ]
}

fn with_host(run: impl FnOnce()) {
    let host = tracing_subscriber::registry().with(logkit::layer());
    tracing::subscriber::with_default(host, run);
}

#[test]
fn no_options_are_the_format_json() {
    let context = || TraceContext::new(1, 2);
    let time = Format::json().with_datefmt("%Y").unwrap().time();
    for traced in [false, true] {
        let formats = [Format::json(), Format::json_with(JsonOptions::new()).unwrap()]
            .map(|format| format.with_time(time))
            .map(|format| if traced { format.with_trace_context(context) } else { format });
        with_host(|| {
            for statement in statements() {
                let lines = lines(&formats, statement);
                assert_eq!(lines[0], lines[1]);
            }
        });
    }
}

fn options() -> impl Strategy<Value = JsonOptions> {
    let keys = || {
        select(vec!["time", "id", "id#2", "fields", "message", "a.b", "a_b", "span", "none", "x"])
    };
    let parts = select(vec![
        JsonPart::Time,
        JsonPart::Level,
        JsonPart::Logger,
        JsonPart::Message,
        JsonPart::Fields,
        JsonPart::Spans,
        JsonPart::Error,
        JsonPart::ErrorMessage,
        JsonPart::ErrorChain,
        JsonPart::TraceId,
        JsonPart::SpanId,
        JsonPart::TraceSampled,
        JsonPart::Module,
        JsonPart::File,
        JsonPart::Line,
        JsonPart::SourceLocation,
        JsonPart::Process,
        JsonPart::Thread,
        JsonPart::ThreadName,
    ]);
    let changes = prop::collection::vec((parts, prop::option::of(keys())), 0..12);
    let constants = prop::collection::vec((keys(), any::<i32>()), 0..3);
    let first = select(vec![JsonOptions::new(), JsonOptions::ecs(), JsonOptions::google_cloud()]);
    (first, changes, constants, any::<(bool, bool)>()).prop_map(
        |(mut options, changes, constants, (fields, spans))| {
            for (part, key) in changes {
                options = match key {
                    Some(key) => options.with_key(part, key),
                    None => options.without_part(part),
                };
            }
            for (key, value) in constants {
                options = options.with_constant(key, value);
            }
            let options = if fields { options.with_flat_fields() } else { options };
            if spans { options.with_flat_spans() } else { options }
        },
    )
}

proptest! {
    #[test]
    fn no_object_has_a_key_twice(options in options()) {
        // `lines` checks it.
        if let Ok(format) = Format::json_with(options) {
            let format = format.with_trace_context(|| TraceContext::new(1, 2));
            with_host(|| {
                for statement in statements() {
                    lines(std::slice::from_ref(&format), statement);
                }
            });
        }
    }
}

#[test]
fn nothing_is_lost_in_flat_objects() {
    let options =
        JsonOptions::new().with_flat_fields().with_flat_spans().without_part(JsonPart::Time);
    let format = Format::json_with(options.with_constant("id", "constant")).unwrap();
    with_host(|| {
        let _span = tracing::info_span!("request", id = 8, level = "high").entered();
        let line = &lines(&[format], || info!(id = 7, message = "field", "m"))[0];
        assert_eq!(
            line,
            r#"{"level":"INFO","logger":"formats.json_options","message":"m","id#2":7,"message#2":"field","id#3":8,"level#2":"high","span":["request"],"id":"constant"}"#
        );
    });
}

#[test]
fn an_object_without_parts_is_empty() {
    let all = [
        JsonPart::Time,
        JsonPart::Level,
        JsonPart::Logger,
        JsonPart::Message,
        JsonPart::Fields,
        JsonPart::Spans,
        JsonPart::Error,
    ];
    let options = all.into_iter().fold(JsonOptions::new(), JsonOptions::without_part);
    assert_eq!(lines(&[Format::json_with(options).unwrap()], || info!(id = 7, "m")), ["{}"]);
}

/// The rules of ecs-logging, `spec/spec.json`: the first three keys in this order, the required ones,
/// and the types.
#[test]
fn ecs_follows_the_specification() {
    let format = Format::ecs().with_trace_context(|| TraceContext::new(0xabc, 0xdef));
    with_host(|| {
        let _span = tracing::info_span!("request", { "user.id" } = 7).entered();
        let log = || exception!(&failed(), { "order.id" } = 7, card = ?CARD, "failed");
        let line = &lines(std::slice::from_ref(&format), log)[0];
        let time = line.strip_prefix(r#"{"@timestamp":""#).and_then(|rest| rest.split_once('"'));
        let (time, rest) = time.expect(line);
        assert!(time.ends_with('Z') && time.len() == "2026-11-22T07:31:00.123456Z".len());
        assert!(rest.starts_with(r#","log.level":"error","message":"failed","#), "{line}");
        let mut object: Json = serde_json::from_str(line).unwrap();
        let mut take = |key: &str| object.as_object_mut().unwrap().remove(key);
        take("@timestamp");
        take("log.origin.file.line").and_then(|line| line.as_u64()).unwrap();
        assert_eq!(take("log.origin.file.name").unwrap(), file!());
        assert_eq!(
            object,
            json!({
                "log.level": "error",
                "message": "failed",
                "log.logger": "formats.json_options",
                "ecs.version": "8.11.0",
                "labels": {
                    "order_id": 7,
                    "card": "Card { holder: \"Ada\", cvv: [redacted] }",
                    "user_id": 7,
                },
                "logkit.spans": ["request"],
                "error.message": "no route",
                "error.stack_trace": "no route\ncaused by: timed out",
                "trace.id": "00000000000000000000000000000abc",
                "span.id": "0000000000000def",
            })
        );
    });
}

/// Elasticsearch: "field name cannot be an empty string", nor only white space. It refuses the document.
#[test]
fn ecs_labels_have_names() {
    let format = Format::json_with(JsonOptions::ecs()).unwrap();
    let object = object(&format, || info!({ "" } = 1, { " " } = 2, { "_" } = 3, "m"));
    assert_eq!(object["labels"], json!({ "_": 1, "_#2": 2, "_#3": 3 }));
}

/// The special fields of structured logs, and the severities of `LogSeverity`.
#[test]
fn google_cloud_follows_the_documentation() {
    let options = JsonOptions::google_cloud().with_trace_prefix("projects/p/traces/");
    let context = || TraceContext::new(0xabc, 0xdef).map(|context| context.with_sampled(true));
    let format = Format::json_with(options).unwrap().with_trace_context(context);
    let mut object = object(&format, || info!(id = 7, severity = "high", "packed"));
    let mut take = |key: &str| object.as_object_mut().unwrap().remove(key).unwrap();
    assert_eq!(take("time").as_str().unwrap().len(), "2026-11-22T07:31:00.123456789Z".len());
    let place = take("logging.googleapis.com/sourceLocation");
    assert_eq!(place["file"], file!());
    place["line"].as_str().and_then(|line| line.parse::<u32>().ok()).unwrap();
    assert_eq!(
        object,
        json!({
            "severity": "INFO",
            "message": "packed",
            "logger": "formats.json_options",
            "id": 7,
            "severity#2": "high",
            "logging.googleapis.com/trace": "projects/p/traces/00000000000000000000000000000abc",
            "logging.googleapis.com/spanId": "0000000000000def",
            "logging.googleapis.com/trace_sampled": true,
        })
    );
    for (level, severity) in [
        (Level::Trace, "DEBUG"),
        (Level::Debug, "DEBUG"),
        (Level::Info, "INFO"),
        (Level::Warning, "WARNING"),
        (Level::Error, "ERROR"),
        (Level::Critical, "CRITICAL"),
    ] {
        let object = self::object(&Format::google_cloud(), || event!(level, "m"));
        assert_eq!(object["severity"], severity);
    }
}

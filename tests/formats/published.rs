//! Random records with hostile values, read by the published rules of their formats: the grammar of
//! kr/logfmt, and the fields of the Elastic Common Schema.

use std::sync::{Mutex, PoisonError};

use logkit::handler::Memory;
use logkit::{Format, Level, Logger, Redact, TraceContext, event, exception, info, module_logger};
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use serde_json::Value as Json;
use support::hostile::{Failed, Raw};
use tracing_subscriber::layer::SubscriberExt as _;

#[module_logger("formats.published", level = "trace")]
static LOGGER: Logger;

/// The only line that a statement writes.
fn line(format: Format, log: impl FnOnce()) -> String {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let memory = Memory::new().with_format(format);
    LOGGER.set_handlers(vec![Box::new(memory.clone())]);
    let host = tracing_subscriber::registry().with(logkit::layer());
    tracing::subscriber::with_default(host, log);
    LOGGER.clear_handlers();
    let [line] = <[String; 1]>::try_from(memory.lines()).unwrap();
    line
}

/// Texts that a careless format breaks on.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ -~]{0,20}",
        "[\\x00-\\x20\\x7f-\\xa0=\"'\\\\\u{2028}\u{202e}\u{feff}\u{fffd}\u{e0041}]{0,8}",
        "(null|true|NaN|-|\\{|\\}|\\\\n|\\\\u0000|a=b|\"|'| ){0,4}",
    ]
}

/// The pairs of a message of logfmt, by the grammar in the documentation of kr/logfmt
/// (<https://pkg.go.dev/github.com/kr/logfmt>):
///
/// ```text
/// ident_byte = any byte greater than ' ', excluding '=' and '"'
/// string_byte = any byte excluding '"' and '\'
/// garbage = !ident_byte
/// ident = ident_byte, { ident byte }
/// key = ident
/// value = ident | '"', { string_byte | '\', '"' }, '"'
/// pair = key, '=', value | key, '=' | key
/// message = { garbage, pair }, garbage
/// ```
///
/// A backslash takes any byte with it, and what is between the quotes is a string of JSON, as in the
/// package. Garbage but single spaces between pairs, and keys without values, are mistakes here.
fn kr_logfmt(message: &str) -> Option<Vec<(&str, String)>> {
    let is_ident = |byte: &u8| *byte > b' ' && !matches!(byte, b'=' | b'"');
    let ident = |rest: &str| rest.bytes().take_while(is_ident).count();
    let (mut pairs, mut rest) = (Vec::new(), message);
    loop {
        let (key, after) = rest.split_at(ident(rest));
        let after = after.strip_prefix('=').filter(|_| !key.is_empty())?;
        let (value, after) = if after.starts_with('"') {
            let (quoted, after) = after.split_at(quoted(after)?);
            (serde_json::from_str(quoted).ok()?, after)
        } else {
            let (value, after) = after.split_at(ident(after));
            (value.to_owned(), after)
        };
        pairs.push((key, value));
        if after.is_empty() {
            return Some(pairs);
        }
        rest = after.strip_prefix(' ')?;
    }
}

/// The length of the string in quotes that a text starts with.
fn quoted(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate().skip(1);
    loop {
        match bytes.next()? {
            (end, b'"') => return Some(end + 1),
            (_, b'\\') => drop(bytes.next()?),
            _ => {}
        }
    }
}

/// Returns `true` for a value of one type.
type OfType = fn(&Json) -> bool;

/// The fields of the Elastic Common Schema that the preset writes, with their types in Elasticsearch:
/// `generated/elasticsearch/composable/component/` of <https://github.com/elastic/ecs>, 8.11.
const ECS_FIELDS: [(&str, OfType); 11] = [
    ("@timestamp", is_date),
    ("log.level", is_keyword),
    ("message", Json::is_string),
    ("log.logger", is_keyword),
    ("log.origin.file.name", is_keyword),
    ("log.origin.file.line", Json::is_u64),
    ("ecs.version", is_keyword),
    ("error.message", Json::is_string),
    ("error.stack_trace", Json::is_string),
    ("trace.id", is_keyword),
    ("span.id", is_keyword),
];

/// A `keyword` with `ignore_above: 1024` is not found beyond that length.
fn is_keyword(value: &Json) -> bool {
    value.as_str().is_some_and(|text| (1..=1024).contains(&text.chars().count()))
}

/// A `date` of the format `strict_date_optional_time`.
fn is_date(value: &Json) -> bool {
    let digits = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "0");
    value.as_str().is_some_and(|text| digits(text) == "0000-00-00T00:00:00.000000Z")
}

/// Checks a line by the rules of <https://github.com/elastic/ecs-logging>, `spec/spec.json` and its page,
/// and by the types of the fields.
fn assert_is_ecs(line: &str) {
    let object: serde_json::Map<String, Json> = serde_json::from_str(line).expect(line);
    // The order of the first three, which a reader of the raw line relies on.
    let places = ["{\"@timestamp\":", ",\"log.level\":", ",\"message\":"].map(|key| line.find(key));
    assert!(places[0] == Some(0) && places.is_sorted(), "{line}");
    for required in ["@timestamp", "log.level", "message", "ecs.version"] {
        assert!(object.contains_key(required), "{required}: {line}");
    }
    for (key, value) in &object {
        let field = ECS_FIELDS.iter().find(|(field, _)| field == key);
        match (field, key.as_str(), value) {
            (Some((_, is_of_type)), ..) => assert!(is_of_type(value), "{key}: {line}"),
            // A namespace of its own for what the schema does not know.
            (None, "logkit.spans", Json::Array(names)) => {
                assert!(names.iter().all(Json::is_string));
            }
            (None, "labels", Json::Object(labels)) => {
                for (label, value) in labels {
                    // "Custom key/value pairs. Should not contain nested objects."
                    assert!(!value.is_object() && !value.is_array(), "{label}: {line}");
                    assert!(
                        !label.contains(['.', '*', '\\']) && !label.trim().is_empty(),
                        "{line}"
                    );
                }
            }
            _ => panic!("{key} is no field of the schema: {line}"),
        }
    }
}

#[derive(Redact)]
#[expect(dead_code, reason = "the mask does not read it")]
struct Card {
    holder: String,
    #[redact]
    cvv: &'static str,
}

proptest! {
    #[test]
    fn logfmt_is_read_by_the_grammar_of_its_first_package(
        text in texts(), other in texts(), message in texts(), float in any::<f64>(), big in any::<i128>(),
    ) {
        let error = Failed::new(&text).caused_by(Failed::new(&other));
        let line = line(Format::logfmt(), || {
            let _span = tracing::info_span!("request", id = text, shown = %other).entered();
            exception!(
                &error, typed = text, shown = %Raw(&other), debug = ?Raw(&text), float, big,
                { "a b=" } = 1, { "\"q'\u{202e}" } = true, "{message}"
            );
        });
        let expected = [
            ("level", "error"),
            ("logger", "formats.published"),
            ("msg", &message),
            ("typed", &text),
            ("shown", &other),
            ("debug", &text),
            ("float", &format!("{float:?}")),
            ("big", &big.to_string()),
            ("a\\u0020b\\u003d", "1"),
            ("\\u0022q\\u0027\\u202e", "true"),
            ("error", &format!("{text}: {other}")),
            ("span", "request"),
            ("request.id", &text),
            ("request.shown", &other),
        ];
        let pairs = kr_logfmt(&line).unwrap_or_else(|| panic!("{line:?}"));
        prop_assert_eq!(pairs[0].0, "time");
        let expected = expected.map(|(key, value)| (key, value.to_owned()));
        prop_assert_eq!(&pairs[1..], &expected[..]);
    }

    #[test]
    fn ecs_has_the_fields_of_the_schema_in_their_types(
        text in texts(), other in texts(), message in texts(), float in any::<f64>(), big in any::<i128>(),
        level in 0..6_usize, traced in any::<bool>(),
    ) {
        let level = [
            Level::Trace, Level::Debug, Level::Info, Level::Warning, Level::Error, Level::Critical,
        ][level];
        let format = Format::ecs();
        let format = if traced { format.with_trace_context(|| TraceContext::new(7, 8)) } else { format };
        let error = Failed::new(&text).caused_by(Failed::new(&other));
        let card = Card { holder: other.clone(), cvv: "123" };
        let shown = line(format.clone(), || {
            let _span = tracing::info_span!("request", { "user.id" } = text, shown = %other).entered();
            event!(
                level, typed = text, list = ?vec![&text], float, big, none = None::<u8>, card = ?card,
                { "a.b" } = 1, { "a*b" } = 2, { "a\\b" } = 3, { "" } = 4, { "\u{202e}" } = 5,
                "{message}"
            );
        });
        assert_is_ecs(&shown);
        let object: Json = serde_json::from_str(&shown).unwrap();
        prop_assert_eq!(object["message"].as_str(), Some(message.as_str()));
        prop_assert_eq!(object["labels"]["typed"].as_str(), Some(text.as_str()));
        prop_assert_eq!(object["trace.id"].is_string(), traced);
        // Without a message, and with an error.
        assert_is_ecs(&line(format.clone(), || info!(text)));
        let failed = line(format, || exception!(&error, "{message}"));
        assert_is_ecs(&failed);
        let object: Json = serde_json::from_str(&failed).unwrap();
        prop_assert_eq!(object["error.message"].as_str(), Some(text.as_str()));
        prop_assert!(object["error.stack_trace"].as_str().unwrap().contains(&other));
    }
}

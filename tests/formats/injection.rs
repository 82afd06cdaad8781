//! Control, bidirectional and invisible characters, in every place where data can be and in every
//! format: none is raw in a line, and readers get back what was logged.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use logkit::handler::Memory;
use logkit::{Format, JsonOptions, JsonPart, Level, Logger, exception, info, module_logger};
use serde_json::{Map, Value as Json};
use support::hostile::{Failed, Raw};
use support::readers;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::written::Chosen;

/// The characters, one of each kind.
const HOSTILE: [char; 18] = [
    '\0',
    '\x07',
    '\t',
    '\n',
    '\r',
    '\x1b',
    '\x7f',
    '\u{85}',
    '\u{9b}',
    '\u{61c}',
    '\u{200b}',
    '\u{200e}',
    '\u{2028}',
    '\u{2029}',
    '\u{202e}',
    '\u{2066}',
    '\u{feff}',
    '\u{e0041}',
];

#[module_logger("formats.injection")]
static LOGGER: Logger;

/// How a reader decodes a line.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Reader {
    /// Rust's escapes.
    Text,
    Logfmt,
    Json,
}

/// Every format, with its reader. The template shows every text.
fn formats() -> Vec<(Reader, Format)> {
    let template = |text| Format::template(text).unwrap();
    vec![
        (Reader::Text, Format::standard()),
        (
            Reader::Text,
            template(
                "%(asctime)s|%(name)s|%(message)s|%(fields)s|%(module)s|%(pathname)s|%(filename)s|\
                 %(threadName)s|%(span)s|%(error)s",
            ),
        ),
        (Reader::Text, template("{name:_<40}|{message:>40.30}|{module:^40.39}|{pathname:.99}")),
        (Reader::Text, template("{message}{error:.40}{threadName:.40}{span:.200}")),
        (Reader::Logfmt, Format::logfmt()),
        (Reader::Json, Format::json()),
        (Reader::Json, Format::json_with(flat()).unwrap()),
        (Reader::Json, Format::ecs()),
        (Reader::Json, Format::google_cloud()),
    ]
}

/// Every part of a record as JSON, without objects.
fn flat() -> JsonOptions {
    JsonOptions::new()
        .with_flat_fields()
        .with_flat_spans()
        .with_key(JsonPart::Module, "module")
        .with_key(JsonPart::File, "file")
        .with_key(JsonPart::ThreadName, "thread")
        .with_constant("c\u{202e}d", "c\u{202e}d")
}

/// Checks that nothing is raw, and returns the texts that a reader finds: of JSON and logfmt by key,
/// of text the whole line.
fn read(reader: Reader, line: &str) -> BTreeMap<String, String> {
    let raw = line.strip_suffix('\n').unwrap_or_else(|| panic!("{line:?} has no end"));
    let mut lines = raw.split('\n');
    let first = lines.next().unwrap();
    for cause in lines {
        assert!(reader == Reader::Text && cause.starts_with("    caused by: "), "{line:?}");
        assert!(!cause.contains(HOSTILE), "{line:?}");
    }
    assert!(!first.contains(HOSTILE), "{line:?}");
    match reader {
        Reader::Text => [("line".to_owned(), unescaped(raw))].into(),
        Reader::Logfmt => readers::logfmt(first).into_iter().collect(),
        Reader::Json => {
            let object: Map<String, Json> = serde_json::from_str(first).expect(first);
            let mut texts = BTreeMap::new();
            object.iter().for_each(|(key, value)| flatten(key, value, &mut texts));
            texts
        }
    }
}

fn flatten(key: &str, value: &Json, texts: &mut BTreeMap<String, String>) {
    match value {
        Json::Object(object) => {
            for (inner, value) in object {
                let inner = if key == "fields" || key == "labels" {
                    inner.clone()
                } else {
                    format!("{key}.{inner}")
                };
                flatten(&inner, value, texts);
            }
        }
        Json::Array(array) => array.iter().enumerate().for_each(|(index, value)| {
            flatten(&format!("{key}.{index}"), value, texts);
        }),
        Json::String(text) => drop(texts.insert(key.to_owned(), text.clone())),
        other => drop(texts.insert(key.to_owned(), other.to_string())),
    }
}

/// Decodes Rust's escapes.
fn unescaped(text: &str) -> String {
    let mut raw = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        raw.push_str(before);
        let (c, after) = match after.split_at_checked(1) {
            Some(("n", after)) => ('\n', after),
            Some(("r", after)) => ('\r', after),
            Some(("t", after)) => ('\t', after),
            Some(("u", after)) => {
                let (digits, after) = after[1..].split_once('}').expect(text);
                (char::from_u32(u32::from_str_radix(digits, 16).unwrap()).unwrap(), after)
            }
            Some((c, after)) => (c.chars().next().unwrap(), after),
            None => panic!("{text}"),
        };
        raw.push(c);
        rest = after;
    }
    raw + rest
}

/// Asserts that the reader finds the text under the key, or in the line.
fn assert_read(reader: Reader, line: &str, key: &str, text: &str) {
    let texts = read(reader, line);
    let found = match reader {
        Reader::Text => texts["line"].contains(text),
        // The presets have keys of their own, with the same last part.
        Reader::Json if key.starts_with("error") => {
            texts.iter().any(|(found, value)| found.starts_with("error") && value.contains(text))
        }
        Reader::Json => {
            let last = |key: &str| key.rsplit('.').next().map(str::to_owned);
            texts.iter().any(|(found, value)| last(found) == last(key) && value == text)
        }
        Reader::Logfmt => texts.get(key).is_some_and(|found| found == text),
    };
    assert!(found, "{reader:?} finds no {key} {text:?} in {line:?}");
}

/// Runs a statement with each format.
fn each_line(log: impl Fn(), mut check: impl FnMut(Reader, &str)) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    for (reader, format) in formats() {
        let memory = Memory::new().with_format(format);
        LOGGER.set_handlers(vec![Box::new(memory.clone())]);
        log();
        LOGGER.clear_handlers();
        let lines = memory.lines();
        assert!(!lines.is_empty());
        check(reader, &(lines.join("\n") + "\n"));
    }
}

#[test]
fn in_the_parts_of_a_record() {
    for c in HOSTILE {
        let text = format!("a{c}b");
        let formats = formats();
        let plain: Vec<Format> = formats.iter().map(|(_, format)| format.clone()).collect();
        let chosen = Chosen {
            name: text.clone(),
            level: Level::Info,
            message: text.clone(),
            module: format!("m{text}"),
            file: format!("src/{text}.rs"),
            line: 7,
            nanos: 0,
        };
        for ((reader, format), line) in formats.iter().zip(chosen.lines(&plain)) {
            for (logfmt, json) in [("logger", "logger"), ("msg", "message")] {
                let key = if *reader == Reader::Logfmt { logfmt } else { json };
                if *reader != Reader::Text || !format!("{format:?}").contains("threadName") {
                    assert_read(*reader, &line, key, &text);
                }
            }
        }
    }
}

#[test]
fn in_messages_and_values() {
    for c in HOSTILE {
        let text = format!("a{c}b");
        let raw = Raw(&text);
        each_line(
            || info!("<{}> <{}> <{:?}>", text, raw, raw),
            |reader, line| {
                let key = if reader == Reader::Logfmt { "msg" } else { "message" };
                // One of the templates cuts the message after 30 characters.
                let message = format!("<{text}> <{text}> <{text}>");
                assert_read(reader, line, key, &message);
            },
        );
        each_line(
            || info!(plain = text, shown = %raw, debug = ?raw, c, "m"),
            |reader, line| {
                for key in ["plain", "shown", "debug"] {
                    assert_read(reader, line, key, &text);
                }
                assert_read(reader, line, "c", &c.to_string());
            },
        );
    }
}

/// Literals cannot come from a table: each character in a key.
macro_rules! in_keys {
    ($($hostile:literal)+) => { $(
        each_line(|| info!({ concat!("a", $hostile, "b") } = 7, "m"), |reader, line| {
            let key = concat!("a", $hostile, "b");
            match reader {
                Reader::Text => assert!(read(reader, line)["line"].contains(key), "{line:?}"),
                _ => assert_eq!(read(reader, line).get(key).map(String::as_str), Some("7"), "{line:?}"),
            }
        });
    )+ };
}

#[test]
fn in_the_keys_of_fields() {
    in_keys!(
        "\0" "\x07" "\t" "\n" "\r" "\x1b" "\x7f" "\u{85}" "\u{9b}" "\u{61c}" "\u{200b}" "\u{200e}"
        "\u{2028}" "\u{2029}" "\u{202e}" "\u{2066}" "\u{feff}" "\u{e0041}" " " "=" "\"" "'"
    );
}

#[test]
fn in_errors_and_their_causes() {
    for c in HOSTILE {
        let text = format!("a{c}b");
        let error = Failed::new(&text).caused_by(Failed::new(&text));
        each_line(
            || exception!(&error, "m"),
            |reader, line| {
                if reader == Reader::Logfmt {
                    assert_read(reader, line, "error", &format!("{text}: {text}"));
                } else {
                    assert_read(reader, line, "error", &text);
                }
            },
        );
    }
}

#[test]
fn in_the_fields_of_spans() {
    let host = tracing_subscriber::registry().with(logkit::layer());
    tracing::subscriber::with_default(host, || {
        for c in HOSTILE {
            let text = format!("a{c}b");
            let _span = tracing::info_span!("request", id = text, shown = %text).entered();
            each_line(
                || info!("m"),
                |reader, line| {
                    let (id, shown) = match reader {
                        Reader::Json => ("span.0.fields.id", "span.0.fields.shown"),
                        _ => ("request.id", "request.shown"),
                    };
                    assert_read(reader, line, id, &text);
                    assert_read(reader, line, shown, &text);
                },
            );
        }
    });
}

#[test]
fn in_the_names_of_threads() {
    for c in HOSTILE.into_iter().filter(|c| *c != '\0') {
        let name = format!("a{c}b");
        let thread = std::thread::Builder::new().name(name.clone());
        let run = move || {
            each_line(|| info!("m"), |reader, line| drop(read(reader, line)));
            let memory = Memory::new().with_format(Format::template("<%(threadName)s>").unwrap());
            LOGGER.set_handlers(vec![Box::new(memory.clone())]);
            info!("m");
            assert_eq!(unescaped(&memory.lines()[0]), format!("<{name}>"));
        };
        thread.spawn(run).unwrap().join().unwrap();
    }
}

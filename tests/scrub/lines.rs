//! Secrets are masked in every part of a line, in every format.

use std::collections::BTreeMap;
use std::error::Error;

use logkit::handler::{Color, Handler, Memory, Stream};
use logkit::scrub::Scrubber;
use logkit::{Format, Logger, Redact, exception, info, module_logger, unmasked};
use serde_json::{Value, json};

use crate::fakes::{CARDS, LABELS, MASK, jwts, private_key, vendor_keys};
use support::hostile::Failed;
use support::lines::without_times;
use support::shared::Shared;

/// Returns the output of a configured stream.
fn stream(format: Format, color: Color) -> (Stream, Shared) {
    let writer = Shared::default();
    let stream = Stream::new(writer.clone())
        .with_format(format)
        .with_color(color)
        .with_scrubber(Scrubber::new());
    (stream, writer)
}

/// Returns the lines in each format: text, colored text without its colors, JSON.
fn written(logger: &'static Logger, log: impl Fn()) -> [String; 3] {
    [
        (Format::standard(), Color::Never),
        (Format::standard(), Color::Always),
        (Format::json(), Color::Never),
    ]
    .map(|(format, color)| {
        let (stream, writer) = stream(format, color);
        logger.set_handlers(vec![Box::new(stream)]);
        log();
        logger.clear_handlers();
        let text = writer.text();
        let Some((_, _)) = text.split_once('\x1b') else { return text };
        without_colors(&text)
    })
}

fn without_colors(text: &str) -> String {
    let mut pieces = text.split("\x1b[");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |plain, piece| plain + piece.split_once('m').expect("a colour").1)
}

#[derive(Redact)]
struct Nested {
    note: String,
    #[redact]
    pin: u16,
    list: Vec<String>,
}

#[module_logger("scrub.ways")]
static WAYS: Logger;

/// Texts with secrets, each with the part to be masked.
fn secrets() -> Vec<(String, String)> {
    let shapes = vendor_keys().into_iter().chain(jwts());
    let mut secrets: Vec<(String, String)> = shapes.map(|key| (key.clone(), key)).collect();
    secrets.extend(CARDS.iter().map(|card| ((*card).to_owned(), (*card).to_owned())));
    secrets.extend(LABELS.iter().map(|label| {
        let key = private_key(label, "\n");
        (key.clone(), key.split('\n').nth(1).unwrap().to_owned())
    }));
    for text in [
        "password=hunter2",
        "password=\"hunter2 \\\"and\\\" more\"",
        "Authorization: Bearer hunter2",
        "{\"api_key\": \"hunter2\", \"n\": 1}",
        "postgres://app:hunter2@db/shop",
        "/cb?token=hunter2&page=2",
        "a\tb\r\npassword:\thunter2\n\u{1b}[31m\u{202e}",
        "Some(\"secret: hunter2\")",
    ] {
        secrets.push((text.to_owned(), "hunter2".to_owned()));
    }
    secrets
}

#[test]
fn no_secret_is_shown_on_any_route_in_any_format() {
    for (text, secret) in secrets() {
        let text = text.as_str();
        let failed = Failed::new(format!("outer {text}"))
            .caused_by(Failed::new(format!("inner {text} end")));
        let nested = Nested { note: text.to_owned(), pin: 4711, list: vec![text.to_owned()] };
        let bytes = text.as_bytes();
        let ways: &[(&str, &dyn Fn())] = &[
            ("message", &|| info!(logger: WAYS, after = 7, "before {text} end")),
            ("text field", &|| info!(logger: WAYS, note = text, after = 7, "seen")),
            ("display field", &|| info!(logger: WAYS, note = %text, after = 7, "seen")),
            ("debug field", &|| info!(logger: WAYS, note = ?text, after = 7, "seen")),
            ("debug of debug", &|| info!(logger: WAYS, note = ?format!("{text:?}"), after = 7)),
            ("option", &|| info!(logger: WAYS, note = ?Some((1, text)), after = 7, "seen")),
            ("bytes", &|| info!(logger: WAYS, note = bytes, after = 7, "seen")),
            ("error field", &|| info!(logger: WAYS, note = &failed as &dyn Error, after = 7)),
            ("exception", &|| exception!(logger: WAYS, &failed, "sorry", after = 7)),
            ("nested", &|| info!(logger: WAYS, ?nested, after = 7, "seen")),
            ("nested twice", &|| info!(logger: WAYS, nested = ?Some(vec![&nested]), after = 7)),
        ];
        for (way, log) in ways {
            for line in written(&WAYS, log) {
                assert!(!line.contains(&secret), "{way}: {line}");
                assert!(line.contains(MASK), "{way}: {line}");
                if let Some(json) = line.starts_with('{').then(|| parsed(&line)) {
                    assert!(!json.to_string().contains(&secret), "{way}: {json}");
                    assert_eq!(json["fields"]["after"], 7, "{way}: {json}");
                } else {
                    assert!(line.contains("after=7"), "{way}: {line}");
                }
            }
        }
    }
}

fn parsed(line: &str) -> Value {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

#[module_logger("scrub.lines")]
static LINES: Logger;

#[test]
fn a_line_of_text_keeps_all_but_the_secrets() {
    let card = CARDS[0];
    let failed = Failed::new("no").caused_by(Failed::new("at ftp://a:b2@h/"));
    let [text, colored, _] = written(
        &LINES,
        || exception!(logger: LINES, &failed, "paid {card}", n = 4_111_111_111_111_111_u64, url = "http://a:b c@d"),
    );
    let expected = [
        "scrub.lines - ERROR - paid [redacted] n=[redacted] url=\"http://a:b c@d\" error=no",
        "    caused by: at ftp://a:[redacted]@h/",
    ];
    assert_eq!(without_times(&text), expected);
    assert_eq!(without_times(&colored), expected);
}

#[test]
fn the_colors_of_a_line_stay() {
    let (stream, writer) = stream(Format::standard(), Color::Always);
    COLORS.set_handlers(vec![Box::new(stream)]);
    info!(logger: COLORS, card = CARDS[0], n = 1, "paid");
    info!(logger: COLORS, card = 1, n = 1, "paid");
    let text = writer.text().replace(MASK, "1");
    let mut lines = text.lines().map(|line| line.split_once(" - ").unwrap().1);
    assert_eq!(lines.next(), lines.next());
}

#[module_logger("scrub.colors")]
static COLORS: Logger;

#[module_logger("scrub.json")]
static JSON: Logger;

#[test]
fn an_object_keeps_its_shape() {
    let card = CARDS[0];
    let [_, _, line] = written(&JSON, || {
        info!(
            logger: JSON,
            number = 4_111_111_111_111_111_u64,
            order = 4_111_111_111_111_112_u64,
            password = unmasked("hunter2"),
            nested = ?BTreeMap::from([("pins", vec![Nothing]), ("n", Vec::new())]),
            truth = true,
            "paid \"{card}\"",
        );
    });
    let mut object = parsed(&line);
    object.as_object_mut().unwrap().remove("time");
    assert_eq!(
        object,
        json!({
            "level": "INFO",
            "logger": "scrub.json",
            "message": "paid \"[redacted]\"",
            "fields": {
                "number": "[redacted]",
                "order": 4_111_111_111_111_112_u64,
                "password": "[redacted]",
                "nested": { "n": [], "pins": "[redacted]" },
                "truth": true,
            },
        })
    );
}

#[test]
fn keys_are_scrubbed_and_stay_different() {
    let maps = BTreeMap::from([
        (CARDS[0], vec![Token("a")]),
        (CARDS[1], vec![Token("b")]),
        ("plain", vec![Token("c")]),
    ]);
    let [_, _, line] = written(&JSON_KEYS, || info!(logger: JSON_KEYS, ?maps));
    assert_eq!(
        parsed(&line)["fields"]["maps"],
        json!({ "[redacted]": ["Token(\"a\")"], "[redacted]#2": ["Token(\"b\")"], "plain": ["Token(\"c\")"] })
    );
}

#[module_logger("scrub.json_keys")]
static JSON_KEYS: Logger;

#[derive(Debug)]
struct Token(&'static str);

impl Redact for Token {}

#[derive(Debug)]
struct Nothing;

impl Redact for Nothing {}

#[module_logger("scrub.memory")]
static MEMORY: Logger;

#[test]
fn a_memory_keeps_no_secret() {
    let memory = Memory::new().with_scrubber(Scrubber::new());
    MEMORY.set_handlers(vec![Box::new(memory.clone())]);
    let card = CARDS[0];
    info!(logger: MEMORY, note = format!("pin=4711 {card}"), password = unmasked("hunter2"), "paid {card}");
    let record = memory.records().remove(0);
    assert_eq!(record.message(), "paid [redacted]");
    assert_eq!(record.field("note"), Some("pin=[redacted] [redacted]"));
    assert_eq!(record.field("password"), Some(MASK));
    let line = memory.lines().remove(0);
    assert!(
        line.ends_with(
            "INFO - paid [redacted] note=\"pin=[redacted] [redacted]\" password=[redacted]"
        ),
        "{line}"
    );
    assert_eq!(MEMORY.stats().masked, 4);
}

#[module_logger("scrub.stats")]
static STATS: Logger;

#[test]
fn masked_values_are_counted_once_for_each_handler() {
    let scrubbing = || -> Box<dyn Handler> { Box::new(stream(Format::json(), Color::Never).0) };
    STATS.set_handlers(vec![
        Box::new(stream(Format::standard(), Color::Always).0),
        scrubbing(),
        Box::new(Memory::new()),
    ]);
    info!(logger: STATS, "nothing");
    assert_eq!((STATS.stats().masked, STATS.stats().written), (0, 3));
    info!(logger: STATS, card = CARDS[0], number = 4_242_424_242_424_242_u64, "pin=4711");
    assert_eq!((STATS.stats().masked, STATS.stats().written), (6, 6));
}

#[module_logger("scrub.clean")]
static CLEAN: Logger;

#[test]
fn a_clean_line_costs_no_allocation() {
    for format in [Format::standard(), Format::json()] {
        let stream =
            Stream::new(std::io::sink()).with_format(format).with_scrubber(Scrubber::new());
        CLEAN.set_handlers(vec![Box::new(stream)]);
        let line = |number: u64| {
            info!(logger: CLEAN, status = 200, path = "/api/v1/items", "request {number} done");
        };
        line(0);
        let allocations = allocation_counter::measure(|| (1..=100).for_each(line));
        assert_eq!(allocations.count_total, 0);
    }
}

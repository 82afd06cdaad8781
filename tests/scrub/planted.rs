//! Secrets planted in random text are found, and the line stays well-formed.

use logkit::handler::{Color, Stream};
use logkit::scrub::Scrubber;
use logkit::{Format, Logger, exception, info, module_logger};
use proptest::prelude::*;
use serde_json::{Map, Value};

use crate::fakes::{CARDS, LABELS, jwts, private_key, vendor_keys};
use support::shared::Shared;

#[module_logger("scrub.planted")]
static LOGGER: Logger;
#[module_logger("scrub.planted.read")]
static READ: Logger;

/// A secret, and a text that contains it.
fn secret() -> impl Strategy<Value = (String, String)> {
    let shapes: Vec<String> =
        CARDS.iter().map(|card| (*card).to_owned()).chain(vendor_keys()).chain(jwts()).collect();
    let names =
        ["password", "api_key", "x-auth-token", "userPin", "db.passwd", "AWS_SECRET_ACCESS_KEY"];
    let plain = "[a-zA-Z0-9!#$%+/?^_.~|-]{0,9}[0-9][a-z]{4,9}";
    let assigned = (prop::sample::select(names.to_vec()), plain)
        .prop_map(|(name, value)| (value.clone(), format!("{name}={value}")));
    let quoted = (prop::sample::select(names.to_vec()), "[ -~\\t\\näß日😀]{1,20}7Kq9[ -~\\n]{0,9}")
        .prop_map(|(name, value)| ("7Kq9".to_owned(), format!("{name}: {value:?}")));
    let in_json =
        (prop::sample::select(names.to_vec()), "[ -~\\t\\näß日😀]{1,20}7Kq9[ -~\\n]{0,9}")
            .prop_map(|(name, value)| {
                ("7Kq9".to_owned(), format!("{{\"{name}\":{}}}", Value::String(value)))
            });
    let url = "[a-z0-9!$_.~-]{3,12}".prop_map(|value| {
        let secret = format!("{value}7Kq9");
        (secret.clone(), format!("amqp://user:{secret}@host:5672/x?a=b"))
    });
    let key = prop::sample::select(LABELS.to_vec()).prop_map(|label| {
        let key = private_key(label, "\n");
        (key[60..90].to_owned(), key)
    });
    prop_oneof![
        prop::sample::select(shapes).prop_map(|shape| (shape.clone(), shape)),
        assigned,
        quoted,
        in_json,
        url,
        key,
    ]
}

/// Text directly before and after a secret.
const BEFORE: &[&str] = &[
    " ",
    "\n",
    "\t",
    "\"",
    "'",
    "(",
    "[",
    "=",
    ":",
    ",",
    ", ",
    "\u{1b}[1;31m",
    "\u{202e}",
    "\\n",
    "日",
    ";",
    "<",
    "|",
    "%20",
    "\0",
    "{",
    "\\\"",
];
const BEHIND: &[&str] = &[
    " ",
    "\n",
    "\t",
    "\"",
    "'",
    ")",
    "]",
    ",",
    ", ",
    "\u{1b}[0m",
    "\u{202e}",
    "\\n",
    "日",
    ";",
    ">",
    "|",
    ". ",
    "\0",
    "}",
    "\\\"",
];

/// Random text whose ends cannot extend a secret.
fn around() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,20}", "[ -~\\t\\r\\n\\x1b\\u{202e}\"\\\\]{0,20}", any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_secret_in_any_text_is_masked(
        (secret, text) in secret(),
        before in around(),
        border in prop::sample::select(BEFORE.to_vec()),
        end in prop::sample::select(BEHIND.to_vec()),
        after in around(),
    ) {
        let text = format!("{before}{border}{text}{end}{after}");
        let inner = std::io::Error::other(text.clone());
        for (format, color) in [
            (Format::standard(), Color::Never),
            (Format::standard(), Color::Always),
            (Format::json(), Color::Never),
        ] {
            let writer = Shared::default();
            let stream = Stream::new(writer.clone()).with_format(format).with_color(color);
            LOGGER.set_handlers(vec![Box::new(stream.with_scrubber(Scrubber::new()))]);
            info!(logger: LOGGER, shown = %text, typed = text, debug = ?text, "{text} {text:?}");
            exception!(logger: LOGGER, &inner, "sorry");
            let written = writer.text();
            prop_assert!(!written.contains(&secret), "{written}");
            for line in written.lines().filter(|line| line.starts_with('{')) {
                let object: Result<Map<String, Value>, _> = serde_json::from_str(line);
                let object = object.map_err(|error| TestCaseError::fail(format!("{error}: {line}")))?;
                prop_assert!(!Value::Object(object).to_string().contains(&secret), "{line}");
            }
        }
        let shown = Scrubber::new().scrub(&text).into_owned();
        prop_assert!(!shown.contains(&secret), "{shown}");
    }

    #[test]
    fn scrubbing_twice_changes_nothing(text in "[ -~\\n]{0,60}", (_, planted) in secret()) {
        let scrubber = Scrubber::new().with_emails();
        let once = scrubber.scrub(&format!("{text} {planted} {text}")).into_owned();
        let twice = scrubber.scrub(&once).into_owned();
        prop_assert_eq!(&twice, &once);
    }

    #[test]
    fn scrubbed_lines_parse(text in any::<String>(), number in any::<u64>(), float in any::<f64>()) {
        let writer = Shared::default();
        let stream = Stream::new(writer.clone()).with_format(Format::json()).with_scrubber(Scrubber::new().with_emails());
        READ.set_handlers(vec![Box::new(stream)]);
        info!(logger: READ, number, float, typed = text, debug = ?text, "{text}=pin:{text}@token=\"{text}");
        let line = writer.text();
        let object: Result<Map<String, Value>, _> = serde_json::from_str(&line);
        prop_assert!(object.is_ok(), "{line}");
    }

    #[test]
    fn text_without_digits_and_marks_stays(text in "[a-zA-Zäöü ,.!?()]{0,80}") {
        // These two need no delimiters.
        let lower = text.to_lowercase();
        prop_assume!(!lower.contains("bearer ") && !lower.contains("basic "));
        let shown = Scrubber::new().scrub(&text).into_owned();
        prop_assert_eq!(shown, text);
    }
}

//! Date formats are those of CPython's `time.strftime`, in English.

use logkit::{DateFormat, Format, Level, TimeFormat, TimeStyle, TimeZone, UtcOffset};
use proptest::prelude::{Strategy, prop, prop_assert, proptest};
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value as Json, json};

use crate::written::Chosen;

/// The directives of CPython, without those of the process's zone.
const DIRECTIVES: &str = "aAbBcCdDeFhHIjmMpRSTuwxXyYz%";

fn record(nanos: u64) -> Chosen {
    Chosen {
        name: "shop".into(),
        level: Level::Info,
        message: "packed".into(),
        module: String::new(),
        file: String::new(),
        line: 0,
        nanos,
    }
}

#[test]
fn every_directive_is_that_of_cpython() {
    let piece = select(DIRECTIVES.chars().collect::<Vec<_>>()).prop_map(|c| format!("%{c}"));
    let literal = select(vec!["", " ", "-", "T", ":", "é"]);
    let dates = prop::collection::vec((piece, literal), 1..6);
    let dates = dates.prop_map(|pieces| {
        pieces.into_iter().map(|(piece, literal)| piece + literal).collect::<String>()
    });
    let mut runner = TestRunner::deterministic();
    let mut questions = Vec::new();
    let mut lines = Vec::new();
    for _ in 0..400 {
        let sample = (&dates, 0..7_000_000_000_u64).new_tree(&mut runner).unwrap();
        let (datefmt, seconds) = sample.current();
        let format =
            Format::template("%(asctime)s").unwrap().with_utc().with_datefmt(&datefmt).unwrap();
        lines.extend(record(seconds * 1_000_000_000).lines(&[format]));
        questions.push(
            json!({
                "style": "%",
                "template": "%(asctime)s",
                "datefmt": datefmt,
                "record": { "created": seconds, "msg": "" },
            })
            .to_string(),
        );
    }
    let Some(answers) = support::python::ask("formats/cpython.py", (3, 10), &questions) else {
        return;
    };
    for ((question, line), answer) in questions.iter().zip(&lines).zip(&answers) {
        let answer: Json = serde_json::from_str(answer).unwrap();
        assert_eq!(*line, format!("{}\n", answer["line"].as_str().unwrap()), "{question}");
    }
}

#[test]
fn fractions_and_offsets() {
    let cet = TimeZone::Fixed(UtcOffset::from_minutes(90).unwrap());
    let west = TimeZone::Fixed(UtcOffset::from_minutes(-210).unwrap());
    for (zone, datefmt, expected) in [
        (TimeZone::Utc, "%S.%f", "01.123456"),
        (TimeZone::Utc, "%S.%3f %6f %9f", "01.123 123456 123456789"),
        (TimeZone::Utc, "%z %:z", "+0000 +00:00"),
        (cet, "%H:%M:%S %z %:z", "01:30:01 +0130 +01:30"),
        (west, "%F %T %z", "1969-12-31 20:30:01 -0330"),
        (cet, "%s", "1"),
        (TimeZone::Utc, "", ""),
    ] {
        let style = TimeStyle::Custom(DateFormat::new(datefmt).unwrap());
        let format = Format::template("%(asctime)s").unwrap();
        let format = format.with_time(TimeFormat::new(zone, style));
        let lines = record(1_123_456_789).lines(&[format]);
        assert_eq!(lines, [format!("{expected}\n")], "{datefmt}");
    }
}

#[test]
fn unknown_directives_are_explained() {
    for (datefmt, expected) in [
        ("%Q", "unknown directive `%Q`; expected one of %a, %A, "),
        ("%H:%M:%", "unknown directive `%`; expected one of %a, "),
        ("%4f", "unknown directive `%4`; expected one of %a, "),
        ("%Z", "unknown directive `%Z`; expected one of %a, "),
        ("%é", "unknown directive `%é`; expected one of %a, "),
        ("%H\n", "the date format contains `\\n`; expected text without quotes"),
        ("\"%H\"", "the date format contains `\\\"`; expected text without quotes"),
    ] {
        let error = Format::json().with_datefmt(datefmt).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}

proptest! {
    #[test]
    fn the_parser_never_panics(datefmt in "[%a-zA-Z0-9:. é\"]{0,12}", nanos in 0..u64::MAX) {
        if let Ok(format) = Format::json().with_datefmt(&datefmt) {
            let lines = record(nanos).lines(&[format]);
            let line: Json = serde_json::from_str(&lines[0]).unwrap();
            prop_assert!(line["time"].is_string());
        }
    }
}

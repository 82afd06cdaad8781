//! A line of JSON is one object that any parser reads back as the values that were logged. The
//! parser here is `serde_json`.

#![expect(dead_code, reason = "fields that only masks and formats read")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;

use logkit::handler::Stream;
use logkit::redact::{Shape, Visitor};
use logkit::{
    Format, Level, Logger, Redact, critical, error, exception, info, masked, module_logger, warn,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use support::hostile::{Failed, is_hostile};
use support::shared::Shared;

#[module_logger("json.shop")]
static LOGGER: Logger;

/// Parses the output of `log`; each line must be one object.
fn logged(logger: &'static Logger, log: impl FnOnce()) -> Vec<Map<String, Value>> {
    let writer = Shared::default();
    let stream = Stream::new(writer.clone()).with_format(Format::json());
    logger.set_handlers(vec![Box::new(stream)]);
    log();
    let text = writer.text();
    assert!(text.ends_with('\n'), "{text:?}");
    text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

fn one(logger: &'static Logger, log: impl FnOnce()) -> Map<String, Value> {
    let mut objects = logged(logger, log);
    assert_eq!(objects.len(), 1, "{objects:?}");
    objects.remove(0)
}

#[test]
fn an_object_has_the_names_of_the_contract_and_nothing_else() {
    let mut object = one(&LOGGER, || info!(order_id = 7, "packed {} of {}", 3, "five"));
    let time = object.remove("time").and_then(|time| time.as_str().map(str::to_owned)).unwrap();
    let shape = time.replace(|c: char| c.is_ascii_digit(), "0");
    assert_eq!(shape, "0000-00-00T00:00:00.000000Z");
    assert_eq!(
        Value::Object(object),
        json!({
            "level": "INFO",
            "logger": "json.shop",
            "message": "packed 3 of five",
            "fields": { "order_id": 7 },
        })
    );
}

#[module_logger("json.floats")]
static FLOATS: Logger;

#[test]
fn floats_stay_floats_and_short() {
    let writer = Shared::default();
    let stream = Stream::new(writer.clone()).with_format(Format::json());
    FLOATS.set_handlers(vec![Box::new(stream)]);
    info!(logger: FLOATS, one = 1.0, big = 1e300, zero = -0.0_f32, tenth = 0.1_f32, "{}", 1.0);
    let text = writer.text();
    let fields = r#""message":"1","fields":{"one":1.0,"big":1e300,"zero":-0.0,"tenth":0.1}}"#;
    assert!(text.trim_end().ends_with(fields), "{text}");
    for number in
        [1.0, 1e300, -0.0, 0.1, 1e15, 1e16, 1e-5, 1e-7, f64::MIN_POSITIVE, f64::MAX, 5e-324]
    {
        let written = one(&FLOATS, || info!(logger: FLOATS, number, "n"));
        assert_eq!(written["fields"]["number"].as_f64(), Some(number));
    }
}

#[module_logger("json.repeated")]
static REPEATED: Logger;

#[test]
fn keys_are_numbered_without_missing_fields() {
    let log = |first: Option<u8>, second: Option<u8>, other: Option<u8>| {
        let mut objects = logged(&REPEATED, || {
            info!(logger: REPEATED, id = first, "id#2" = other, id = second, id = 3, "m");
        });
        objects.remove(0)["fields"].take()
    };
    for _ in 0..2 {
        let all = log(Some(1), Some(2), Some(9));
        assert_eq!(all, json!({ "id": 1, "id#2": 9, "id#3": 2, "id#4": 3 }));
        assert_eq!(log(None, Some(2), Some(9)), json!({ "id": 2, "id#2": 9, "id#3": 3 }));
        assert_eq!(log(Some(1), None, None), json!({ "id": 1, "id#2": 3 }));
        assert_eq!(log(None, None, Some(9)), json!({ "id#2": 9, "id": 3 }));
    }
}

#[module_logger("json.shapes")]
static SHAPES: Logger;

#[test]
fn missing_parts_are_left_out() {
    let objects = logged(&SHAPES, || {
        warn!(logger: SHAPES, "no fields");
        error!(logger: SHAPES, none = None::<u8>);
        critical!(logger: SHAPES, some = Some(1));
    });
    let summary = objects.iter().map(|object| {
        (
            object["level"].as_str().unwrap(),
            object["message"].as_str().unwrap(),
            object.get("fields"),
        )
    });
    assert_eq!(
        summary.collect::<Vec<_>>(),
        [
            (Level::Warning.name(), "no fields", None),
            (Level::Error.name(), "", None),
            (Level::Critical.name(), "", Some(&json!({ "some": 1 }))),
        ]
    );
}

#[module_logger("json.values")]
static VALUES: Logger;

#[test]
fn numbers_stay_numbers_and_the_rest_is_text() {
    let object = one(&VALUES, || {
        info!(
            logger: VALUES,
            least = i64::MIN,
            most = u64::MAX,
            half = 0.5_f64,
            tenth = 0.1_f32,
            nan = f64::NAN,
            infinite = f32::INFINITY,
            yes = true,
            letter = 'ä',
            bytes = [0_u8, b'a', 0xff].as_slice(),
            text = "a \"quoted\" \\ path",
            display = %"shown",
            debug = ?Some("shown"),
        );
    });
    assert_eq!(
        object["fields"],
        json!({
            "least": i64::MIN,
            "most": u64::MAX,
            "half": 0.5,
            "tenth": 0.1,
            "nan": "NaN",
            "infinite": "inf",
            "yes": true,
            "letter": "ä",
            "bytes": "b\"\\x00a\\xff\"",
            "text": "a \"quoted\" \\ path",
            "display": "shown",
            "debug": "Some(\"shown\")",
        })
    );
}

#[module_logger("json.keys")]
static KEYS: Logger;

#[test]
fn no_key_occurs_twice_and_no_value_is_dropped() {
    let object = one(&KEYS, || info!(logger: KEYS, id = 1, other = 2, id = 3, id = "four"));
    assert_eq!(object["fields"], json!({ "id": 1, "other": 2, "id#2": 3, "id#3": "four" }));
}

#[test]
fn the_number_of_a_key_is_never_another_key() {
    let object = one(&KEYS, || {
        info!(logger: KEYS, "id#2" = 1, id = 2, id = 3, "id#2" = 4, id = 5, "id#4" = 6);
    });
    assert_eq!(
        object["fields"],
        json!({ "id#2": 1, "id": 2, "id#3": 3, "id#2#2": 4, "id#5": 5, "id#4": 6 })
    );
}

#[module_logger("json.errors")]
static ERRORS: Logger;

#[test]
fn an_error_is_an_array_of_its_chain() {
    let failed = Failed::new("no\ncharge").caused_by(Failed::new("card \"declined\""));
    let chain = json!(["no\ncharge", "card \"declined\""]);
    let object = one(&ERRORS, || exception!(logger: ERRORS, &failed, "sorry", order_id = 7));
    assert_eq!(object["error"], chain);
    assert_eq!(object["fields"], json!({ "order_id": 7 }));
    let object = one(&ERRORS, || info!(logger: ERRORS, cause = &failed as &dyn Error));
    assert_eq!(object["fields"], json!({ "cause": chain }));
}

#[derive(Redact)]
struct Card {
    holder: &'static str,
    #[redact(keep_last = 4)]
    number: String,
    #[redact]
    cvv: u16,
    limits: Vec<u64>,
}

#[derive(Redact)]
enum Payment {
    Cash,
    Card(Card),
    Voucher {
        #[redact]
        code: &'static str,
        cents: u64,
    },
}

fn card() -> Card {
    Card { holder: "Ada \"A\"", number: "4111111111111111".into(), cvv: 737, limits: vec![1, 2] }
}

#[module_logger("json.masks")]
static MASKS: Logger;

#[test]
fn redact_values_are_nested_with_their_masks() {
    let nested = json!({
        "holder": "Ada \"A\"",
        "number": "****1111",
        "cvv": "[redacted]",
        "limits": [1, 2],
    });
    let card = card();
    let payments =
        vec![Payment::Cash, Payment::Card(self::card()), Payment::Voucher { code: "x", cents: 5 }];
    let by_name = BTreeMap::from([("first", self::card())]);
    let object = one(&MASKS, || {
        info!(
            logger: MASKS,
            card,
            debug = ?card,
            reference = ?&&card,
            boxed = ?Box::new(self::card()),
            some = ?Some(&card),
            none = ?None::<Card>,
            pair = ?(&card, &card),
            ?payments,
            ?by_name,
            password = masked("hunter2"),
        );
    });
    assert_eq!(
        object["fields"],
        json!({
            "card": nested,
            "debug": nested,
            "reference": nested,
            "boxed": nested,
            "some": nested,
            "none": null,
            "pair": [nested, nested],
            "payments": [
                "Cash",
                { "Card": nested },
                { "Voucher": { "code": "[redacted]", "cents": 5 } },
            ],
            "by_name": { "first": nested },
            "password": "[redacted]",
        })
    );
}

/// A value that contains itself.
struct Endless;

impl fmt::Debug for Endless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Endless")
    }
}

impl Redact for Endless {
    fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        visitor.item(logkit::Value::Redact(&Self))
    }
}

#[derive(Redact)]
struct Half {
    shown: u8,
    panics: Panics,
    #[redact]
    secret: &'static str,
}

#[test]
fn parts_that_fail_leave_a_marker_and_nothing_partial() {
    let half = Half { shown: 1, panics: Panics, secret: "hunter2" };
    let object = one(&FAULTY_PARTS, || {
        info!(logger: FAULTY_PARTS, endless = ?Endless, ?half, after = 2);
    });
    assert_eq!(object["fields"]["endless"], "[formatting failed]");
    assert_eq!(object["fields"]["half"]["panics"], "[formatting panicked]");
    assert_eq!(object["fields"]["half"]["secret"], "[redacted]");
    assert_eq!(object["fields"]["after"], 2);
}

#[module_logger("json.faulty_parts")]
static FAULTY_PARTS: Logger;

/// A `Redact` value whose parts do not match its shape.
#[derive(Clone, Copy, Debug)]
enum Miscounted {
    None,
    Two,
    /// Continues after an error.
    AfterAnError(&'static Miscounted),
}

impl Redact for Miscounted {
    fn shape(&self) -> Shape<'_> {
        match self {
            Self::None | Self::Two => Shape::one(),
            Self::AfterAnError(_) => Shape::list(),
        }
    }

    fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        use logkit::Value;

        match self {
            Self::None => Ok(()),
            Self::Two => {
                visitor.item(Value::U64(1))?;
                visitor.item(Value::Str("second"))
            }
            Self::AfterAnError(inner) => {
                let _ = visitor.item(Value::Redact(*inner));
                let _ = visitor.item(Value::U64(3));
                Ok(())
            }
        }
    }
}

#[module_logger("json.miscounted")]
static MISCOUNTED: Logger;

#[test]
fn missing_and_surplus_parts_leave_a_marker() {
    for faulty in [
        Miscounted::None,
        Miscounted::Two,
        Miscounted::AfterAnError(&Miscounted::None),
        Miscounted::AfterAnError(&Miscounted::Two),
    ] {
        let object = one(&MISCOUNTED, || info!(logger: MISCOUNTED, ?faulty, after = 2));
        let fields = json!({ "faulty": "[formatting failed]", "after": 2 });
        assert_eq!(object["fields"], fields, "{faulty:?}");
    }
}

struct Panics;

impl fmt::Debug for Panics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("half \" a value")?;
        panic!("on purpose");
    }
}

#[module_logger("json.faults")]
static FAULTS: Logger;

#[test]
fn a_value_that_panics_leaves_a_valid_object() {
    let object = one(
        &FAULTS,
        || info!(logger: FAULTS, before = 1, bad = ?Panics, after = 2, "bad: {:?}", Panics),
    );
    assert_eq!(object["message"], "bad: [formatting panicked]");
    assert_eq!(
        object["fields"],
        json!({ "before": 1, "bad": "[formatting panicked]", "after": 2 })
    );
}

#[module_logger("json.random")]
static RANDOM: Logger;

proptest! {
    #[test]
    fn any_text_can_be_read_back(text in any::<String>(), ascii in "[ -~\t\r\n]{0,40}") {
        for text in [&text, &ascii] {
            let writer = Shared::default();
            let stream = Stream::new(writer.clone()).with_format(Format::json());
            RANDOM.set_handlers(vec![Box::new(stream)]);
            info!(logger: RANDOM, typed = text, shown = %text, "{text}");
            let line = writer.text();
            let object: Map<String, Value> = serde_json::from_str(&line).unwrap();
            prop_assert_eq!(&object["message"], text);
            prop_assert_eq!(&object["fields"], &json!({ "typed": text, "shown": text }));
            // No character in it ends a line, controls a terminal or changes the direction of text.
            let raw = line.trim_end_matches('\n');
            prop_assert!(!raw.contains(is_hostile), "{:?}", raw);
        }
    }
}

//! Names added and allowed by the program count in text, too. The lists are process-wide, so each test
//! uses names that occur in no other test.

use logkit::handler::Memory;
use logkit::redact::remove_secret_name;
use logkit::redact::{add_secret_name, allow_name, disallow_name};
use logkit::scrub::{Scrubber, SecretKind};
use logkit::{Format, Logger, Redact, info, module_logger};

#[module_logger("scrub.named")]
static LOGGER: Logger;

#[derive(Redact)]
struct Visit {
    zdiagnosis: &'static str,
    #[redact]
    n: u8,
}

#[test]
fn values_assigned_to_added_names_are_masked() {
    let texts = [
        ("zdiagnosis=J06.9 n=1", "zdiagnosis=[redacted] n=1"),
        ("first_zdiagnosis: \"J06 9\"", "first_zdiagnosis: \"[redacted]\""),
        ("{\"firstZdiagnosis\": 5}", "{\"firstZdiagnosis\": [redacted]}"),
        (
            "pin=4711 ZDIAGNOSES=2 zdiagnosis-raw=J06.9",
            "pin=[redacted] ZDIAGNOSES=2 zdiagnosis-raw=[redacted]",
        ),
    ];
    let scrubber = Scrubber::new();
    assert_eq!(scrubber.scrub(texts[0].0), texts[0].0);
    assert!(add_secret_name("zdiagnosis"));
    for (text, expected) in texts {
        assert_eq!(scrubber.scrub(text), expected);
    }
    let without = Scrubber::new().without_kind(SecretKind::Credentials);
    assert_eq!(without.scrub("zdiagnosis=J06.9"), "zdiagnosis=J06.9");
    for format in [Format::standard(), Format::json()] {
        let memory = Memory::new().with_format(format).with_scrubber(Scrubber::new());
        LOGGER.set_handlers(vec![Box::new(memory.clone())]);
        let visit = Visit { zdiagnosis: "J06.9", n: 1 };
        info!(?visit, "zdiagnosis: J06.9");
        let line = memory.lines().remove(0);
        assert!(!line.contains("J06.9") && line.matches("[redacted]").count() == 3, "{line}");
    }
    assert!(remove_secret_name("zdiagnosis"));
    assert_eq!(scrubber.scrub(texts[0].0), texts[0].0);
}

#[test]
fn a_name_that_is_harmless_is_so_in_text() {
    assert!(allow_name("zbutton pin"));
    let scrubber = Scrubber::new();
    for text in ["zbutton_pin=4711", "zbuttonPin: 4711", "{\"left_zbutton_pin\": 4711}"] {
        assert_eq!(scrubber.scrub(text), text);
    }
    assert_eq!(scrubber.scrub("pin=4711"), "pin=[redacted]");
    assert!(disallow_name("zbutton pin"));
    assert_eq!(scrubber.scrub("zbutton_pin=4711"), "zbutton_pin=[redacted]");
}

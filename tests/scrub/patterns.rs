//! User-defined patterns.

use logkit::handler::Memory;
use logkit::scrub::Scrubber;
use logkit::{Format, Logger, info, module_logger};

#[module_logger("scrub.patterns")]
static LOGGER: Logger;

#[test]
fn all_of_a_match_is_masked_or_its_group_named_secret() {
    let scrubber = Scrubber::new()
        .with_pattern("badge", r"\bB-\d{4}\b")
        .and_then(|scrubber| scrubber.with_pattern("room", r"(?i)room (?<secret>\w+)"))
        .unwrap();
    assert_eq!(
        scrubber.scrub("B-1234 in Room Küche, B-12345"),
        "[redacted] in Room [redacted], B-12345"
    );
    // The built-in rules still apply.
    assert_eq!(scrubber.scrub("B-1234 pin=4711"), "[redacted] pin=[redacted]");
}

#[test]
fn in_json_a_pattern_searches_decoded_strings() {
    let scrubber = Scrubber::new().with_pattern("quoted", "say \"(?<secret>.+)\"").unwrap();
    let memory = Memory::new().with_format(Format::json()).with_scrubber(scrubber);
    LOGGER.set_handlers(vec![Box::new(memory.clone())]);
    info!("say \"a\tb\"");
    let line: serde_json::Value = serde_json::from_str(&memory.lines()[0]).unwrap();
    assert_eq!(line["message"], "say \"[redacted]\"");
}

#[test]
fn the_error_of_a_pattern_names_it_and_the_cause() {
    let error = Scrubber::new().with_pattern("badge", "B-(").unwrap_err().to_string();
    assert!(error.contains("\"badge\"") && error.contains("unclosed group"), "{error}");
    let error = Scrubber::new().with_pattern("all", "x*").unwrap_err().to_string();
    assert!(error.contains("\"all\"") && error.contains("empty"), "{error}");
    let error = Scrubber::new().with_pattern("big", r"\w{1000}{1000}").unwrap_err().to_string();
    assert!(error.contains("\"big\"") && error.contains("size"), "{error}");
}

#[test]
fn debug_names_the_patterns_and_does_not_show_them() {
    let scrubber = Scrubber::new().with_pattern("badge", "hunter2").unwrap();
    assert_eq!(format!("{scrubber:?}"), "Scrubber { patterns: [\"badge\"], .. }");
}

//! The cost of a scrubber for a clean line of 120 bytes, and for one with a secret.

use std::hint::black_box;

use logkit::scrub::Scrubber;
use logkit_bench::measure::{Case, Group, Limit};

/// The limit for a clean line, in nanoseconds.
pub(crate) const MOST: f64 = 160.0;

/// Lines as the standard format writes them, the first two of 120 bytes.
const CLEAN: &str = "2026-11-26 07:31:00,123 - shop.payments - INFO - charged order_id=1234567 \
                     customer=ada_l cents=1999 country=DE attempt=1";
const JSON: &str = r#"{"time":"2026-11-26T07:31:00.123456Z","level":"INFO","logger":"shop","message":"charged","fields":{"order_id":12345,"c":1}}"#;
const CARD: &str = "2026-11-26 07:31:00,123 - shop.payments - INFO - charged card=4111111111111111 \
                    customer=ada_l cents=1999 country=DE at=1";

pub(crate) fn group() -> Group {
    assert_eq!(
        (CLEAN.len(), JSON.len()),
        (120, 123),
        "the lines are as long as they are said to be"
    );
    let scrubber = Scrubber::new();
    assert_eq!((scrubber.scrub(CLEAN), scrubber.scrub(JSON)), (CLEAN.into(), JSON.into()));
    let case = |name, line: &'static str| {
        let scrubber = Scrubber::new();
        Case::new(name, move || {
            black_box(scrubber.scrub(black_box(line)));
        })
    };
    let nothing = Case::new("not scrubbed", || {
        black_box(black_box(CLEAN));
    });
    Group {
        title: "scrubbing a line",
        cases: vec![
            nothing,
            case("a clean line", CLEAN).limit(Limit::Adds(MOST)).without_allocations(),
            case("a clean line of JSON", JSON).limit(Limit::Adds(MOST)).without_allocations(),
            case("a line with a card's number", CARD),
        ],
    }
}

//! The outputs that bypass loggers: format strings, panics, assertions, serde.

#![allow(clippy::unnecessary_literal_unwrap, reason = "the message is checked")]

use std::fmt::{self, Debug};
use std::panic::{AssertUnwindSafe, catch_unwind};

use logkit::redact::Redacted;

use crate::quiet::panics_of;
use crate::routes::Written;
use crate::subject::{Shape, Subject};

/// Prints a value of the shape; `None` if the shape cannot be printed in this way.
pub(crate) type Print = fn(&Shape) -> Option<Written>;

pub(crate) const ALL: &[(&str, Print)] = &[
    ("debug", debug),
    ("pretty", pretty),
    ("flags", flags),
    ("display", display),
    ("redacted", redacted),
    ("redacted_pretty", redacted_pretty),
    ("unwrap", unwrap),
    ("expect_err", expect_err),
    ("assert_eq", assert_eq),
    ("panic_payload", panic_payload),
    ("anyhow", anyhow),
    #[cfg(feature = "serde")]
    ("serde", serde),
];

fn debug(shape: &Shape) -> Option<Written> {
    Some(Written::same(format!("{:?}", shape.make().debug()), shape.shown.debug.clone()))
}

fn pretty(shape: &Shape) -> Option<Written> {
    Some(laid_out(format!("{:#?}", shape.make().debug()), &shape.shown.debug))
}

/// `{:#?}` adds line ends, indentation and commas.
fn laid_out(text: String, debug: &str) -> Written {
    let bare = |text: &str| text.replace(['\n', ' ', ','], "");
    Written { shown: bare(&text), wanted: bare(debug), text }
}

/// Width, precision, signs and `x?` apply to shown values and do not change masks.
fn flags(shape: &Shape) -> Option<Written> {
    let subject = shape.make();
    let debug = subject.debug();
    let all = [
        format!("{debug:60?}"),
        format!("{debug:.2?}"),
        format!("{debug:_^+9.1?}"),
        format!("{debug:#04X?}"),
    ];
    let count =
        |text: &str| ["[redacted]", "****", "<gone>"].map(|mask| text.matches(mask).count());
    let shown = all.each_ref().map(|text| format!("{:?}", count(text))).concat();
    let wanted = format!("{:?}", count(&shape.shown.debug)).repeat(4);
    Some(Written { text: all.join("\n"), shown, wanted })
}

fn display(shape: &Shape) -> Option<Written> {
    let mut text = None;
    shape.make().with_display(&mut |display| text = Some(format!("{display}")));
    Some(Written::same(text?, shape.shown.debug.clone()))
}

fn redacted(shape: &Shape) -> Option<Written> {
    let subject = shape.make();
    let view = Redacted::new(subject.redact()?);
    Some(Written::same(format!("{view}|{view:?}"), [&*shape.shown.debug; 2].join("|")))
}

fn redacted_pretty(shape: &Shape) -> Option<Written> {
    let subject = shape.make();
    Some(laid_out(format!("{:#?}", Redacted::new(subject.redact()?)), &shape.shown.debug))
}

/// The subject as a value for `assert_eq!` and `unwrap`.
struct Compared(Box<dyn Subject>);

impl Debug for Compared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.debug().fmt(f)
    }
}

impl PartialEq for Compared {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// The message that a panic's hook gets, without the place; `wanted` is the expected value in it.
fn panicked(shape: &Shape, wanted: &str, panic: impl FnOnce(Compared)) -> Option<Written> {
    if shape.panics_within {
        return None;
    }
    let subject = Compared(shape.make());
    let said = panics_of(|| {
        let payload = catch_unwind(AssertUnwindSafe(|| panic(subject)));
        assert!(payload.is_err(), "it did not panic");
    });
    let text = said.concat();
    let (_, message) = text.split_once(":\n").expect("a place, then a message");
    Some(Written::same(message.to_owned(), wanted.replace("{}", &shape.shown.debug)))
}

fn unwrap(shape: &Shape) -> Option<Written> {
    panicked(shape, "called `Result::unwrap()` on an `Err` value: {}", |subject| {
        Err::<(), _>(subject).unwrap();
    })
}

fn expect_err(shape: &Shape) -> Option<Written> {
    panicked(shape, "it is an error: {}", |subject| {
        Ok::<_, ()>(subject).expect_err("it is an error");
    })
}

fn assert_eq(shape: &Shape) -> Option<Written> {
    let wanted = "assertion `left == right` failed: as it is\n  left: {}\n right: {}";
    let other = Compared(shape.make());
    panicked(shape, wanted, move |subject| assert_eq!(subject, other, "as it is"))
}

/// The payload of a caught panic.
fn panic_payload(shape: &Shape) -> Option<Written> {
    if shape.panics_within {
        return None;
    }
    let subject = Compared(shape.make());
    let mut payload = None;
    panics_of(|| payload = catch_unwind(AssertUnwindSafe(|| panic!("{subject:?}"))).err());
    let text = payload?.downcast::<String>().expect("a message of a format string");
    Some(Written::same(*text, shape.shown.debug.clone()))
}

/// A report's `{:?}`, with the whole chain.
fn anyhow(shape: &Shape) -> Option<Written> {
    let error = anyhow::anyhow!("{:?}", shape.make().debug()).context("outermost");
    let wanted = format!("outermost\n\nCaused by:\n    {}", shape.shown.debug);
    // If there is a backtrace, it follows: names of functions and files.
    let text = format!("{error:?}").split("\n\nStack backtrace").next()?.to_owned();
    Some(Written::same(text, wanted))
}

#[cfg(feature = "serde")]
fn serde(shape: &Shape) -> Option<Written> {
    let subject = shape.make();
    let text = serde_json::to_string(&Redacted::new(subject.redact()?)).expect("it is JSON");
    let read: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    Some(Written { shown: read.to_string(), text, wanted: shape.shown.json.to_string() })
}

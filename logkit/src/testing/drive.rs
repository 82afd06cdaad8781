//! Formats, logs and panics with a value, and searches each output.

use std::error::Error;
use std::fmt::{self, Write as _};

use crate::format::Format;
use crate::level::Level;
use crate::record::Record;
use crate::record::metadata::{Location, Metadata};
use crate::record::value::{Redact, Value, Visitor};
use crate::record::write::chain;
use crate::testing::detector::{Empty, LeakDetector, written};
use crate::util::catch_panic::catch_panic;

/// Nesting limit for a value that contains itself.
const MAX_DEPTH: usize = 64;

/// The call site of a statement that logs a value: `info!(value, "value {value}")`.
static SITE: Metadata = Metadata::new(
    Level::Info,
    Location::new(module_path!(), file!(), line!()),
    1,
    &["value", "value "],
);

/// Searches the output of each format string, with the output for an empty value as the baseline.
macro_rules! formats {
    ($detector:expr, $value:expr, $($format:literal),+) => { $(
        let baseline = written(|out| write!(out, $format, Empty));
        $detector.search_written(concat!("`", $format, "`"), &baseline, |out| write!(out, $format, $value));
    )+ };
}

/// Searches every output that uses `Debug`.
pub(super) fn debug(detector: &LeakDetector, value: &dyn fmt::Debug) {
    formats!(
        detector,
        value,
        "{:?}",
        "{:#?}",
        "{:x?}",
        "{:X?}",
        "{:#x?}",
        "{:08?}",
        "{:.1?}",
        "{:200?}",
        "{:*<+#200.1?}"
    );
    contained(detector, value);
    logged(detector, "`?value`", Value::Debug(value));
    panicked(detector, value);
    detector.search_panics("`{:?}`");
}

fn contained(detector: &LeakDetector, value: &dyn fmt::Debug) {
    #[derive(Debug)]
    struct Failure<'a> {
        _source: &'a dyn fmt::Debug,
    }
    type Write = fn(&mut String, &dyn fmt::Debug) -> fmt::Result;
    let ways: [(&str, Write); 5] = [
        ("`{:?}` of `Some(value)`", |out, value| write!(out, "{:?}", Some(value))),
        ("`{:#?}` of `Some(value)`", |out, value| write!(out, "{:#?}", Some(value))),
        ("`{:?}` of `vec![value]`", |out, value| write!(out, "{:?}", [value])),
        ("`{:?}` of `(1, value)`", |out, value| write!(out, "{:?}", (1, value))),
        ("`{:?}` of an error with the value as its source", |out, value| {
            write!(out, "{:?}", Failure { _source: value })
        }),
    ];
    for (way, write) in ways {
        let baseline = written(|out| write(out, &Empty));
        detector.search_written(way, &baseline, |out| write(out, value));
    }
}

/// Searches the messages of std's panics with the value. They are written and not raised: a panic would
/// show its message to the program's own hook, which may print it.
fn panicked(detector: &LeakDetector, value: &dyn fmt::Debug) {
    type WriteMessage = fn(&mut String, &dyn fmt::Debug) -> fmt::Result;
    let ways: [(&str, WriteMessage); 3] = [
        ("`panic!(\"{value:?}\")`", |out, value| write!(out, "{value:?}")),
        ("`assert_eq!(value, ..)`", |out, value| {
            let failed = "assertion `left == right` failed";
            write!(out, "{failed}\n  left: {value:?}\n right: {value:?}")
        }),
        ("`Err(value).unwrap()`", |out, value| {
            write!(out, "called `Result::unwrap()` on an `Err` value: {value:?}")
        }),
    ];
    for (way, message) in ways {
        let baseline = written(|out| message(out, &Empty));
        detector.search_written(way, &baseline, |out| message(out, value));
    }
}

/// Searches every output that uses `Display`.
pub(super) fn display(detector: &LeakDetector, value: &dyn fmt::Display) {
    formats!(detector, value, "{}", "{:#}", "{:.1}", "{:200}", "{:*<+#200.1}");
    logged(detector, "`%value`", Value::Display(value));
}

/// Searches the error and its sources, formatted one by one and logged.
pub(super) fn error(detector: &LeakDetector, error: &dyn Error) {
    one_error(detector, "the error of the returned value", error);
    logged(detector, "`%error`", Value::Display(&error));
    logged(detector, "`?error`", Value::Debug(&error));
    let source = catch_panic(|| error.source());
    detector.search_panics("`source()`");
    let Ok(Some(source)) = source else { return };
    sources(detector, "the error of the returned value", source, 1);
    logged(detector, "`error = source`", Value::Error(source));
    let values = [Value::Display(&Empty), Value::Display(&Empty)];
    let mut record = Record::new("value", &SITE, &values);
    record.error = Some(source);
    lines(detector, "`exception!(source)`", &record);
}

/// Searches the parts of a `Redact` value one by one.
pub(super) fn parts(detector: &LeakDetector, value: &dyn Redact) {
    logged(detector, "`value`", Value::Redact(value));
    detector.search_written("the parts of `Redact`", "", |out| write_parts(out, value, MAX_DEPTH));
}

/// Searches a record with the value as a field and an argument.
pub(super) fn logged(detector: &LeakDetector, way: &str, value: Value<'_>) {
    lines(detector, way, &Record::new("value", &SITE, &[value, value]));
    detector.search_panics(way);
}

/// Searches every output that a handler or the host can make of a record.
pub(super) fn record(detector: &LeakDetector, record: &Record<'_>) {
    // Names that are made at run time may hold the secret.
    let is_named = record.dynamic.is_none();
    let line = record.line().unwrap_or_default();
    let way = if is_named {
        let file = record.file().unwrap_or_default();
        format!("a record of logger `{}` ({file}:{line})", record.name())
    } else {
        format!("a third party's record of level {} (line {line})", record.level())
    };
    lines(detector, &way, record);
    let values = empty_values(record);
    let empty = record.with_values(&values, None);
    detector.search(
        &format!("the message of {way}"),
        &record.message().to_string(),
        &empty.message().to_string(),
    );
    for (index, (key, value)) in (1..).zip(record.fields()) {
        let which = if is_named { format!("`{key}`") } else { format!("number {index}") };
        field(detector, &format!("the field {which} of {way}"), value);
    }
    for argument in record.arguments() {
        field(detector, &format!("an argument of {way}"), *argument);
    }
    if let Some(error) = record.error() {
        sources(detector, &format!("the error of {way}"), error, 0);
    }
    detector.search_panics(&way);
}

/// Searches a value as the host's subscriber formats it, including output before a failure.
fn field(detector: &LeakDetector, way: &str, value: Value<'_>) {
    let debug = |value: &dyn fmt::Debug| {
        detector.search_written(way, "", |out| write!(out, "{value:?}"));
        detector.search_written(way, "", |out| write!(out, "{value:#?}"));
    };
    match value {
        Value::Debug(value) => debug(value),
        Value::Display(value) => detector.search_written(way, "", |out| write!(out, "{value}")),
        Value::Error(error) => sources(detector, way, error, 0),
        Value::Redact(value) => {
            debug(&value);
            detector.search_written(way, "", |out| write_parts(out, value, MAX_DEPTH));
        }
        other => detector.search(way, &other.to_string(), ""),
    }
}

/// Searches a chain of errors, numbered from `first`; number 0 is the error itself.
fn sources(detector: &LeakDetector, of: &str, error: &(dyn Error + 'static), first: usize) {
    for (index, error) in (first..).zip(chain(error)) {
        match index {
            0 => one_error(detector, of, error),
            _ => one_error(detector, &format!("source {index} of {of}"), error),
        }
    }
}

fn one_error(detector: &LeakDetector, which: &str, error: &dyn Error) {
    detector.search_written(&format!("`{{}}` of {which}"), "", |out| write!(out, "{error}"));
    detector.search_written(&format!("`{{:#}}` of {which}"), "", |out| write!(out, "{error:#}"));
    detector.search_written(&format!("`{{:?}}` of {which}"), "", |out| write!(out, "{error:?}"));
    detector.search_written(&format!("`{{:#?}}` of {which}"), "", |out| write!(out, "{error:#?}"));
}

/// Searches the formatted lines of a record; the same statement with empty values is the baseline.
fn lines(detector: &LeakDetector, way: &str, record: &Record<'_>) {
    let values = empty_values(record);
    let error = record.error().map(|error| EmptyError::new(chain(error).count()));
    let error = error.as_ref().map(|error| error as &(dyn Error + 'static));
    let empty = record.with_values(&values, error);
    for (name, format) in [("text", Format::standard()), ("JSON", Format::json())] {
        let line = |record: &Record<'_>| {
            let mut line = Vec::new();
            format.push(&mut line, record);
            String::from_utf8_lossy(&line).into_owned()
        };
        detector.search(&format!("the {name} line of {way}"), &line(record), &line(&empty));
    }
}

/// Replaces each value by an empty one; absent values stay absent.
fn empty_values<'a>(record: &Record<'_>) -> Vec<Value<'a>> {
    let empty = |value: &Value<'_>| match value {
        Value::Empty => Value::Empty,
        _ => Value::Display(&Empty),
    };
    record.values().iter().map(empty).collect()
}

/// An error without a message, with a given number of sources.
#[derive(Debug)]
struct EmptyError(Option<Box<EmptyError>>);

impl EmptyError {
    fn new(length: usize) -> Self {
        (1..length).fold(Self(None), |source, _| Self(Some(Box::new(source))))
    }
}

impl fmt::Display for EmptyError {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl Error for EmptyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.as_ref().map(|source| &**source as &(dyn Error + 'static))
    }
}

fn write_parts(out: &mut String, value: &dyn Redact, depth: usize) -> fmt::Result {
    let depth = depth.checked_sub(1).ok_or(fmt::Error)?;
    value.parts(&mut Visitor::new(&mut |name, part| {
        writeln!(out, "{name}")?;
        match part {
            Value::Redact(parts) => write_parts(out, parts, depth),
            part => writeln!(out, "{part}"),
        }
    }))
}

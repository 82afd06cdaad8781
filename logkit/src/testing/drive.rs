//! Drives a value out of every way there is: formatted, logged, panicked with.

use std::error::Error;
use std::fmt::{self, Write as _};

use crate::callsite::{FieldName, Location, Metadata};
use crate::format::Format;
use crate::level::Level;
use crate::record::Record;
use crate::record::value::{Value, chain};
use crate::redact::Redact;
use crate::testing::watch::{Blank, Lookout, written};
use crate::util::catch_panic::catch_panic;

/// A value that holds itself is followed no deeper than this.
const MAX_DEPTH: usize = 64;

/// The statement that logs a value: `info!(value, "value {value}")`.
static SITE: Metadata = Metadata::new(
    Level::Info,
    Location::new(None, module_path!(), file!(), line!()),
    &[FieldName::new("value", " value=")],
    &["value "],
    true,
);

/// Looks at what each of the formats makes of the value, and at what they make of nothing.
macro_rules! formats {
    ($lookout:expr, $value:expr, $($format:literal),+) => { $(
        let frame = written(|out| write!(out, $format, Blank));
        $lookout.look_at(concat!("`", $format, "`"), &frame, |out| write!(out, $format, $value));
    )+ };
}

/// As everything there is that shows a `Debug`.
pub(super) fn debug(lookout: &Lookout, value: &dyn fmt::Debug) {
    formats!(
        lookout,
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
    contained(lookout, value);
    logged(lookout, "`?value`", Value::Debug(value));
    // A `Debug` that panics while a panic's message is made of it would end the process.
    let mut text = String::new();
    if catch_panic(|| write!(text, "{value:?}")).is_ok() {
        panicked(lookout, value);
    }
    lookout.look_at_panics("`{:?}`");
}

fn contained(lookout: &Lookout, value: &dyn fmt::Debug) {
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
        let frame = written(|out| write(out, &Blank));
        lookout.look_at(way, &frame, |out| write(out, value));
    }
}

fn panicked(lookout: &Lookout, value: &dyn fmt::Debug) {
    /// Equal to nothing, so that `assert_eq!` has something to say.
    struct Unequal<'a>(&'a dyn fmt::Debug);
    impl PartialEq for Unequal<'_> {
        fn eq(&self, _: &Self) -> bool {
            false
        }
    }
    impl fmt::Debug for Unequal<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.fmt(f)
        }
    }
    lookout.look_at_panic("`panic!(\"{value:?}\")`", |value| panic!("{value:?}"), value);
    #[allow(clippy::unnecessary_literal_unwrap, reason = "it is its message that is wanted")]
    let unwrap = |value: &dyn fmt::Debug| Err::<(), _>(value).unwrap();
    lookout.look_at_panic("`Err(value).unwrap()`", unwrap, value);
    let assert_eq = |value: &dyn fmt::Debug| assert_eq!(Unequal(value), Unequal(value));
    lookout.look_at_panic("`assert_eq!(value, ..)`", assert_eq, value);
}

/// As everything there is that shows a `Display`.
pub(super) fn display(lookout: &Lookout, value: &dyn fmt::Display) {
    formats!(lookout, value, "{}", "{:#}", "{:.1}", "{:200}", "{:*<+#200.1}");
    logged(lookout, "`%value`", Value::Display(value));
}

/// The error and its sources, each by itself and logged. It may borrow; its sources cannot.
pub(super) fn error(lookout: &Lookout, error: &dyn Error) {
    one_error(lookout, "the error of the returned value", error);
    logged(lookout, "`%error`", Value::Display(&error));
    logged(lookout, "`?error`", Value::Debug(&error));
    let source = catch_panic(|| error.source());
    lookout.look_at_panics("`source()`");
    let Ok(Some(source)) = source else { return };
    sources(lookout, "the error of the returned value", source, 1);
    logged(lookout, "`error = source`", Value::Error(source));
    let values = [Value::Display(&Blank), Value::Display(&Blank)];
    let mut record = Record::new("value", &SITE, &values);
    record.error = Some(source);
    lines(lookout, "`exception!(source)`", &record);
}

/// The value's parts, each by itself.
pub(super) fn parts(lookout: &Lookout, value: &dyn Redact) {
    logged(lookout, "`value`", Value::Redact(value));
    lookout.look_at("the parts of `Redact`", "", |out| write_parts(out, value, MAX_DEPTH));
}

/// The value as a field without a sigil.
pub(super) fn logged(lookout: &Lookout, way: &str, value: Value<'_>) {
    lines(lookout, way, &Record::new("value", &SITE, &[value, value]));
    lookout.look_at_panics(way);
}

/// A record on its way to the handlers: all that a handler or the host could make of it.
pub(super) fn record(lookout: &Lookout, record: &Record<'_>) {
    let file = record.file().unwrap_or_default();
    let line = record.line().unwrap_or_default();
    let way = format!("a record of logger `{}` ({file}:{line})", record.name());
    lines(lookout, &way, record);
    let values = blanks(record);
    let blank = record.with_values(&values, None);
    lookout.look(
        &format!("the message of {way}"),
        &record.message().to_string(),
        &blank.message().to_string(),
    );
    for (key, value) in record.fields() {
        field(lookout, &format!("the field `{key}` of {way}"), value);
    }
    for argument in record.arguments() {
        field(lookout, &format!("an argument of {way}"), *argument);
    }
    if let Some(error) = record.error() {
        sources(lookout, &format!("the error of {way}"), error, 0);
    }
    lookout.look_at_panics(&way);
}

/// A value as the host's subscriber gets it: what it writes before it fails counts.
fn field(lookout: &Lookout, way: &str, value: Value<'_>) {
    let debug = |value: &dyn fmt::Debug| {
        lookout.look_at(way, "", |out| write!(out, "{value:?}"));
        lookout.look_at(way, "", |out| write!(out, "{value:#?}"));
    };
    match value {
        Value::Debug(value) => debug(value),
        Value::Display(value) => lookout.look_at(way, "", |out| write!(out, "{value}")),
        Value::Error(error) => sources(lookout, way, error, 0),
        Value::Redact(value) => {
            debug(&value);
            lookout.look_at(way, "", |out| write_parts(out, value, MAX_DEPTH));
        }
        other => lookout.look(way, &other.to_string(), ""),
    }
}

/// The first of these is source number `first`, or, if that is 0, the error itself.
fn sources(lookout: &Lookout, of: &str, error: &(dyn Error + 'static), first: usize) {
    for (index, error) in (first..).zip(chain(error)) {
        match index {
            0 => one_error(lookout, of, error),
            _ => one_error(lookout, &format!("source {index} of {of}"), error),
        }
    }
}

fn one_error(lookout: &Lookout, which: &str, error: &dyn Error) {
    lookout.look_at(&format!("`{{}}` of {which}"), "", |out| write!(out, "{error}"));
    lookout.look_at(&format!("`{{:#}}` of {which}"), "", |out| write!(out, "{error:#}"));
    lookout.look_at(&format!("`{{:?}}` of {which}"), "", |out| write!(out, "{error:?}"));
    lookout.look_at(&format!("`{{:#?}}` of {which}"), "", |out| write!(out, "{error:#?}"));
}

/// The lines of a record, beside those of the same statement with nothing in it.
fn lines(lookout: &Lookout, way: &str, record: &Record<'_>) {
    let values = blanks(record);
    let error = record.error().map(|error| BlankError::new(chain(error).count()));
    let error = error.as_ref().map(|error| error as &(dyn Error + 'static));
    let blank = record.with_values(&values, error);
    for (name, format) in [("text", Format::standard()), ("JSON", Format::json())] {
        let line = |record: &Record<'_>| {
            let mut line = Vec::new();
            format.push(&mut line, record);
            String::from_utf8_lossy(&line).into_owned()
        };
        lookout.look(&format!("the {name} line of {way}"), &line(record), &line(&blank));
    }
}

/// Nothing in the place of each value; what is left out of a line stays left out.
fn blanks<'a>(record: &Record<'_>) -> Vec<Value<'a>> {
    let blank = |value: &Value<'_>| match value {
        Value::Empty => Value::Empty,
        _ => Value::Display(&Blank),
    };
    record.values().iter().map(blank).collect()
}

/// An error that says nothing, with as many sources as another.
#[derive(Debug)]
struct BlankError(Option<Box<BlankError>>);

impl BlankError {
    fn new(length: usize) -> Self {
        (1..length).fold(Self(None), |source, _| Self(Some(Box::new(source))))
    }
}

impl fmt::Display for BlankError {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl Error for BlankError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.as_ref().map(|source| &**source as &(dyn Error + 'static))
    }
}

fn write_parts(out: &mut String, value: &dyn Redact, depth: usize) -> fmt::Result {
    let depth = depth.checked_sub(1).ok_or(fmt::Error)?;
    value.parts(&mut |name, part| {
        writeln!(out, "{name}")?;
        match part {
            Value::Redact(parts) => write_parts(out, parts, depth),
            part => writeln!(out, "{part}"),
        }
    })
}

//! The names, and the ways to log a value under one of them.

#[cfg(feature = "host")]
use std::fmt::Debug;

use logkit::{Value, info};
use tracing::field::Empty;
use tracing::{Span, info_span};

use super::kinds::{Argument, Given};
use super::neighbours;
#[cfg(feature = "log")]
use crate::routes::bridge;
use crate::routes::{LOGGER, Place};
use crate::statements::{AsItIs, Field, Said};

/// A name, and the code that is compiled with it: the macros take only literals.
pub(super) struct Name {
    pub(super) text: &'static str,
    event: fn(&Given<'_>),
    given: fn(&Given<'_>) -> Span,
    recorded: fn(&Given<'_>) -> Span,
    /// The function with a parameter of this name, if there can be one.
    instrumented: Option<Instrumented>,
    constant: fn(Value<'_>),
}

/// Runs code within the span of a function that has the value as an argument.
type Instrumented = fn(Argument<'_>, fn());

/// Logs a value under a name; `None` if the name is not possible there.
pub(super) type Way = fn(&Name, &Given<'_>) -> Option<Said>;

/// Every way, and the handlers that get the record.
pub(super) const WAYS: &[(Place, &str, Way)] = &[
    (Place::Root, "event", event),
    (Place::Logger, "constant", constant),
    (Place::Root, "constant", constant),
    (Place::Root, "in_span", |name, value| given(name, value, theirs)),
    (Place::WithinHost, "in_span", |name, value| given(name, value, ours)),
    (Place::Root, "in_span_recorded_later", |name, value| recorded(name, value, theirs)),
    (Place::WithinHost, "in_span_recorded_later", |name, value| recorded(name, value, ours)),
    (Place::Root, "in_span_of_a_function", |name, value| argument(name, value, theirs)),
    (Place::WithinHost, "in_span_of_a_function", |name, value| argument(name, value, ours)),
    #[cfg(feature = "log")]
    (Place::Bridge, "key_value", key_value),
];

/// The record as masked by name where it is written.
fn scrubbed(name: &Name) -> Said {
    Said::info("named").fields(neighbours(name.text, Field::Scrubbed))
}

/// A record without the value, in a span with it.
fn within(name: &Name) -> Option<Said> {
    Some(Said::info("within").span(neighbours(name.text, Field::Scrubbed)))
}

fn event(name: &Name, value: &Given<'_>) -> Option<Said> {
    (name.event)(value);
    Some(scrubbed(name))
}

fn constant(name: &Name, value: &Given<'_>) -> Option<Said> {
    (name.constant)(value.ours);
    // Masked before it becomes an event.
    let masked = Field::Debug("[redacted]".to_owned());
    Some(Said::info("named").fields(neighbours(name.text, masked)))
}

fn given(name: &Name, value: &Given<'_>, log: fn()) -> Option<Said> {
    (name.given)(value).in_scope(log);
    within(name)
}

fn recorded(name: &Name, value: &Given<'_>, log: fn()) -> Option<Said> {
    (name.recorded)(value).in_scope(log);
    within(name)
}

fn argument(name: &Name, value: &Given<'_>, log: fn()) -> Option<Said> {
    name.instrumented?(value.argument, log);
    within(name)
}

#[cfg(feature = "log")]
fn key_value(name: &Name, value: &Given<'_>) -> Option<Said> {
    let key_values = [
        ("user", "ada".into()),
        (name.text, value.logged.clone()),
        ("token_count", 5.into()),
        ("author", "Ada Lovelace".into()),
    ];
    bridge(&key_values, format_args!("named"));
    Some(scrubbed(name))
}

fn theirs() {
    tracing::info!(target: "corpus", before = 1, after = 2, "within");
}

fn ours() {
    info!(before = 1, after = 2, "within");
}

macro_rules! name {
    ($name:literal, $instrumented:expr) => {
        Name {
            text: $name,
            event: |given| {
                let value = given.traced;
                tracing::info!(
                    target: "corpus",
                    user = "ada", $name = value, token_count = 5, author = "Ada Lovelace",
                    "named"
                );
            },
            given: |given| {
                let value = given.traced;
                info_span!(
                    "request",
                    user = "ada", $name = value, token_count = 5, author = "Ada Lovelace"
                )
            },
            recorded: |given| {
                let span = info_span!(
                    "request",
                    user = "ada", $name = Empty, token_count = Empty, author = Empty
                );
                span.record($name, given.traced);
                span.record("token_count", 5).record("author", "Ada Lovelace");
                span
            },
            instrumented: $instrumented,
            constant: |value| {
                const NAME: &str = $name;
                let value = AsItIs(value);
                info!(
                    user = "ada", { NAME } = value, token_count = 5, author = "Ada Lovelace",
                    "named"
                );
            },
        }
    };
}

/// Functions with a parameter of that name, one for each type that `#[instrument]` distinguishes.
#[cfg(feature = "host")]
macro_rules! instrumented {
    ($name:ident) => {
        Some({
            instrumented!(text, $name, &str);
            instrumented!(unsigned, $name, u64);
            instrumented!(wide, $name, i128);
            instrumented!(float, $name, f64);
            instrumented!(debug, $name, &dyn Debug);
            |argument, log| match argument {
                Argument::Text(value) => text("ada", value, 5, "Ada Lovelace", log),
                Argument::Unsigned(value) => unsigned("ada", value, 5, "Ada Lovelace", log),
                Argument::Wide(value) => wide("ada", value, 5, "Ada Lovelace", log),
                Argument::Float(value) => float("ada", value, 5, "Ada Lovelace", log),
                Argument::Debug(value) => debug("ada", value, 5, "Ada Lovelace", log),
            }
        })
    };
    ($function:ident, $name:ident, $type:ty) => {
        #[tracing::instrument(name = "request", skip(log))]
        #[allow(non_snake_case, reason = "names of every style")]
        fn $function(user: &str, $name: $type, token_count: u8, author: &str, log: fn()) {
            log();
        }
    };
}

#[cfg(not(feature = "host"))]
macro_rules! instrumented {
    ($name:ident) => {
        None
    };
}

pub(super) const NAMES: &[Name] = &[
    name!("password", instrumented!(password)),
    name!("userPassword", instrumented!(userPassword)),
    name!("API_KEY", instrumented!(API_KEY)),
    name!("card_number", instrumented!(card_number)),
    name!("iban", instrumented!(iban)),
    name!("x-auth-token", None),
    name!("http.request.header.authorization", None),
    name!("user.session.id", None),
    // A word that this program adds.
    name!("birthZodiacSign", instrumented!(birthZodiacSign)),
];

/// A name that is not masked.
pub(super) const HARMLESS: Name = name!("note", instrumented!(note));

//! The same text gets the same verdict in text and in JSON, in a message, a field, a key-value, an error
//! chain and a span, in our statements, in events of `tracing` and in records of `log`.

use std::error::Error;
use std::fmt;

use logkit::Format;
use logkit::handler::Memory;
use logkit::scrub::Scrubber;

use crate::fakes::MASK;
use crate::{attack, fresh, grammars, masked, neighbours, survives};

/// An error whose cause is the text.
#[derive(Debug)]
struct Refused(Cause);

#[derive(Debug)]
struct Cause(String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused")
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Refused {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

impl Error for Cause {}

impl Refused {
    fn with(text: &str) -> Self {
        Self(Cause(text.to_owned()))
    }
}

/// Logs a text to a handler.
type Channel = fn(&Memory, &str);

const CHANNELS: &[(&str, Channel)] = &[
    ("message", own::message),
    ("field", own::field),
    ("display", own::display),
    ("error", own::error),
    ("tracing message", third_parties::message),
    ("tracing field", third_parties::field),
    ("tracing error", third_parties::error),
    ("span", third_parties::span),
    #[cfg(feature = "log")]
    ("log message", third_parties::log_message),
    #[cfg(feature = "log")]
    ("log key-value", third_parties::log_key_value),
];

/// Statements of a logger.
mod own {
    use logkit::handler::Memory;
    use logkit::{Logger, exception, info, module_logger};

    use super::Refused;

    #[module_logger("scrub.verdicts")]
    pub(super) static LOGGER: Logger;

    fn to(memory: &Memory, log: impl FnOnce()) {
        LOGGER.set_handlers(vec![Box::new(memory.clone())]);
        log();
    }

    pub(super) fn message(memory: &Memory, text: &str) {
        to(memory, || info!("{text}"));
    }

    pub(super) fn field(memory: &Memory, text: &str) {
        to(memory, || info!(note = text, "seen"));
    }

    pub(super) fn display(memory: &Memory, text: &str) {
        to(memory, || info!(note = %text, "seen"));
    }

    pub(super) fn error(memory: &Memory, text: &str) {
        to(memory, || exception!(&Refused::with(text), "sorry"));
    }
}

/// Statements in modules that have no logger.
mod third_parties {
    use std::error::Error;

    use logkit::handler::Memory;
    use logkit::{Level, layer};
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::Refused;

    fn to(memory: &Memory, log: impl FnOnce()) {
        let layer = layer().with_level(Level::Trace).with_handler(memory.clone());
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), log);
    }

    pub(super) fn message(memory: &Memory, text: &str) {
        to(memory, || tracing::info!("{text}"));
    }

    pub(super) fn field(memory: &Memory, text: &str) {
        to(memory, || tracing::info!(note = text, "seen"));
    }

    pub(super) fn error(memory: &Memory, text: &str) {
        let error = Refused::with(text);
        let error: &(dyn Error + 'static) = &error;
        to(memory, || tracing::info!(error, "sorry"));
    }

    pub(super) fn span(memory: &Memory, text: &str) {
        to(memory, || {
            tracing::info_span!("request", note = text).in_scope(|| tracing::info!("seen"));
        });
    }

    #[cfg(feature = "log")]
    pub(super) fn log_message(memory: &Memory, text: &str) {
        log_to(memory, &[], format_args!("{text}"));
    }

    #[cfg(feature = "log")]
    pub(super) fn log_key_value(memory: &Memory, text: &str) {
        log_to(memory, &[("note", log::kv::Value::from(text))], format_args!("seen"));
    }

    #[cfg(feature = "log")]
    fn log_to(
        memory: &Memory,
        key_values: &[(&str, log::kv::Value<'_>)],
        message: std::fmt::Arguments<'_>,
    ) {
        use log::Log as _;

        let bridge = layer().with_level(Level::Trace).with_handler(memory.clone()).log_bridge();
        let record = log::Record::builder()
            .level(log::Level::Info)
            .target("db")
            .key_values(&key_values)
            .args(message)
            .build();
        bridge.log(&record);
    }
}

/// Returns whether a secret is shown and whether something is masked, if the record arrives.
fn verdict(format: Format, channel: Channel, text: &str) -> Option<(bool, bool)> {
    let memory = Memory::new().with_format(format).with_scrubber(Scrubber::new());
    channel(&memory, text);
    let lines = memory.lines();
    if lines.is_empty() {
        return None;
    }
    let has = |text: &str| lines.iter().any(|line| line.contains(text));
    Some((has("hunter2"), has(MASK)))
}

#[test]
fn a_text_has_the_same_verdict_in_every_format_and_channel() {
    let secrets =
        [grammars::TEXTS, masked::TEXTS, attack::SECRETS, neighbours::SECRETS, fresh::SECRETS]
            .concat();
    let honest =
        [grammars::HONEST, survives::TEXTS, attack::HONEST, neighbours::HONEST, fresh::HONEST]
            .concat();
    let texts = secrets.iter().map(|(text, _)| *text).chain(honest);
    let (mut wrong, mut count) = (Vec::new(), 0);
    for text in texts.filter(|text| !text.contains(MASK)) {
        let expected = Some((false, Scrubber::new().scrub(text) != text));
        for (name, channel) in CHANNELS {
            for (format, kind) in [(Format::standard(), "text"), (Format::json(), "JSON")] {
                count += 1;
                let seen = verdict(format, *channel, text);
                if seen != expected {
                    wrong.push(format!("{name} in {kind}: {text:?}: {seen:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 17_000, "{count}");
}

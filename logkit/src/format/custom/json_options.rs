//! The options of JSON lines: keys, constants and shape, and the presets of log services.

use std::error::Error;
use std::fmt;

use crate::format::json;
use crate::format::time::{TimeFormat, TimeStyle, TimeZone};
use crate::level::Level;
use crate::record::value::Value;
use crate::util::debug_as_display::debug_as_display;

/// The keys, constants and shape of JSON lines, for [`Format::json_with`](crate::Format::json_with).
///
/// ```
/// use logkit::handler::Memory;
/// use logkit::{Format, JsonOptions, JsonPart, Logger, info, module_logger};
///
/// #[module_logger("shop")]
/// static LOGGER: Logger;
///
/// let options = JsonOptions::new()
///     .without_part(JsonPart::Time)
///     .with_key(JsonPart::Level, "severity")
///     .with_constant("service", "orders")
///     .with_flat_fields();
/// let memory = Memory::new().with_format(Format::json_with(options)?);
/// LOGGER.add_handler(memory.clone());
/// info!(order_id = 7, service = "mail", "packed");
/// assert_eq!(
///     memory.lines(),
///     [r#"{"severity":"INFO","logger":"shop","message":"packed","order_id":7,"service#2":"mail","service":"orders"}"#],
/// );
/// # Ok::<(), logkit::JsonOptionsError>(())
/// ```
///
/// No object has a key twice: the second value of a key is numbered, and so is a field that has the
/// key of a part or a constant.
#[derive(Clone, Debug)]
pub struct JsonOptions {
    /// The parts in the order of the line, with their keys.
    pub(super) parts: Vec<(JsonPart, String)>,
    /// The keys with the JSON of their values.
    pub(super) constants: Vec<(String, String)>,
    pub(super) flat_fields: bool,
    pub(super) flat_spans: bool,
    pub(super) level_names: fn(Level) -> &'static str,
    pub(super) trace_prefix: String,
    pub(super) time: TimeFormat,
    /// Fields are labels of ECS: scalar values, and keys without some characters.
    pub(super) labels: bool,
}

/// A part of a record in a JSON line.
///
/// ```
/// use logkit::{Format, JsonOptions, JsonOptionsError, JsonPart};
///
/// // {"ts":"..","severity":"INFO","logger":"payments","message":"charging"}
/// let options = JsonOptions::new().with_key(JsonPart::Time, "ts").with_key(JsonPart::Level, "severity");
/// let format = Format::json_with(options)?;
/// # Ok::<(), JsonOptionsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JsonPart {
    /// The time; by default `time`.
    Time,
    /// The level's name; by default `level`.
    Level,
    /// The logger's name; by default `logger`.
    Logger,
    /// The message; by default `message`.
    Message,
    /// The fields, an object; by default `fields`. Absent without fields.
    Fields,
    /// The host's spans, an array; by default `span`. Absent without spans.
    Spans,
    /// An error and its causes, an array of texts; by default `error`. Absent without an error.
    Error,
    /// The text of an error without its causes.
    ErrorMessage,
    /// An error and its causes as one text, a line for each.
    ErrorChain,
    /// The trace's identifier; by default `trace_id`. Absent without a trace, as the next two.
    TraceId,
    /// The span's identifier in the trace; by default `span_id`.
    SpanId,
    /// The trace's flag `sampled`.
    TraceSampled,
    /// The module's path.
    Module,
    /// The path of the source file.
    File,
    /// The line of the source file.
    Line,
    /// File and line as an object `{"file":"src/orders.rs","line":"42"}`, the type
    /// `LogEntrySourceLocation` of Google Cloud.
    SourceLocation,
    /// The process identifier.
    Process,
    /// The number of the thread, as the attribute `thread` of [templates](crate::Format::template).
    Thread,
    /// The name of the thread.
    ThreadName,
}

impl JsonOptions {
    /// Returns the options of [`Format::json`](crate::Format::json).
    pub fn new() -> Self {
        Self::of(&[
            (JsonPart::Time, "time"),
            (JsonPart::Level, "level"),
            (JsonPart::Logger, "logger"),
            (JsonPart::Message, "message"),
            (JsonPart::Fields, "fields"),
            (JsonPart::Spans, "span"),
            (JsonPart::Error, "error"),
            (JsonPart::TraceId, "trace_id"),
            (JsonPart::SpanId, "span_id"),
        ])
    }

    /// Returns the options of [`Format::ecs`](crate::Format::ecs).
    pub fn ecs() -> Self {
        let options = Self::of(&[
            (JsonPart::Time, "@timestamp"),
            (JsonPart::Level, "log.level"),
            (JsonPart::Message, "message"),
            (JsonPart::Logger, "log.logger"),
            (JsonPart::File, "log.origin.file.name"),
            (JsonPart::Line, "log.origin.file.line"),
            (JsonPart::Fields, "labels"),
            (JsonPart::Spans, "logkit.spans"),
            (JsonPart::ErrorMessage, "error.message"),
            (JsonPart::ErrorChain, "error.stack_trace"),
            (JsonPart::TraceId, "trace.id"),
            (JsonPart::SpanId, "span.id"),
        ]);
        let level_names = |level| match level {
            Level::Trace => "trace",
            Level::Debug => "debug",
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
            Level::Critical => "critical",
        };
        Self { labels: true, flat_spans: true, level_names, ..options }
            .with_constant("ecs.version", "8.11.0")
    }

    /// Returns the options of [`Format::google_cloud`](crate::Format::google_cloud).
    pub fn google_cloud() -> Self {
        let options = Self::of(&[
            (JsonPart::Time, "time"),
            (JsonPart::Level, "severity"),
            (JsonPart::Message, "message"),
            (JsonPart::Logger, "logger"),
            (JsonPart::SourceLocation, "logging.googleapis.com/sourceLocation"),
            (JsonPart::Error, "error"),
            (JsonPart::Spans, "spans"),
            (JsonPart::TraceId, "logging.googleapis.com/trace"),
            (JsonPart::SpanId, "logging.googleapis.com/spanId"),
            (JsonPart::TraceSampled, "logging.googleapis.com/trace_sampled"),
            (JsonPart::Fields, "fields"),
        ]);
        let level_names = |level| match level {
            Level::Trace | Level::Debug => "DEBUG",
            Level::Info => "INFO",
            Level::Warning => "WARNING",
            Level::Error => "ERROR",
            Level::Critical => "CRITICAL",
        };
        let time = TimeFormat::new(TimeZone::Utc, TimeStyle::Rfc3339Nanos);
        Self { flat_fields: true, level_names, time, ..options }
    }

    fn of(parts: &[(JsonPart, &str)]) -> Self {
        Self {
            parts: parts.iter().map(|(part, key)| (*part, (*key).to_owned())).collect(),
            constants: Vec::new(),
            flat_fields: false,
            flat_spans: false,
            level_names: Level::name,
            trace_prefix: String::new(),
            time: TimeFormat::JSON,
            labels: false,
        }
    }

    /// Renames a part, or adds it at the end of the line.
    #[must_use]
    pub fn with_key(mut self, part: JsonPart, key: impl Into<String>) -> Self {
        match self.parts.iter_mut().find(|(other, _)| *other == part) {
            Some((_, old)) => *old = key.into(),
            None => self.parts.push((part, key.into())),
        }
        self
    }

    /// Leaves out a part.
    #[must_use]
    pub fn without_part(mut self, part: JsonPart) -> Self {
        self.parts.retain(|(other, _)| *other != part);
        self
    }

    /// Adds a key with the same value in every line, such as the name of the service.
    #[must_use]
    pub fn with_constant<'v>(
        mut self,
        key: impl Into<String>,
        value: impl Into<Value<'v>>,
    ) -> Self {
        let mut text = Vec::new();
        json::push_value(&mut text, &value.into());
        self.constants.push((key.into(), String::from_utf8_lossy(&text).into_owned()));
        self
    }

    /// Writes fields beside the other parts, in place of an object of their own.
    #[must_use]
    pub fn with_flat_fields(self) -> Self {
        Self { flat_fields: true, ..self }
    }

    /// Writes the fields of the host's spans after the record's own, and the names of the spans as an
    /// array of texts.
    #[must_use]
    pub fn with_flat_spans(self) -> Self {
        Self { flat_spans: true, ..self }
    }

    /// Sets the names of the levels.
    #[must_use]
    pub fn with_level_names(self, names: fn(Level) -> &'static str) -> Self {
        Self { level_names: names, ..self }
    }

    /// Writes a text before the trace's identifier: Google Cloud shows the logs of a trace beside it
    /// with `projects/my-project/traces/`.
    #[must_use]
    pub fn with_trace_prefix(self, prefix: impl Into<String>) -> Self {
        Self { trace_prefix: prefix.into(), ..self }
    }

    /// The keys of parts and constants.
    pub(super) fn keys(&self) -> Vec<&str> {
        let parts = self.parts.iter().filter(|(part, _)| !self.is_spread(*part));
        let constants = self.constants.iter().map(|(key, _)| key.as_str());
        parts.map(|(_, key)| key.as_str()).chain(constants).collect()
    }

    /// Returns `true` if the part has no key of its own in the line.
    fn is_spread(&self, part: JsonPart) -> bool {
        part == JsonPart::Fields && self.flat_fields
    }

    /// Checks that all keys differ.
    ///
    /// # Errors
    ///
    /// Two parts or constants have one key.
    pub(super) fn check(&self) -> Result<(), JsonOptionsError> {
        let mut keys = self.keys();
        keys.sort_unstable();
        let same = keys.windows(2).find(|pair| pair.first() == pair.last());
        match same.and_then(<[&str]>::first) {
            Some(key) => Err(JsonOptionsError { key: (*key).to_owned() }),
            None => Ok(()),
        }
    }
}

impl Default for JsonOptions {
    fn default() -> Self {
        Self::new()
    }
}

/// The error of [`Format::json_with`](crate::Format::json_with): two parts or constants have one key.
#[derive(Clone, PartialEq, Eq)]
pub struct JsonOptionsError {
    key: String,
}

impl fmt::Display for JsonOptionsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the key `{}` is used twice; expected different keys for all parts and constants, see \
             `JsonOptions::with_key`",
            self.key.escape_debug(),
        )
    }
}

debug_as_display!(JsonOptionsError);

impl Error for JsonOptionsError {}

#[cfg(test)]
mod tests {
    use super::{JsonOptions, JsonPart};

    #[test]
    fn the_keys_of_presets_differ() {
        for options in [JsonOptions::new(), JsonOptions::ecs(), JsonOptions::google_cloud()] {
            assert_eq!(options.check(), Ok(()));
        }
    }

    #[test]
    fn a_key_that_is_used_twice_is_a_mistake() {
        let parts = JsonOptions::new().with_key(JsonPart::Level, "logger");
        let constants = JsonOptions::new().with_constant("a", 1).with_constant("a", 2);
        let fields = JsonOptions::new().with_constant("fields", "x");
        for (options, key) in [(parts, "logger"), (constants, "a"), (fields.clone(), "fields")] {
            let error = options.check().unwrap_err().to_string();
            assert!(error.starts_with(&format!("the key `{key}` is used twice; ")), "{error}");
        }
        assert_eq!(fields.with_flat_fields().check(), Ok(()));
    }
}

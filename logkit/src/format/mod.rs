//! The formats: how a record is written as a line.

mod custom_json;
mod debug_text;
pub(crate) mod escape;
mod json;
mod json_options;
mod keys;
mod layout;
mod layout_id;
mod logfmt;
mod standard;
mod structure;
mod style;
mod template;
pub(crate) mod time;
mod trace_context;

use std::sync::Arc;

use self::custom_json::CustomJson;
use self::json::Json;
pub use self::json_options::{JsonOptions, JsonOptionsError, JsonPart};
use self::layout::{Layout, LayoutRef, Parts, ScrubText, Settings};
use self::logfmt::Logfmt;
use self::standard::Standard;
pub(crate) use self::style::Style;
use self::template::Template;
pub use self::template::TemplateError;
pub use self::time::{DateFormat, DateFormatError, TimeFormat, TimeStyle, TimeZone, UtcOffset};
pub use self::trace_context::TraceContext;
use self::trace_context::TraceSource;
use crate::record::Record;
#[cfg(feature = "scrub")]
use crate::scrub::Syntax;
use crate::util::append::{Line, with_line};

/// The layout of a handler's lines.
///
/// ```
/// use logkit::handler::Stream;
/// use logkit::Format;
///
/// let handler = Stream::stdout().with_format(Format::standard());
/// ```
///
/// In every layout, one record is one line (an exception's causes follow it, indented), and control
/// characters, escape sequences and bidirectional controls in messages, names and values are escaped,
/// so that no input can forge a record or control a terminal.
#[derive(Clone, Debug)]
pub struct Format {
    layout: LayoutRef,
    /// The layout's number.
    id: usize,
    settings: Settings,
}

impl Format {
    fn new(layout: &'static dyn Layout, time: TimeFormat) -> Self {
        let settings = Settings { time, trace: None };
        Self { layout: LayoutRef::Static(layout), id: layout.id(), settings }
    }

    fn shared(layout: impl Layout + 'static, time: TimeFormat) -> Self {
        let id = layout.id();
        let settings = Settings { time, trace: None };
        Self { layout: LayoutRef::Shared(Arc::new(layout)), id, settings }
    }

    /// The format `%(asctime)s - %(name)s - %(levelname)s - %(message)s` of CPython, byte for byte, in
    /// local time; the fields follow as ` key=value`.
    ///
    /// ```text
    /// 2026-11-22 07:31:00,123 - payments - INFO - charging order_id=7 currency=EUR
    /// ```
    ///
    /// A text value is quoted if it is empty or contains a space, `=`, a quote or a character that must
    /// be escaped. The text of a `?value` is quoted only if it could be taken for further fields:
    /// `card=Card { holder: "Ada" }`, but `state="ready admin=true"`. Floats are written as Rust's
    /// `{:?}` writes them: `1.0`, `1e300`.
    pub fn standard() -> Self {
        Self::new(&Standard, TimeFormat::STANDARD)
    }

    /// A compact format for terminals: time of day, level, logger and message, then the fields.
    ///
    /// ```text
    /// 07:31:00.123 INFO     payments: charging order_id=7 currency=EUR
    /// 07:31:00.250 ERROR    payments: charging failed order_id=7 error="no route to host"
    ///     caused by: timed out
    /// ```
    ///
    /// Level, logger and keys are colored, as [`Color`](crate::handler::Color) decides. Fields and
    /// causes are those of the [standard format](Self::standard). The time is local.
    pub fn pretty() -> Self {
        Self::shared(Template::pretty(), TimeFormat::new(TimeZone::Local, TimeStyle::Clock))
    }

    /// One JSON object per line.
    ///
    /// ```
    /// use logkit::Format;
    /// use logkit::handler::Memory;
    /// use logkit::{Logger, info, module_logger};
    ///
    /// #[module_logger("shop")]
    /// static LOGGER: Logger;
    ///
    /// let memory = Memory::new().with_format(Format::json());
    /// LOGGER.add_handler(memory.clone());
    /// info!(order_id = 7, currency = "EUR", "packed {} items", 3);
    /// # let line = memory.lines().remove(0);
    /// # let (_, rest) = line.split_once("\",").unwrap();
    /// # assert_eq!(
    /// #     rest,
    /// #     r#""level":"INFO","logger":"shop","message":"packed 3 items","fields":{"order_id":7,"currency":"EUR"}}"#,
    /// # );
    /// ```
    /// ```text
    /// {"time":"2026-11-22T07:31:00.123456Z","level":"INFO","logger":"shop","message":"packed 3 items","fields":{"order_id":7,"currency":"EUR"}}
    /// ```
    ///
    /// The time is RFC 3339 in UTC with microseconds, truncated. Numbers and bools are numbers and
    /// bools of JSON; a number that JSON does not have (`NaN`, infinity) is a string. A value that
    /// derives [`Redact`](macro@crate::Redact) is an object with its masks in place, also within an
    /// `Option`, a `Vec` or a map. All other values are strings. `fields` is left out if there are
    /// none. The error of an `exception!` is `error`, an array of the error and its causes; so is an
    /// error that is a field. The second field of a name is numbered: `id`, `id#2`. Characters that the
    /// standard format escapes are escaped here in JSON's way.
    pub fn json() -> Self {
        Self::new(&Json, TimeFormat::JSON)
    }

    /// One JSON object per line, with keys, constants and a shape of your choice: see [`JsonOptions`].
    ///
    /// ```
    /// use logkit::{Format, JsonOptions};
    ///
    /// let format = Format::json_with(JsonOptions::ecs().with_constant("service.name", "shop"))?;
    /// # Ok::<(), logkit::JsonOptionsError>(())
    /// ```
    ///
    /// Values are written as [`json`](Self::json) writes them.
    ///
    /// # Errors
    ///
    /// Two parts or constants have one key.
    pub fn json_with(options: JsonOptions) -> Result<Self, JsonOptionsError> {
        options.check()?;
        Ok(Self::custom_json(options))
    }

    /// JSON for Elasticsearch, with the names of the
    /// [Elastic Common Schema](https://www.elastic.co/docs/reference/ecs) and the rules of
    /// [ecs-logging](https://github.com/elastic/ecs-logging/blob/main/spec/spec.json).
    ///
    /// ```text
    /// {"@timestamp":"2026-11-22T07:31:00.123456Z","log.level":"info","message":"packed 3 items","log.logger":"shop","log.origin.file.name":"src/orders.rs","log.origin.file.line":42,"labels":{"order_id":7},"ecs.version":"8.11.0"}
    /// ```
    ///
    /// Fields, also those of the host's spans, are `labels`, which have scalar values: values with
    /// parts are text, and `.`, `*` and `\` in their names are `_`. The names of spans are
    /// `logkit.spans`. An error is `error.message`, and with its causes `error.stack_trace`; trace and
    /// span are `trace.id` and `span.id`.
    pub fn ecs() -> Self {
        Self::custom_json(JsonOptions::ecs())
    }

    /// JSON for Google Cloud, whose logging agents take it from stdout and stderr, with the
    /// [special fields of structured logs](https://cloud.google.com/logging/docs/structured-logging#special-payload-fields).
    ///
    /// ```text
    /// {"time":"2026-11-22T07:31:00.123456789Z","severity":"INFO","message":"packed 3 items","logger":"shop","logging.googleapis.com/sourceLocation":{"file":"src/orders.rs","line":"42"},"order_id":7}
    /// ```
    ///
    /// Fields are members of the payload, beside `message`. The severity of TRACE is `DEBUG`. Trace and
    /// span are `logging.googleapis.com/trace`, `spanId` and `trace_sampled`; the trace's resource name
    /// needs the project, which [`JsonOptions::with_trace_prefix`] adds:
    ///
    /// ```
    /// use logkit::{Format, JsonOptions};
    ///
    /// let options = JsonOptions::google_cloud().with_trace_prefix("projects/my-project/traces/");
    /// let format = Format::json_with(options)?;
    /// # Ok::<(), logkit::JsonOptionsError>(())
    /// ```
    pub fn google_cloud() -> Self {
        Self::custom_json(JsonOptions::google_cloud())
    }

    /// The format of options whose keys differ, as those of a preset do.
    fn custom_json(options: JsonOptions) -> Self {
        let time = options.time;
        Self::shared(CustomJson::new(options), time)
    }

    /// One line of `key=value` pairs per record, as [logfmt](https://brandur.org/logfmt) readers take it.
    ///
    /// ```
    /// use logkit::Format;
    /// use logkit::handler::Memory;
    /// use logkit::{Logger, info, module_logger};
    ///
    /// #[module_logger("shop")]
    /// static LOGGER: Logger;
    ///
    /// let memory = Memory::new().with_format(Format::logfmt());
    /// LOGGER.add_handler(memory.clone());
    /// info!(order_id = 7, customer = "Ada L.", "packed {} items", 3);
    /// # let line = memory.lines().remove(0);
    /// # let (_, rest) = line.split_once(' ').unwrap();
    /// # assert_eq!(rest, r#"level=info logger=shop msg="packed 3 items" order_id=7 customer="Ada L.""#);
    /// ```
    /// ```text
    /// time=2026-11-22T07:31:00.123456Z level=info logger=shop msg="packed 3 items" order_id=7 customer="Ada L."
    /// ```
    ///
    /// The rules are those of the reference implementation,
    /// [go-logfmt](https://github.com/go-logfmt/logfmt/blob/main/encode.go): a value is quoted, with
    /// the escapes of JSON, if it is `null` or contains a space, `=`, a quote or a character that must
    /// be escaped. Here the message and empty values are always quoted, and where go-logfmt drops
    /// characters that a key cannot have, they are escaped: `a b` is `a\u0020b`. A record without a
    /// message has no `msg`.
    ///
    /// The time is RFC 3339 in UTC with microseconds. The keys `error` (the error and its causes, as in
    /// `no route: timed out`), `span` (the names of the host's spans, `request:query`, with their fields
    /// as `request.id`), `trace_id` and `span_id` follow where a record has them. The second value of a
    /// key is numbered: `id`, `id#2`.
    pub fn logfmt() -> Self {
        Self::new(&Logfmt, TimeFormat::JSON)
    }

    /// The format of a template, in the `%` or in the `{` style of CPython's `logging.Formatter`.
    ///
    /// ```
    /// use logkit::Format;
    /// use logkit::handler::Memory;
    /// use logkit::{Logger, info, module_logger};
    ///
    /// #[module_logger("shop")]
    /// static LOGGER: Logger;
    ///
    /// let percent = Memory::new().with_format(Format::template("[%(levelname)-8s] %(message)s")?);
    /// let brace = Memory::new().with_format(Format::template("{levelname:.1} {name:>8}: {message}")?);
    /// LOGGER.set_handlers(vec![Box::new(percent.clone()), Box::new(brace.clone())]);
    /// info!(order_id = 7, "packed");
    /// assert_eq!(percent.lines(), ["[INFO    ] packed order_id=7"]);
    /// assert_eq!(brace.lines(), ["I     shop: packed order_id=7"]);
    /// # Ok::<(), logkit::TemplateError>(())
    /// ```
    ///
    /// | attribute | shows |
    /// |---|---|
    /// | `asctime` | the time, as [`with_time`](Self::with_time) or [`with_datefmt`](Self::with_datefmt) set it |
    /// | `created`, `msecs` | the time in seconds since 1970 with a fraction, and its milliseconds, as floats: `%(msecs)03d`, `{msecs:03.0f}` |
    /// | `name` | the logger, or the target of another crate's event |
    /// | `levelname`, `levelno` | the level and its number: `INFO`, 20 |
    /// | `message` | the message |
    /// | `module` | the Rust module: `shop::orders` |
    /// | `pathname`, `filename`, `lineno` | the place in the source: `src/orders.rs`, `orders.rs`, 42 |
    /// | `process` | the process identifier |
    /// | `thread`, `threadName` | the thread, numbered from 1, and its name |
    /// | `fields` | the fields: `order_id=7 currency=EUR` |
    /// | `span` | the host's spans: `request{id=7}:query` |
    /// | `error` | the error of an `exception!` |
    /// | `trace_id`, `span_id` | the identifiers that [`with_trace_context`](Self::with_trace_context) finds |
    ///
    /// Fields, error, spans and identifiers follow the message as ` key=value` unless the template
    /// places them. An attribute that a record does not have is empty, or 0. Causes of an error follow
    /// the line, as in the standard format.
    ///
    /// Width, alignment, sign and precision are those of CPython. A precision cuts text before it is
    /// escaped, and after a scrubber has masked its secrets. A precision and a width are at most 1000.
    /// The conversions are `s`, `d`, `i`, `u`, `x`, `X`, `o`, `f` and `F`, and `b` in the `{` style.
    /// `%%`, `{{` and `}}` are literal characters. On a terminal, time, name and level are colored.
    ///
    /// # Errors
    ///
    /// The template shows no attribute or an unknown one, has a conversion that the attribute's type
    /// does not have, mixes the styles, has a brace or percent sign without an attribute, or contains
    /// control or invisible characters other than tabs. An attribute such as `funcName`, which Rust
    /// does not know, is unknown.
    pub fn template(template: &str) -> Result<Self, TemplateError> {
        Ok(Self::shared(Template::new(template)?, TimeFormat::STANDARD))
    }

    /// Returns the format with times in UTC, in the style that they have.
    #[must_use]
    pub fn utc(self) -> Self {
        let time = self.time().with_zone(TimeZone::Utc);
        self.with_time(time)
    }

    /// Returns the format with another zone and style of times.
    #[must_use]
    pub fn with_time(mut self, time: TimeFormat) -> Self {
        self.settings.time = time;
        self
    }

    /// Returns the format with times in the directives of `strftime`, in the zone that they have: the
    /// `datefmt` of CPython's `logging.Formatter`.
    ///
    /// ```
    /// use logkit::Format;
    ///
    /// let format = Format::template("%(asctime)s %(message)s")?.with_datefmt("%H:%M:%S")?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [`DateFormat`] lists the directives.
    ///
    /// # Errors
    ///
    /// Those of [`DateFormat::new`].
    pub fn with_datefmt(self, datefmt: &str) -> Result<Self, DateFormatError> {
        let style = TimeStyle::Custom(DateFormat::new(datefmt)?);
        let time = self.time().with_style(style);
        Ok(self.with_time(time))
    }

    /// Returns the format with a closure that finds the trace and the span that a record belongs to.
    ///
    /// ```
    /// use logkit::handler::Memory;
    /// use logkit::{Format, Logger, TraceContext, info, module_logger};
    ///
    /// #[module_logger("shop")]
    /// static LOGGER: Logger;
    ///
    /// /// With OpenTelemetry: the identifiers of `Span::current().context().span().span_context()`.
    /// fn current() -> Option<TraceContext> {
    ///     TraceContext::new(0x4bf92f3577b34da6a3ce929d0e0e4736, 0x00f067aa0ba902b7)
    /// }
    ///
    /// let format = Format::template("%(trace_id)s %(message)s")?.with_trace_context(current);
    /// let memory = Memory::new().with_format(format);
    /// LOGGER.add_handler(memory.clone());
    /// info!("packed");
    /// assert_eq!(
    ///     memory.lines(),
    ///     ["4bf92f3577b34da6a3ce929d0e0e4736 packed span_id=00f067aa0ba902b7"],
    /// );
    /// # Ok::<(), logkit::TemplateError>(())
    /// ```
    ///
    /// The closure is called for each line, on the thread that formats it, before the line is
    /// written. Where it returns `None` or panics, the line has no identifiers.
    #[must_use]
    pub fn with_trace_context(
        mut self,
        find: impl Fn() -> Option<TraceContext> + Send + Sync + 'static,
    ) -> Self {
        self.settings.trace = Some(TraceSource::new(find));
        self
    }

    /// Returns the format without the closure for traces, which is the user's code.
    pub(crate) fn without_trace_context(mut self) -> Self {
        self.settings.trace = None;
        self
    }

    /// Returns the zone and the style of its times.
    pub fn time(&self) -> TimeFormat {
        self.settings.time
    }

    /// Appends the record's line or lines, each with its `\n`; UTF-8. Allocates only if `out` must
    /// grow or a value's own formatting allocates.
    pub fn push(&self, out: &mut Vec<u8>, record: &Record<'_>) {
        self.push_styled(out, record, Style::Plain);
    }

    /// The syntax of the lines.
    #[cfg(feature = "scrub")]
    pub(crate) fn syntax(&self) -> Syntax {
        self.layout.get().syntax()
    }

    /// Appends to bytes that are not a line of their own.
    pub(crate) fn push_styled(&self, out: &mut Vec<u8>, record: &Record<'_>, style: Style) {
        with_line(|line| {
            self.push_line(line, record, style, true, None);
            out.extend_from_slice(line.bytes());
        });
    }

    /// Appends to an empty line: without the column of the time, if the layout has one, unless it is
    /// `dated`; `scrub` masks the secrets of a text before the layout shortens it.
    #[inline]
    pub(crate) fn push_line(
        &self,
        line: &mut Line,
        record: &Record<'_>,
        style: Style,
        dated: bool,
        scrub: Option<ScrubText<'_>>,
    ) {
        let parts = Parts { settings: &self.settings, style, dated, scrub };
        layout::push((self.layout.get(), self.id), line, record, parts);
    }
}

/// The standard format.
impl Default for Format {
    fn default() -> Self {
        Self::standard()
    }
}

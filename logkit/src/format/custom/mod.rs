//! The formats of the feature `formats`: templates, logfmt, and JSON with keys of one's own.

mod json;
mod json_options;
mod layout_id;
mod logfmt;
mod template;

use std::sync::Arc;

use self::json::CustomJson;
pub use self::json_options::{JsonOptions, JsonOptionsError, JsonPart};
use self::logfmt::Logfmt;
use self::template::Template;
pub use self::template::TemplateError;
use crate::format::layout::{FormatSettings, Layout, LayoutRef};
use crate::format::{DateFormat, DateFormatError, Format, TimeFormat, TimeStyle, TimeZone};

/// Formats of the feature `formats`.
impl Format {
    fn shared(layout: impl Layout + 'static, time: TimeFormat) -> Self {
        let id = layout.id();
        let settings = FormatSettings { time, trace: None };
        Self { layout: LayoutRef::Shared(Arc::new(layout)), id, settings }
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
    /// parts are text, and `.`, `*` and `\` in their names are `_`, as is a blank name. The names of spans are
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
    /// `no route: timed out`), `backtrace` (if the error captured one), `span` (the names of the host's
    /// spans, `request:query`, with their fields as `request.id`), `trace_id` and `span_id` follow where a
    /// record has them. The second value of a key is numbered: `id`, `id#2`.
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
}

//! The formats: how a record is written as a line.

#[cfg(feature = "formats")]
mod custom;
mod debug_text;
pub(crate) mod escape;
mod json;
mod keys;
mod layout;
mod standard;
mod structure;
mod style;
pub(crate) mod time;
mod trace_context;

#[cfg(feature = "formats")]
pub use self::custom::{JsonOptions, JsonOptionsError, JsonPart, TemplateError};
use self::json::Json;
use self::layout::{FormatSettings, Layout, LayoutRef, LineSettings, ScrubText};
use self::standard::Standard;
pub(crate) use self::style::Style;
#[cfg(feature = "formats")]
pub use self::time::{DateFormat, DateFormatError};
pub use self::time::{TimeFormat, TimeStyle, TimeZone, UtcOffset};
pub use self::trace_context::TraceContext;
use self::trace_context::TraceSource;
use crate::record::Record;
#[cfg(feature = "scrub")]
use crate::scrub::Syntax;
use crate::util::line::{Line, with_line};

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
    settings: FormatSettings,
}

impl Format {
    fn new(layout: &'static dyn Layout, time: TimeFormat) -> Self {
        let settings = FormatSettings { time, trace: None };
        Self { layout: LayoutRef::Static(layout), id: layout.id(), settings }
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

    /// Returns the format with times in UTC, in the style that they have.
    #[must_use]
    pub fn with_utc(self) -> Self {
        let time = self.time().with_zone(TimeZone::Utc);
        self.with_time(time)
    }

    /// Returns the format with another zone and style of times.
    #[must_use]
    pub fn with_time(mut self, time: TimeFormat) -> Self {
        self.settings.time = time;
        self
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
    /// let format = Format::standard().with_trace_context(current);
    /// let memory = Memory::new().with_format(format);
    /// LOGGER.add_handler(memory.clone());
    /// info!("packed");
    /// let ids = "trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7";
    /// assert!(memory.lines()[0].ends_with(&format!(" - shop - INFO - packed {ids}")));
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
        with_line(|line| {
            self.push_line(line, record, Style::Plain, true, None);
            out.extend_from_slice(line.bytes());
        });
    }

    /// The syntax of the lines.
    #[cfg(feature = "scrub")]
    pub(crate) fn syntax(&self) -> Syntax {
        self.layout.get().syntax()
    }

    /// Appends the record to an empty line. Without `dated`, a layout that starts with a column of the
    /// time leaves it out. `scrub` masks the secrets of a text before the layout shortens it.
    #[inline]
    pub(crate) fn push_line(
        &self,
        line: &mut Line,
        record: &Record<'_>,
        style: Style,
        dated: bool,
        scrub: Option<ScrubText<'_>>,
    ) {
        let settings = LineSettings { format: &self.settings, style, dated, scrub };
        layout::push((self.layout.get(), self.id), line, record, settings);
    }
}

/// The standard format.
impl Default for Format {
    fn default() -> Self {
        Self::standard()
    }
}

//! The formats: how a record is written as a line.

mod debug_text;
pub(crate) mod escape;
mod json;
mod layout;
mod standard;
mod structure;
mod style;
pub(crate) mod time;

use self::json::Json;
use self::layout::{Layout, Parts};
use self::standard::Standard;
pub(crate) use self::style::Style;
pub use self::time::{TimeFormat, TimeStyle, TimeZone, UtcOffset};
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
    layout: &'static dyn Layout,
    /// The layout's number.
    id: usize,
    time: TimeFormat,
}

impl Format {
    fn new(layout: &'static dyn Layout, time: TimeFormat) -> Self {
        Self { layout, id: layout.id(), time }
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
    pub fn utc(self) -> Self {
        Self { time: self.time.with_zone(TimeZone::Utc), ..self }
    }

    /// Returns the format with another zone and style of times.
    #[must_use]
    pub fn with_time(self, time: TimeFormat) -> Self {
        Self { time, ..self }
    }

    /// Returns the zone and the style of its times.
    pub fn time(&self) -> TimeFormat {
        self.time
    }

    /// Appends the record's line or lines, each with its `\n`; UTF-8. Allocates only if `out` must
    /// grow or a value's own formatting allocates.
    pub fn push(&self, out: &mut Vec<u8>, record: &Record<'_>) {
        self.push_styled(out, record, Style::Plain);
    }

    /// The syntax of the lines.
    #[cfg(feature = "scrub")]
    pub(crate) fn syntax(&self) -> Syntax {
        self.layout.syntax()
    }

    /// Appends to bytes that are not a line of their own.
    pub(crate) fn push_styled(&self, out: &mut Vec<u8>, record: &Record<'_>, style: Style) {
        with_line(|line| {
            self.push_line(line, record, style);
            out.extend_from_slice(line.bytes());
        });
    }

    /// Appends to an empty line.
    #[inline]
    pub(crate) fn push_line(&self, line: &mut Line, record: &Record<'_>, style: Style) {
        let parts = Parts { time: &self.time, style, dated: true };
        layout::push((self.layout, self.id), line, record, parts);
    }

    /// As [`push_line`](Self::push_line), without the column of the time if the layout has one.
    #[cold]
    pub(crate) fn push_undated_line(&self, line: &mut Line, record: &Record<'_>, style: Style) {
        let parts = Parts { time: &self.time, style, dated: false };
        layout::push((self.layout, self.id), line, record, parts);
    }
}

/// The standard format.
impl Default for Format {
    fn default() -> Self {
        Self::standard()
    }
}

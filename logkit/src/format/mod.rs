//! What a record looks like as text.

mod style;
mod text;
mod time;

pub(crate) use self::style::Style;
use self::style::{Ansi, Plain};
pub(crate) use self::text::opening;
use crate::record::Record;

/// The layout of a handler's lines.
///
/// ```
/// use logkit::handler::Stream;
/// use logkit::Format;
///
/// let handler = Stream::stdout().format(Format::standard());
/// ```
///
/// Whatever the layout, one record is one line (an exception's causes follow it, indented), and
/// control characters, escape sequences and bidirectional controls in messages, names and values
/// are escaped, so that no input can forge a record or drive a terminal.
#[derive(Clone, Debug, Default)]
pub struct Format {
    layout: Layout,
}

#[derive(Clone, Copy, Debug, Default)]
enum Layout {
    #[default]
    Standard,
}

impl Format {
    /// CPython's `%(asctime)s - %(name)s - %(levelname)s - %(message)s`, byte for byte, in local
    /// time; the fields follow as ` key=value`.
    ///
    /// ```text
    /// 2026-11-22 07:31:00,123 - payments - INFO - charging order_id=7 currency=EUR
    /// ```
    ///
    /// A text value that is empty or holds a space, `=`, a quote or a character that must be
    /// escaped stands in quotes.
    pub fn standard() -> Self {
        Self { layout: Layout::Standard }
    }

    /// Appends the record's line or lines, each with its `\n`; UTF-8. Allocates only where `out`
    /// has to grow or a value's own formatting does.
    pub fn push(&self, out: &mut Vec<u8>, record: &Record<'_>) {
        self.push_styled(out, record, Style::Plain);
    }

    pub(crate) fn push_styled(&self, out: &mut Vec<u8>, record: &Record<'_>, style: Style) {
        match self.layout {
            Layout::Standard => match style {
                Style::Plain => text::push_record::<Plain>(out, record),
                Style::Ansi => text::push_record::<Ansi>(out, record),
            },
        }
    }
}

//! Secrets in the columns of tables whose header names them: CSV, columns between tabs, and the tables
//! of Markdown and of database clients.

use std::ops::Range;

use crate::scrub::blanks::{closed_end, line_end, skip_blanks};
use crate::scrub::harmless::is_status;
use crate::scrub::named::{escape_before, is_secret_value, kind_of_name, name_end, name_start};
use crate::scrub::stated::is_unlike_words;
use crate::scrub::values::{is_of_key, quote_at};

/// The most bytes of a header before a name and after it.
const MOST_OF_HEADER: usize = 256;
/// The most bytes of the rows.
const MOST_OF_ROWS: usize = 4096;
/// The longest name of a column.
const MOST_OF_NAME: usize = 40;

/// The mark between two cells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Delimiter {
    Byte(u8),
    /// A tab, raw or escaped.
    Tab,
}

/// Calls `found` for the cells below the name around the needle, if it is in the header of a table.
/// Returns the end of the search.
pub(super) fn each_cell(
    text: &[u8],
    needle: usize,
    mut found: impl FnMut(Range<usize>),
) -> Option<usize> {
    let end = name_end(text, needle);
    let after = text.get(skip_spaces(text, closed_end(text, end)));
    if !after.is_some_and(|byte| b",;|\t\r\n\\".contains(byte)) {
        return None;
    }
    let start = name_start(text, needle);
    let start = start + escape_before(text, start).min(needle - start);
    let delimiter = Delimiter::around(text, start..end)?;
    let rest = text.get(end..end + MOST_OF_HEADER).or_else(|| text.get(end..))?;
    let Some(length) = (0..rest.len()).find(|at| line_end(text, end + at).is_some()) else {
        return Some(end + rest.len());
    };
    let header = delimiter.header_start(text, start)?..end + length;
    let Some(table) = Table::of(text, header.clone(), delimiter) else { return Some(header.end) };
    let mut at = line_end(text, header.end)?;
    let last = (at + MOST_OF_ROWS).min(text.len());
    while at < last {
        match table.each_in_row(text, at, &mut found) {
            Some(next) => at = next,
            None => break,
        }
    }
    Some(at)
}

impl Delimiter {
    /// Returns the delimiter next to a name, if another cell or the end of the line is beside it.
    fn around(text: &[u8], name: Range<usize>) -> Option<Self> {
        let at = closed_end(text, name.end);
        let after = skip_spaces(text, at);
        match text.get(after)? {
            byte @ (b',' | b';' | b'|') => return Some(Self::Byte(*byte)),
            _ if skip_blanks(text, after) > after => return Some(Self::Tab),
            _ => line_end(text, after)?,
        };
        let head = text.get(..name.start)?;
        let is_closing = |byte: &u8| matches!(byte, b'"' | b'\'' | b'\\' | b' ');
        let length = head.iter().rev().take(8).take_while(|byte| is_closing(byte)).count();
        match head.get(..head.len() - length)? {
            [.., byte @ (b',' | b';' | b'|')] => Some(Self::Byte(*byte)),
            [.., b'\t'] | [.., b'\\', b't'] => Some(Self::Tab),
            _ => None,
        }
    }

    /// Returns the start of the header that has a name at `name`.
    fn header_start(self, text: &[u8], name: usize) -> Option<usize> {
        let from = name.saturating_sub(MOST_OF_HEADER);
        let head = text.get(from..name)?;
        let is_start = |byte: &u8| match self {
            Self::Byte(b'|') => *byte == b'\n',
            Self::Byte(_) => byte.is_ascii_whitespace(),
            Self::Tab => matches!(byte, b'\n' | b' '),
        };
        let start = head.iter().rposition(is_start).map_or(0, |at| at + 1);
        let line = head.get(start..)?;
        let escape = line.windows(2).rposition(|two| two == b"\\n").map_or(0, |at| at + 2);
        // Another word of a sentence precedes: `SELECT user,password`
        let before = head.get(..start)?.trim_ascii_end().last();
        let first = line.iter().take_while(|byte| !b",;|\t\\".contains(byte));
        let is_field = first.into_iter().any(|byte| is_text_before(char::from(*byte)));
        let is_sentence = self != Self::Byte(b'|')
            && escape == 0
            && !is_field
            && head.get(..start).is_some_and(|head| head.last() == Some(&b' '))
            && before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b',');
        let is_cut = start == 0 && from > 0;
        (!is_cut && !is_sentence).then_some(from + start + escape)
    }

    /// Returns the offset after the delimiter at `at`.
    fn after(self, text: &[u8], at: usize) -> Option<usize> {
        match self {
            Self::Byte(byte) => (text.get(at) == Some(&byte)).then_some(at + 1),
            Self::Tab if text.get(at) == Some(&b' ') => None,
            Self::Tab => Some(skip_blanks(text, at)).filter(|end| *end > at),
        }
    }
}

/// The header of a table.
struct Table<'t> {
    delimiter: Delimiter,
    /// The number of columns.
    columns: usize,
    /// The indices and names of those that are a secret's.
    secrets: Vec<(usize, &'t str)>,
}

impl<'t> Table<'t> {
    /// Returns the table with this header, if it has several columns and one of them is a secret's.
    fn of(text: &'t [u8], header: Range<usize>, delimiter: Delimiter) -> Option<Self> {
        let (mut at, mut columns) = (header.start, Vec::new());
        loop {
            let length = (at..header.end).position(|at| delimiter.after(text, at).is_some());
            let cell = text.get(at..length.map_or(header.end, |length| at + length))?;
            let cell = std::str::from_utf8(cell).ok()?;
            // Before the first cell may be other text: `rows="user,password`
            let cell = if columns.is_empty() {
                cell.trim_end_matches(is_mark).rsplit(is_text_before).next()?
            } else {
                cell
            };
            let name = cell.trim_matches(is_mark);
            columns.push(if columns.is_empty() && !is_name(name) { "" } else { name });
            match length.and_then(|length| delimiter.after(text, at + length)) {
                Some(next) => at = next,
                None => break,
            }
        }
        let names = columns.iter().filter(|name| !name.is_empty());
        let is_header = columns.iter().all(|name| is_name(name)) && names.count() > 1;
        let indexed = columns.iter().copied().enumerate();
        let secrets: Vec<_> = indexed.filter(|(_, name)| kind_of_name(name).is_some()).collect();
        let columns = columns.len();
        (is_header && !secrets.is_empty()).then_some(Self { delimiter, columns, secrets })
    }

    /// Calls `found` for the secrets in the row at `at`. Returns the offset of the next row, or nothing
    /// if this is not a row of the table.
    fn each_in_row(
        &self,
        text: &[u8],
        at: usize,
        found: &mut impl FnMut(Range<usize>),
    ) -> Option<usize> {
        let line = text.get(at..text.len().min(at + MOST_OF_ROWS))?;
        let rule = line.iter().take_while(|byte| b"-+|:= ".contains(byte)).count();
        if self.delimiter == Delimiter::Byte(b'|') && rule > 2 {
            if let Some(next) = line_end(text, at + rule) {
                return Some(next);
            }
        }
        let (mut cells, mut next) = (Vec::with_capacity(self.columns), at);
        loop {
            let cell = self.cell(text, next)?;
            let after = self.delimiter.after(text, cell.end);
            cells.push(cell.start..cell.secret_end);
            match after {
                Some(after) if cells.len() < self.columns => next = after,
                Some(_) => return None,
                None => {
                    next = cell.end;
                    break;
                }
            }
        }
        if cells.len() != self.columns {
            return None;
        }
        // Tables of documents describe secrets.
        let is_framed = self.delimiter == Delimiter::Byte(b'|');
        for (index, name) in &self.secrets {
            let Some(cell) = cells.get(*index) else { continue };
            let value = text.get(cell.clone()).unwrap_or_default();
            let is_shown = is_framed && !is_unlike_words(value) || is_status(value);
            if !is_shown && is_secret_value(name, value) {
                found(cell.clone());
            }
        }
        Some(line_end(text, next).unwrap_or(text.len()))
    }

    /// Returns the cell at `at`.
    fn cell(&self, text: &[u8], at: usize) -> Option<Cell> {
        let at = if self.delimiter == Delimiter::Tab { at } else { skip_spaces(text, at) };
        let is_end = |at: usize| match text.get(at) {
            None => true,
            Some(byte) if byte.is_ascii_alphanumeric() => false,
            Some(_) => line_end(text, at).is_some() || self.delimiter.after(text, at).is_some(),
        };
        let (backslashes, quote) = quote_at(text, at);
        let last = text.len().min(at + MOST_OF_ROWS);
        if let Some(quote) = quote {
            let start = at + backslashes + 1;
            let closes = |end: &usize| {
                let before = text.get(start..*end).unwrap_or_default();
                let escapes = before.iter().rev().take_while(|byte| **byte == b'\\').count();
                text.get(*end) == Some(&quote)
                    && escapes == backslashes
                    && (is_end(skip_spaces(text, end + 1))
                        // The end of the text around the table.
                        || backslashes > 0 && text.get(end + 1) == Some(&b'"'))
            };
            if let Some(end) = (start..last).find(closes) {
                let secret_end = end - backslashes;
                return Some(Cell { start, secret_end, end: skip_spaces(text, end + 1) });
            }
        }
        // The quote of the text around the table.
        let end = (at..last).find(|at| is_end(*at) || text.get(*at) == Some(&b'"')).unwrap_or(last);
        let cell = text.get(at..end)?.trim_ascii_end();
        let cell = cell.get(..next_field(cell)).unwrap_or(cell);
        let escapes = cell.iter().rev().take_while(|byte| **byte == b'\\').count();
        Some(Cell { start: at, secret_end: at + cell.len() - escapes, end })
    }
}

/// Returns whether a cell may be the name of a column. The frame of a table makes empty ones.
fn is_name(cell: &str) -> bool {
    cell.len() <= MOST_OF_NAME
        && cell.bytes().next().is_none_or(|byte| byte.is_ascii_alphabetic())
        && cell.bytes().all(|byte| is_of_key(byte) || byte == b' ')
}

/// The place of a cell's text, and of the delimiter after it.
struct Cell {
    start: usize,
    secret_end: usize,
    end: usize,
}

/// Returns the offset of the line's next field in the last cell: `hunter2 status=200`.
fn next_field(cell: &[u8]) -> usize {
    let equals = cell.iter().position(|byte| *byte == b'=').unwrap_or_default();
    let before = cell.get(..equals).unwrap_or_default();
    let blank = before.iter().rposition(|byte| *byte == b' ').unwrap_or(cell.len());
    let name = before.get(blank + 1..).unwrap_or_default();
    if !name.is_empty() && name.iter().all(|byte| is_of_key(*byte)) { blank } else { cell.len() }
}

fn skip_spaces(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| **byte == b' ').count()
}

/// Matches the quotes, spaces and escapes around a name.
fn is_mark(c: char) -> bool {
    matches!(c, '"' | '\'' | ' ' | '\\' | '*' | '`')
}

/// Matches the end of other text before the first name.
fn is_text_before(c: char) -> bool {
    matches!(c, '"' | '\'' | ' ' | '=' | ':' | '(' | '[')
}

//! Values on the lines after their name: the blocks, tags and anchors of YAML.

use std::ops::Range;

use crate::scrub::binding::{Binding, ValueForm};
use crate::scrub::blanks::{closed_end, line_end, skip_blanks};
use crate::scrub::harmless::is_mixed;
use crate::scrub::named::NamePlace;
use crate::scrub::values::quote_at;

/// Binds what follows the sign of a block (`|`, `>-`), a tag (`!!str`) or an anchor (`&a`).
pub(super) fn bind(place: &NamePlace<'_>) -> Option<Binding> {
    let NamePlace { text, end, .. } = *place;
    let closed = match text.get(end) {
        Some(b'"' | b'\'') => end + 1,
        _ => end,
    };
    let rest = text.get(closed..)?.strip_prefix(b":")?;
    if rest.first() != Some(&b' ') {
        return lone_value(text, line_end(text, closed + 1)?);
    }
    let mut at = skip_blanks(text, closed + 1);
    let is_sign = |byte: &u8| !byte.is_ascii_whitespace() && !b"\\,;\"'".contains(byte);
    let word = |at: usize| {
        let rest = text.get(at..).unwrap_or_default();
        rest.iter().take(64).take_while(|byte| is_sign(byte)).count()
    };
    let mut has_property = false;
    for _ in 0..2 {
        let length = word(at);
        let is_property = match text.get(at..at + length)? {
            [b'!', rest @ ..] => rest.first().is_none_or(|b| *b == b'!' || b.is_ascii_alphabetic()),
            [b'&', rest @ ..] => rest.first().is_some_and(u8::is_ascii_alphabetic),
            _ => false,
        };
        if !is_property || text.get(at + length) != Some(&b' ') {
            break;
        }
        has_property = true;
        at = skip_blanks(text, at + length);
    }
    let sign = text.get(at..at + word(at))?;
    let is_block = matches!(sign, [b'|' | b'>', rest @ ..] if rest.len() < 3
        && rest.iter().all(|byte| matches!(byte, b'-' | b'+' | b'1'..=b'9')));
    let form = match line_end(text, skip_comment(text, at + sign.len())) {
        Some(lines) if is_block => {
            return block_at(text, lines).then_some(Binding::new(lines, ValueForm::Block));
        }
        _ if has_property && sign != b"=" => ValueForm::Any,
        _ => return None,
    };
    Some(Binding::new(at, form))
}

/// Skips a comment after the sign of a block.
fn skip_comment(text: &[u8], at: usize) -> usize {
    const MOST: usize = 128;
    let comment = skip_blanks(text, at);
    let rest = text.get(comment..).unwrap_or_default();
    if comment == at || rest.first() != Some(&b'#') {
        return at;
    }
    let ends = |index: usize| line_end(text, comment + index).is_some();
    comment + (0..rest.len().min(MOST)).find(|index| ends(*index)).unwrap_or_default()
}

/// Binds the indented line at `at`, alone or as an element of a list, if it is one word that is not
/// of prose: it may be a message, or other names.
fn lone_value(text: &[u8], at: usize) -> Option<Binding> {
    const LEAST: usize = 6;
    const MOST: usize = 256;
    let start = skip_blanks(text, at);
    let dash = text.get(start..)?.starts_with(b"- ");
    let start = if dash { skip_blanks(text, start + 1) } else { start };
    let word = lone(text, start);
    let (_, quote) = quote_at(text, start);
    let (_, closing) = quote_at(text, word.end);
    let end = match (quote, closing) {
        (Some(_), Some(_)) => closed_end(text, word.end),
        _ => word.end,
    };
    let is_alone = end >= text.len() || line_end(text, end).is_some() || closing.is_some();
    let word = text.get(word).filter(|word| word.len() < MOST)?;
    let is_value = is_alone && !word.ends_with(b":") && is_mixed(word, LEAST);
    (start > at && is_value).then_some(Binding::new(start, ValueForm::Lone))
}

/// Returns whether an indented line starts at `at`.
fn block_at(text: &[u8], at: usize) -> bool {
    text.get(at) == Some(&b' ') && skip_blanks(text, at) < text.len()
}

/// Returns the extent of the indented lines at `at`, without the first indentation.
pub(super) fn block(text: &[u8], at: usize) -> Range<usize> {
    let start = skip_blanks(text, at);
    let indentation = start - at;
    // After a raw line end, an escaped one is a part of the value.
    let is_raw = at.checked_sub(1).and_then(|before| text.get(before)) == Some(&b'\n');
    let line_ends = |at: usize| {
        let is_end = !is_raw || matches!(text.get(at), Some(b'\r' | b'\n'));
        if is_end { line_end(text, at) } else { None }
    };
    let mut end = start;
    loop {
        while end < text.len() && line_ends(end).is_none() {
            end += 1;
        }
        let Some(next) = line_ends(end) else { return start..end };
        let blanks = skip_blanks(text, next);
        let is_blank = line_ends(blanks).is_some();
        if blanks >= text.len() || !is_blank && blanks - next < indentation {
            return start..end;
        }
        end = blanks;
    }
}

/// Returns the word at `at`, without its quotes.
pub(super) fn lone(text: &[u8], at: usize) -> Range<usize> {
    let (backslashes, quote) = quote_at(text, at);
    let start = at + quote.map_or(0, |_| backslashes + 1);
    let mut end = start;
    while let Some(byte) = text.get(end) {
        if byte.is_ascii_whitespace() || b"\"'".contains(byte) || line_end(text, end).is_some() {
            break;
        }
        end += 1;
    }
    let word = text.get(start..end).unwrap_or_default();
    let last = word.iter().rposition(|byte| *byte != b'\\');
    start..start + last.map_or(0, |last| last + 1)
}

/// Returns the rest of the line at `at`.
pub(super) fn line(text: &[u8], at: usize) -> Range<usize> {
    let mut end = at;
    while end < text.len() && line_end(text, end).is_none() {
        end += 1;
    }
    at..end
}

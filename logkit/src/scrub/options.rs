//! The grammars of command lines: options and the values after them, also in lists of arguments.

use crate::scrub::binding::{Binding, ValueForm};
use crate::scrub::blanks::skip_blanks;
use crate::scrub::harmless::is_mixed;
use crate::scrub::named::{NamePlace, after_comma, escape_ends};
use crate::scrub::values::{is_word_like, quote_at};

/// Returns whether the name starts an element of a list: `["run", "--password=..`
pub(super) fn is_in_list(place: &NamePlace<'_>) -> bool {
    let mut before = place.before();
    while let [rest @ .., b'"' | b'\'' | b'\\'] = before {
        before = rest;
    }
    matches!(before, [.., b'[' | b'(' | b','] | [.., b',', b' '])
}

/// Returns whether the name starts a quoted argument of a command line, which is closed before the end
/// of the line: `run "--password=..`
pub(super) fn is_argument(place: &NamePlace<'_>) -> bool {
    const MOST: usize = 512;
    let Some((quote, before)) = place.before().split_last() else { return false };
    let backslashes = before.iter().rev().take_while(|byte| **byte == b'\\').count();
    let before = before.get(..before.len() - backslashes).unwrap_or_default();
    let is_start = match before.last() {
        None | Some(b' ' | b'\t' | b'\n') => true,
        // The quote around the command line.
        Some(b'"') => backslashes > 0,
        _ => escape_ends(place.text, before.len()),
    };
    let rest = place.text.get(place.end..).unwrap_or_default();
    let mut line = rest.iter().take(MOST).take_while(|byte| **byte != b'\n');
    is_start && line.any(|byte| byte == quote)
}

/// Binds the argument after an option in a list: `["--password", "hunter2"]`.
pub(super) fn argument(place: &NamePlace<'_>) -> Option<Binding> {
    let value = after_comma(place).filter(|_| place.is_option())?;
    let (backslashes, quote) = quote_at(place.text, value);
    let inside = place.text.get(value + backslashes + 1..)?;
    let is_option = inside.strip_prefix(b"-").is_some_and(|rest| !is_dashed_value(rest));
    (quote.is_some() && !is_option).then_some(Binding::new(value, ValueForm::Any))
}

/// Binds the word after an option: `--password hunter2`, `"--password" "hunter2"`.
pub(super) fn option(place: &NamePlace<'_>) -> Option<Binding> {
    let NamePlace { text, end, .. } = *place;
    let (backslashes, quote) = quote_at(text, end);
    let length = if quote.is_some() { backslashes + 1 } else { 0 };
    let is_opened = place.before().ends_with(text.get(end..end + length)?);
    let end = end + if is_opened { length } else { 0 };
    let at = skip_blanks(text, end);
    let is_word = place.name().is_some_and(|name| !name.contains(' '));
    let is_value = is_word
        && match text.get(at..) {
            Some([b'-', rest @ ..]) => is_dashed_value(rest),
            Some([first, ..]) => !first.is_ascii_whitespace(),
            _ => false,
        };
    (place.is_option() && at > end && is_value).then_some(Binding::new(at, ValueForm::Word))
}

/// Returns whether the word after a dash is a value and not the next option: it has marks that no
/// option has, or looks generated.
pub(super) fn is_dashed_value(rest: &[u8]) -> bool {
    const MOST: usize = 264;
    let rest = rest.get(..rest.len().min(MOST)).unwrap_or_default();
    let is_after_quote = |byte: &u8| byte.is_ascii_whitespace() || b",])}\\\"'".contains(byte);
    let is_end = |(index, byte): (usize, &u8)| {
        byte.is_ascii_whitespace()
            || b"\"'\\".contains(byte) && rest.get(index + 1).is_none_or(is_after_quote)
    };
    let length = rest.iter().enumerate().position(is_end).unwrap_or(rest.len());
    let word = rest.get(..length).unwrap_or_default();
    let name = word.strip_prefix(b"-").unwrap_or(word);
    let name = name.split(|byte| *byte == b'=').next().unwrap_or_default();
    let is_of_option = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.,:/=".contains(byte);
    word.len() >= 7 && (!word.iter().all(is_of_option) || is_mixed(word, 7) && !is_word_like(name))
}

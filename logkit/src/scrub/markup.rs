//! Values in XML and HTML: the text of an element that is named like a secret.

use std::ops::Range;

use crate::scrub::binding::{Binding, ValueForm};
use crate::scrub::blanks::skip_line_ends;
use crate::scrub::named::NamePlace;
use crate::scrub::values::is_of_key;

/// Length limit of a tag's attributes, in bytes.
const MOST: usize = 512;
/// Elements that hold the text of the element around them.
const INNER: &[&str] = &["value", "string", "text", "val", "v", "data"];

/// Binds the text of an element: `<password>hunter2</password>`.
pub(super) fn bind(place: &NamePlace<'_>) -> Option<Binding> {
    if !opens_tag(place.before()) {
        return None;
    }
    let at = text_after_tag(place.text, place.end).filter(|at| is_closed(place.text, *at))?;
    Some(Binding::new(at, ValueForm::Element))
}

/// Returns whether a tag that closes follows the text of an element. A text that is cut off may lack
/// it; then it must be one word, unlike the usage `login <token> to ..`
fn is_closed(text: &[u8], at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    match rest.iter().position(|byte| *byte == b'<') {
        Some(end) => matches!(rest.get(end + 1), Some(b'/' | b'!')),
        None => !rest.iter().any(|byte| byte.is_ascii_whitespace() || b"`'\"".contains(byte)),
    }
}

/// Returns whether `<` or `<prefix:` precedes, and not the name of a generic type, `Vec<Token>`.
fn opens_tag(before: &[u8]) -> bool {
    let prefix = before.strip_suffix(b":").map(|before| {
        let length = before.iter().rev().take(64).take_while(|byte| is_of_key(**byte)).count();
        before.get(..before.len() - length).unwrap_or_default()
    });
    match prefix.unwrap_or(before) {
        [.., outer, b'<'] => !outer.is_ascii_alphanumeric(),
        other => other.ends_with(b"<"),
    }
}

/// Returns the offset of the text of the element whose tag has its attributes at `at`.
pub(super) fn text_after_tag(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    if !rest.first().is_some_and(|byte| *byte == b'>' || byte.is_ascii_whitespace()) {
        return None;
    }
    let end = rest.iter().take(MOST).position(|byte| matches!(byte, b'>' | b'<'))?;
    if rest.get(end) != Some(&b'>') || end > 0 && rest.get(end - 1) == Some(&b'/') {
        return None;
    }
    let (start, _) = skip_line_ends(text, at + end + 1);
    let inner = text.get(start..)?;
    match inner.strip_prefix(b"<") {
        None | Some([b'!', b'[', b'C', b'D', b'A', b'T', b'A', b'[', ..]) => Some(start),
        Some(child) => {
            let length = child.iter().take(64).take_while(|byte| is_of_key(**byte)).count();
            let name = child.get(..length)?;
            let is_inner = INNER.iter().any(|inner| name.eq_ignore_ascii_case(inner.as_bytes()));
            let end = start + 1 + length;
            (is_inner && text.get(end) == Some(&b'>')).then(|| skip_line_ends(text, end + 1).0)
        }
    }
}

/// Returns the extent of an element's text.
pub(super) fn element(text: &[u8], at: usize) -> Range<usize> {
    const CDATA: &[u8] = b"<![CDATA[";
    let rest = text.get(at..).unwrap_or_default();
    if let Some(data) = rest.strip_prefix(CDATA) {
        let start = at + CDATA.len();
        let end = data.windows(3).position(|three| three == b"]]>");
        return start..start + end.unwrap_or(data.len());
    }
    let end = rest.iter().position(|byte| *byte == b'<').unwrap_or(rest.len());
    let content = rest.get(..end).unwrap_or_default();
    let mut end = content.trim_ascii_end().len();
    // Escaped line ends, and the backslash before `<` of a further escape.
    while let Some([inner @ .., b'\\', b'n' | b'r' | b't']) = content.get(..end) {
        end = inner.trim_ascii_end().len();
    }
    at..at + end
}

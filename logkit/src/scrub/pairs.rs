//! Names and values that are values themselves: `{"name": "DB_PASSWORD", "value": ".."}`, in JSON, YAML,
//! XML, forms and Rust's `Debug`.

use crate::scrub::binding::{Binding, ValueForm};
use crate::scrub::blanks::{closed_end, skip_blanks, skip_line_ends};
use crate::scrub::markup;
use crate::scrub::named::NamePlace;
use crate::scrub::values::{is_of_key, quote_at};

/// The keys of names.
const NAME_KEYS: &[&str] = &[
    "name",
    "key",
    "header",
    "field",
    "param",
    "parameter",
    "variable",
    "var",
    "attribute",
    "property",
    "setting",
    "option",
    "env",
    "k",
    "n",
    "id",
    "label",
];
/// The keys of their values.
const VALUE_KEYS: &[&str] =
    &["value", "val", "content", "data", "v", "string", "text", "stringvalue", "raw", "plaintext"];

/// Returns whether an object's name has this key: `name`, `ParameterKey`, `option_name`.
pub(super) fn is_name_key(key: &[u8]) -> bool {
    is_one_of(key, NAME_KEYS) || is_compound(key, &["name", "key"])
}

/// Returns whether an object's value has this key: `value`, `ParameterValue`, `option_value`.
pub(super) fn is_value_key(key: &[u8]) -> bool {
    is_one_of(key, VALUE_KEYS) || is_compound(key, &["value", "val"])
}

/// Returns whether the key consists of a word for an entry and one of these.
fn is_compound(key: &[u8], ends: &[&str]) -> bool {
    #[rustfmt::skip]
    const ENTRIES: &[&str] = &[
        "attribute", "config", "env", "environment", "field", "header", "option", "param", "parameter", "property",
        "secret", "setting", "var", "variable",
    ];
    ends.iter().any(|end| {
        let Some((entry, last)) = key.len().checked_sub(end.len()).map(|at| key.split_at(at))
        else {
            return false;
        };
        let entry = entry.strip_suffix(b"_").or_else(|| entry.strip_suffix(b"-")).unwrap_or(entry);
        last.eq_ignore_ascii_case(end.as_bytes()) && is_one_of(entry, ENTRIES)
    })
}

fn is_one_of(key: &[u8], keys: &[&str]) -> bool {
    keys.iter().any(|known| key.eq_ignore_ascii_case(known.as_bytes()))
}

/// Binds the value beside a name that is a value itself.
pub(super) fn bind(place: &NamePlace<'_>) -> Option<Binding> {
    let NamePlace { text, end, .. } = *place;
    let (form, key) = key_before(place.before(), text.get(end..)?)?;
    match form {
        KeyForm::Element => {
            // `<name>password</name><value>hunter2</value>`
            let after = text.get(end..)?.strip_prefix(b"</")?;
            let tag = after.iter().take(64).position(|byte| *byte == b'>')?;
            let (next, _) = skip_line_ends(text, end + 2 + tag + 1);
            let key = text.get(next..)?.strip_prefix(b"<")?;
            let length = key.iter().take(64).take_while(|byte| is_of_key(**byte)).count();
            let at = is_value_key(key.get(..length)?)
                .then(|| markup::text_after_tag(text, next + 1 + length))
                .flatten()?;
            Some(Binding::new(at, ValueForm::Element))
        }
        KeyForm::Assigned => value_among(text, end).or_else(|| value_before(text.get(..key)?)),
    }
}

/// Finds the quoted value in front of its name: `"value": "hunter2", "name": `.
fn value_before(text: &[u8]) -> Option<Binding> {
    const MOST: usize = 256;
    let is_blank = |byte: &u8| byte.is_ascii_whitespace();
    let quotes = |byte: &u8| b"\"'`\\".contains(byte);
    // The quote that opens the name's key.
    let rest = trim_end(trim_end(text, quotes), is_blank);
    let rest = trim_end(rest.strip_suffix(b",").unwrap_or(rest), is_blank);
    let (quote, inside) = rest.split_last().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
    let escapes = inside.len() - trim_end(inside, |byte| *byte == b'\\').len();
    let inside = inside.get(..inside.len() - escapes)?;
    let length = inside.iter().rev().take(MOST).position(|byte| byte == quote)?;
    let before = inside.get(..inside.len() - length - 1)?;
    let opening = trim_end(before, |byte| *byte == b'\\');
    if before.len() - opening.len() != escapes {
        return None;
    }
    let key = trim_end(opening, is_blank);
    let key = key.strip_suffix(b":").or_else(|| key.strip_suffix(b"="))?;
    let key = trim_end(trim_end(key, is_blank), quotes);
    let length = key.iter().rev().take(32).take_while(|byte| is_of_key(**byte)).count();
    is_value_key(key.get(key.len() - length..)?)
        .then_some(Binding::new(opening.len(), ValueForm::Any))
}

/// The form in which the key of a name precedes it.
enum KeyForm {
    /// `"name": "`, `name=`
    Assigned,
    /// `<name>`
    Element,
}

/// Returns whether the object around a path has the key of an operation: `"op": "replace"`.
fn has_operation(before: &[u8], after: &[u8]) -> bool {
    const MOST: usize = 96;
    let near =
        |text: &[u8]| text.windows(3).any(|three| matches!(three, [b'o', b'p', b'"' | b'\\']));
    near(before.get(before.len().saturating_sub(MOST)..).unwrap_or_default())
        || near(after.get(..after.len().min(MOST)).unwrap_or_default())
}

/// Returns the form and the offset of the key of a name that `after` follows.
fn key_before(before: &[u8], after: &[u8]) -> Option<(KeyForm, usize)> {
    // `String("`, `Some("`
    let is_opening = |byte: &u8| b"\"'`\\".contains(byte);
    // RFC 6902: `"path": "/spec/`
    let is_path = before.last() == Some(&b'/') && has_operation(before, after);
    let is_of_path = |byte: &u8| is_of_key(*byte) || matches!(byte, b'/' | b'~');
    let before = if is_path { trim_end(before, is_of_path) } else { before };
    let mut rest = trim_end(before, is_opening);
    for _ in 0..2 {
        let inner = rest.strip_suffix(b"(").map(|inner| trim_end(inner, u8::is_ascii_alphabetic));
        rest = inner.unwrap_or(rest);
    }
    let rest = trim_end(rest, |byte| matches!(byte, b' ' | b'\t'));
    let (rest, form) = match rest {
        [rest @ .., b'>'] => (rest, KeyForm::Element),
        [rest @ .., b':' | b'='] => (rest, KeyForm::Assigned),
        _ => return None,
    };
    let rest = trim_end(rest, |byte| byte.is_ascii_whitespace() || b"\"'`\\".contains(byte));
    let length = rest.iter().rev().take(32).take_while(|byte| is_of_key(**byte)).count();
    let key = rest.get(rest.len() - length..)?;
    let is_whole = |key: &[u8]| if is_path { key == b"path" } else { is_name_key(key) };
    // `\nname: `
    let is_after_escape = || {
        matches!(rest.get(..rest.len() - length), Some([.., b'\\']))
            && key.get(1..).is_some_and(is_whole)
    };
    (is_whole(key) || is_after_escape()).then_some((form, rest.len() - length))
}

/// Removes at most 64 such bytes.
fn trim_end(text: &[u8], is: impl Fn(&u8) -> bool) -> &[u8] {
    let length = text.iter().rev().take(64).take_while(|byte| is(byte)).count();
    text.get(..text.len() - length).unwrap_or_default()
}

/// Finds the value among the attributes after the name that ends at `end`.
fn value_among(text: &[u8], end: usize) -> Option<Binding> {
    /// Attributes between the name and its value.
    const MOST: usize = 4;
    let mut at = closed_end(text, end);
    for _ in 0..MOST {
        let mut is_tag_end = false;
        while let Some(byte) = text.get(at) {
            match byte {
                b')' | b',' | b';' | b'/' => at += 1,
                b'>' if !is_tag_end => {
                    is_tag_end = true;
                    at += 1;
                }
                _ => break,
            }
        }
        let (next, lines) = skip_line_ends(text, at);
        if is_tag_end {
            // `<entry key="password">hunter2</entry>`, `<entry key="password"><value>..`
            let start = markup::text_after_tag(text, at - 1)?;
            let is_text = text.get(start).is_some_and(|byte| !b"\\\"'".contains(byte));
            return is_text.then_some(Binding::new(start, ValueForm::Element));
        }
        // `Content-Disposition: form-data; name="password"`, an empty line, and the value
        if lines == 2 && text.get(..end).is_some_and(has_form_data) {
            return Some(Binding::new(next, ValueForm::Line));
        }
        let open = trim_quotes(text, next);
        let length = text.get(open..)?.iter().take(32).take_while(|b| is_of_key(**b)).count();
        let key = text.get(open..open + length)?;
        let operator = skip_blanks(text, closed_end(text, open + length));
        if length == 0 || !matches!(text.get(operator), Some(b':' | b'=')) {
            return None;
        }
        let value = skip_blanks(text, operator + 1);
        if is_value_key(key) {
            return Some(Binding::new(value, ValueForm::Any));
        }
        at = attribute_end(text, value)?;
    }
    None
}

fn has_form_data(head: &[u8]) -> bool {
    const MOST: usize = 96;
    let near = head.get(head.len().saturating_sub(MOST)..).unwrap_or_default();
    near.windows(9).any(|window| window.eq_ignore_ascii_case(b"form-data"))
}

fn trim_quotes(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().take(16).take_while(|byte| b"\"'`\\".contains(byte)).count()
}

/// Returns the end of another attribute's short value.
fn attribute_end(text: &[u8], at: usize) -> Option<usize> {
    const MOST: usize = 96;
    let (backslashes, quote) = quote_at(text, at);
    let start = at + backslashes + usize::from(quote.is_some());
    let is_end = |byte: &u8| match quote {
        Some(quote) => *byte == quote,
        None => byte.is_ascii_whitespace() || b",;>\\".contains(byte),
    };
    let end = start + text.get(start..)?.iter().take(MOST).position(is_end)?;
    Some(if quote.is_some() { end + 1 } else { end })
}

//! The standard format: CPython's, then the fields, then an error's chain.

use crate::buffer;
use crate::format::Style;
use crate::format::escape;
use crate::format::time::push_asctime;
use crate::record::Record;
use crate::value::{Value, chain};

/// Appends the record as a line and, for an exception, a line for each source of the error.
pub(crate) fn push_record(out: &mut Vec<u8>, record: &Record<'_>, style: Style) {
    out.extend_from_slice(style.dim());
    push_asctime(out, record.time);
    out.extend_from_slice(b" - ");
    out.extend_from_slice(style.name());
    escape::push(out, record.name);
    out.extend_from_slice(style.dim());
    out.extend_from_slice(b" - ");
    out.extend_from_slice(style.level(record.level()));
    out.extend_from_slice(record.level().name().as_bytes());
    out.extend_from_slice(style.dim());
    out.extend_from_slice(b" - ");
    out.extend_from_slice(style.plain());
    push_message(out, record);
    push_fields(out, record, style);
    out.push(b'\n');
    if let Some(error) = record.error {
        for source in chain(error).skip(1) {
            out.extend_from_slice(b"    ");
            out.extend_from_slice(style.dim());
            out.extend_from_slice(b"caused by: ");
            out.extend_from_slice(style.plain());
            Value::Display(&source).push_with(out, escape::push);
            out.push(b'\n');
        }
    }
}

fn push_message(out: &mut Vec<u8>, record: &Record<'_>) {
    let push_piece = if record.site.clean { push_clean } else { escape::push };
    let mut pieces = record.site.message.iter();
    if let Some(first) = pieces.next() {
        push_piece(out, first);
    }
    for (value, piece) in record.arguments.iter().zip(pieces) {
        value.push_with(out, escape::push);
        push_piece(out, piece);
    }
}

fn push_clean(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}

fn push_fields(out: &mut Vec<u8>, record: &Record<'_>, style: Style) {
    // A line without a message starts with its first field, not with a space.
    let mut separator: &[u8] = if record.site.message.is_empty() { b"" } else { b" " };
    let push_key = if record.site.clean { push_clean } else { escape::push_word };
    for (key, value) in record.fields() {
        out.extend_from_slice(separator);
        out.extend_from_slice(style.key());
        push_key(out, key);
        out.push(b'=');
        out.extend_from_slice(style.plain());
        push_value(out, &value);
        separator = b" ";
    }
    if let Some(error) = record.error {
        out.extend_from_slice(separator);
        out.extend_from_slice(style.key());
        out.extend_from_slice(b"error=");
        out.extend_from_slice(style.plain());
        push_value(out, &Value::Display(&error));
    }
}

/// What is text is made one word, so that no value can pass for another field; what comes of
/// `Debug` shows its own borders.
fn push_value(out: &mut Vec<u8>, value: &Value<'_>) {
    match value {
        Value::Str(text) => escape::push_word(out, text),
        Value::Display(_) | Value::Error(_) | Value::Char(_) => {
            let start = out.len();
            value.push_raw(out);
            buffer::with_scratch(|scratch| escape::make_word(out, start, scratch));
        }
        other => other.push_with(out, escape::push),
    }
}

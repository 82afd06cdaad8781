//! The standard format: CPython's, then the fields, then an error's chain.

use crate::callsite::Metadata;
use crate::format::escape;
use crate::format::style::{Paint, Plain};
use crate::format::time::TimeFormat;
use crate::record::Record;
use crate::record::value::{Value, chain};
use crate::util::buffer;

/// Appends the record as a line and, for an exception, a line for each source of the error.
pub(super) fn push_record<P: Paint>(out: &mut Vec<u8>, record: &Record<'_>, format: TimeFormat) {
    out.extend_from_slice(P::DIM);
    if let Some(time) = record.time() {
        format.push_column(out, time);
    }
    match record.line_prefix {
        Some(line_prefix) if !P::COLORED => out.extend_from_slice(line_prefix),
        _ => push_opening::<P>(out, record.name(), record.site),
    }
    push_message(out, record);
    push_fields::<P>(out, record);
    out.push(b'\n');
    if let Some(error) = record.error {
        push_sources::<P>(out, error);
    }
}

/// What is the same in every uncoloured line of a call site: `payments - INFO - charging `.
pub(crate) fn line_prefix(name: &str, site: &Metadata) -> Box<[u8]> {
    let mut line_prefix = Vec::new();
    push_opening::<Plain>(&mut line_prefix, name, site);
    line_prefix.into()
}

/// The name, the level and the message up to its first argument.
fn push_opening<P: Paint>(out: &mut Vec<u8>, name: &str, site: &Metadata) {
    for (paint, text) in [(P::NAME, name), (P::level(site.level), site.level.name())] {
        out.extend_from_slice(paint);
        // The targets of third parties may be anything.
        escape::push(out, text);
        out.extend_from_slice(P::DIM);
        out.extend_from_slice(b" - ");
    }
    out.extend_from_slice(P::PLAIN);
    if let Some(first) = site.message.first() {
        push_piece(out, first, site);
    }
}

/// The message from its first argument on.
fn push_message(out: &mut Vec<u8>, record: &Record<'_>) {
    let rest = record.site.message.get(1..).unwrap_or_default();
    let arguments = record.arguments();
    for (value, piece) in arguments.iter().zip(rest) {
        push_value(out, value);
        push_piece(out, piece, record.site);
    }
    if let Some(last) = arguments.get(rest.len()) {
        push_value(out, last);
    }
}

/// A piece of the message; the macro knows whether what stands in the source needs escaping.
#[inline]
fn push_piece(out: &mut Vec<u8>, piece: &str, site: &Metadata) {
    if site.clean {
        out.extend_from_slice(piece.as_bytes());
    } else {
        escape::push(out, piece);
    }
}

fn push_fields<P: Paint>(out: &mut Vec<u8>, record: &Record<'_>) {
    // A line without a message starts with its first field, not with a space.
    let start = if record.site.message.is_empty() { out.len() } else { usize::MAX };
    for (key, value) in record.keyed() {
        if matches!(value, Value::Empty) {
            continue;
        }
        if P::COLORED || key.in_line.is_empty() {
            push_key::<P>(out, key.name);
        } else {
            out.extend_from_slice(key.in_line.as_bytes());
        }
        push_field(out, value);
    }
    if let Some(error) = record.error {
        push_key::<P>(out, "error");
        push_field(out, &Value::Display(&error));
    }
    if record.spans.is_some_and(|spans| !spans.is_empty()) {
        push_spans::<P>(out, record);
    }
    if start < out.len() {
        out.remove(start);
    }
}

/// `span=request{id=7 user=ada}:query`, the outermost first.
#[cold]
fn push_spans<P: Paint>(out: &mut Vec<u8>, record: &Record<'_>) {
    push_key::<P>(out, "span");
    for (index, span) in record.spans().enumerate() {
        if index > 0 {
            out.push(b':');
        }
        push_span_word(out, span.name(), &['{', '}', ':']);
        let mut before = b'{';
        for (key, value) in span.fields() {
            out.push(before);
            push_span_word(out, key, &['{', '}']);
            out.push(b'=');
            push_span_field(out, &value);
            before = b' ';
        }
        if before == b' ' {
            out.push(b'}');
        }
    }
}

/// A field's value where braces end what it stands in.
fn push_span_field(out: &mut Vec<u8>, value: &Value<'_>) {
    match value {
        Value::Str(text) => push_span_word(out, text, &['{', '}']),
        Value::Error(_) => push_span_field(out, &Value::Str(&value.to_string())),
        other => push_field(out, other),
    }
}

/// A word where `ends` end what it stands in.
fn push_span_word(out: &mut Vec<u8>, text: &str, ends: &[char]) {
    if text.contains(ends) {
        escape::push_quoted(out, text);
    } else {
        escape::push_word(out, text);
    }
}

fn push_key<P: Paint>(out: &mut Vec<u8>, key: &str) {
    out.push(b' ');
    out.extend_from_slice(P::KEY);
    escape::push_word(out, key);
    out.push(b'=');
    out.extend_from_slice(P::PLAIN);
}

#[cold]
fn push_sources<P: Paint>(out: &mut Vec<u8>, error: &(dyn std::error::Error + 'static)) {
    for source in chain(error).skip(1) {
        out.extend_from_slice(P::DIM);
        out.extend_from_slice(b"    caused by: ");
        out.extend_from_slice(P::PLAIN);
        push_value(out, &Value::Display(&source));
        out.push(b'\n');
    }
}

/// A field's value. What is text is made one word, so that no value can pass for another field;
/// what comes of `Debug` shows its own borders.
#[inline]
fn push_field(out: &mut Vec<u8>, value: &Value<'_>) {
    match value {
        Value::Str(text) => escape::push_word(out, text),
        Value::Display(_) | Value::Error(_) | Value::Char(_) => push_shown(out, value),
        other => push_value(out, other),
    }
}

#[inline(never)]
fn push_shown(out: &mut Vec<u8>, value: &Value<'_>) {
    let start = out.len();
    value.push_raw(out);
    buffer::with_scratch(|scratch| escape::make_word(out, start, scratch));
}

#[inline]
fn push_value(out: &mut Vec<u8>, value: &Value<'_>) {
    match value {
        Value::Str(text) => escape::push(out, text),
        other => other.push_with(out, escape::push),
    }
}

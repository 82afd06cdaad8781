//! One JSON object a line.

use std::error::Error;
use std::fmt;

use crate::format::escape;
use crate::format::time::TimeFormat;
use crate::record::Record;
use crate::record::value::{Value, chain, guard};
use crate::redact::{Kind, Redact};

/// A value that holds itself is followed no deeper than this.
const MAX_DEPTH: usize = 64;

/// Appends the record as one object.
pub(super) fn push_record(out: &mut Vec<u8>, record: &Record<'_>, format: TimeFormat) {
    out.push(b'{');
    if let Some(time) = record.time() {
        out.extend_from_slice(b"\"time\":\"");
        format.push(out, time);
        out.extend_from_slice(b"\",");
    }
    out.extend_from_slice(b"\"level\":\"");
    out.extend_from_slice(record.level().name().as_bytes());
    out.extend_from_slice(b"\",\"logger\":\"");
    escape::push_json(out, record.name());
    out.extend_from_slice(b"\",\"message\":\"");
    push_message(out, record);
    out.push(b'"');
    push_fields(out, record);
    push_spans(out, record);
    if let Some(error) = record.error {
        out.extend_from_slice(b",\"error\":");
        push_chain(out, error);
    }
    out.extend_from_slice(b"}\n");
}

fn push_message(out: &mut Vec<u8>, record: &Record<'_>) {
    let (pieces, arguments) = (record.site.message, record.arguments());
    for (index, piece) in pieces.iter().enumerate() {
        escape::push_json(out, piece);
        if let Some(value) = arguments.get(index) {
            value.push_with(out, escape::push_json);
        }
    }
}

fn push_fields(out: &mut Vec<u8>, record: &Record<'_>) {
    let mut before: &[u8] = b",\"fields\":{\"";
    for (index, (key, value)) in record.fields().enumerate() {
        out.extend_from_slice(before);
        escape::push_json(out, key);
        push_number_of_key(out, record, index, key);
        out.extend_from_slice(b"\":");
        push_value(out, &value);
        before = b",\"";
    }
    if record.fields().next().is_some() {
        out.push(b'}');
    }
}

/// The spans, the outermost first.
fn push_spans(out: &mut Vec<u8>, record: &Record<'_>) {
    let mut before: &[u8] = b",\"span\":[";
    for span in record.spans() {
        out.extend_from_slice(before);
        out.extend_from_slice(b"{\"name\":");
        push_string(out, &Value::Str(span.name()));
        let mut before_field: &[u8] = b",\"fields\":{";
        for (key, value) in span.fields() {
            out.extend_from_slice(before_field);
            push_string(out, &Value::Str(key));
            out.push(b':');
            push_value(out, &value);
            before_field = b",";
        }
        out.extend_from_slice(if before_field == b"," { b"}}" } else { b"}" });
        before = b",";
    }
    if before == b"," {
        out.push(b']');
    }
}

/// The second `id` of a record is `id#2`, or the next number that makes no other key of it: an
/// object has each key once, and no value is dropped.
fn push_number_of_key(out: &mut Vec<u8>, record: &Record<'_>, index: usize, key: &str) {
    let earlier = record.fields().take(index).filter(|(other, _)| *other == key).count();
    let Some(place) = earlier.checked_sub(1) else { return };
    let is_free = |number: &u64| {
        let number_of = |other: &str| -> Option<u64> {
            other.strip_prefix(key)?.strip_prefix('#')?.parse().ok()
        };
        !record.fields().any(|(other, _)| number_of(other) == Some(*number))
    };
    if let Some(number) = (2..).filter(is_free).nth(place) {
        out.push(b'#');
        Value::U64(number).push_raw(out);
    }
}

/// Numbers and truths as they are, what has parts as an object or a list of them, everything else
/// as a string.
fn push_value(out: &mut Vec<u8>, value: &Value<'_>) {
    match *value {
        Value::Empty => out.extend_from_slice(b"null"),
        Value::I64(_) | Value::U64(_) | Value::I128(_) | Value::U128(_) | Value::Bool(_) => {
            value.push_raw(out);
        }
        Value::F32(number) if number.is_finite() => value.push_raw(out),
        Value::F64(number) if number.is_finite() => value.push_raw(out),
        Value::Error(error) => push_chain(out, error),
        Value::Redact(parts) => {
            if let Err(marker) = guard(out, |out| push_parts(out, parts, MAX_DEPTH)) {
                push_string(out, &Value::Str(marker));
            }
        }
        _ => push_string(out, value),
    }
}

/// The parts of a value that masks its own secrets, `depth` levels of them. An error where there
/// are more, for then the value holds itself; and where they do not make up what they should, be
/// it that the value's author has passed over an error.
fn push_parts(out: &mut Vec<u8>, value: &dyn Redact, depth: usize) -> fmt::Result {
    let depth = depth.checked_sub(1).ok_or(fmt::Error)?;
    let shape = value.shape();
    if let Some(tag) = shape.tag() {
        out.push(b'{');
        push_string(out, &Value::Str(tag));
        out.push(b':');
    }
    let (open, close): (&[u8], &[u8]) = match shape.kind() {
        Kind::One => (b"", b""),
        Kind::Object => (b"{", b"}"),
        Kind::List => (b"[", b"]"),
    };
    out.extend_from_slice(open);
    let mut between: &[u8] = b"";
    let mut written = Ok(());
    value.parts(&mut |name, part| {
        if written.is_err() || shape.kind() == Kind::One && between == b"," {
            written = Err(fmt::Error);
            return written;
        }
        out.extend_from_slice(between);
        between = b",";
        if shape.kind() == Kind::Object {
            push_string(out, &name);
            out.push(b':');
        }
        match part {
            Value::Redact(parts) => written = push_parts(out, parts, depth),
            part => push_value(out, &part),
        }
        written
    })?;
    written?;
    if shape.kind() == Kind::One && between.is_empty() {
        return Err(fmt::Error);
    }
    out.extend_from_slice(close);
    if shape.tag().is_some() {
        out.push(b'}');
    }
    Ok(())
}

/// The error and its causes, outermost first.
fn push_chain(out: &mut Vec<u8>, error: &(dyn Error + 'static)) {
    let mut before = b'[';
    for error in chain(error) {
        out.push(before);
        push_string(out, &Value::Display(&error));
        before = b',';
    }
    out.push(b']');
}

fn push_string(out: &mut Vec<u8>, value: &Value<'_>) {
    out.push(b'"');
    value.push_with(out, escape::push_json);
    out.push(b'"');
}

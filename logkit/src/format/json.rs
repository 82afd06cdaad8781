//! One JSON object a line.

use crate::escape;
use crate::format::time::push_rfc3339;
use crate::record::Record;
use crate::value::{Value, chain};

/// Appends the record as one object.
pub(super) fn push_record(out: &mut Vec<u8>, record: &Record<'_>) {
    out.extend_from_slice(b"{\"time\":\"");
    push_rfc3339(out, record.time);
    out.extend_from_slice(b"\",\"level\":\"");
    out.extend_from_slice(record.level().name().as_bytes());
    // Letters, digits, underscores and dots: checked by the macro.
    out.extend_from_slice(b"\",\"logger\":\"");
    out.extend_from_slice(record.name.as_bytes());
    out.extend_from_slice(b"\",\"message\":\"");
    push_message(out, record);
    out.push(b'"');
    push_fields(out, record);
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

/// The second `id` of a record is `id#2`: an object has each key once, and no value is dropped.
fn push_number_of_key(out: &mut Vec<u8>, record: &Record<'_>, index: usize, key: &str) {
    let earlier = record.fields().take(index).filter(|(other, _)| *other == key).count();
    if earlier > 0 {
        out.push(b'#');
        Value::U64(earlier as u64 + 1).push_raw(out);
    }
}

/// Numbers and truths as they are, everything else as a string.
fn push_value(out: &mut Vec<u8>, value: &Value<'_>) {
    match value {
        Value::I64(_) | Value::U64(_) | Value::I128(_) | Value::U128(_) | Value::Bool(_) => {
            value.push_raw(out);
        }
        Value::F32(number) if number.is_finite() => value.push_raw(out),
        Value::F64(number) if number.is_finite() => value.push_raw(out),
        Value::Error(error) => push_chain(out, *error),
        _ => push_string(out, value),
    }
}

/// The error and its causes, outermost first.
fn push_chain(out: &mut Vec<u8>, error: &(dyn std::error::Error + 'static)) {
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

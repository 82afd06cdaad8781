//! One JSON object per line.

use std::error::Error;
use std::fmt;

use crate::format::layout::{Layout, LineSettings, Site};
use crate::format::structure::is_plain;
use crate::format::trace_context::{TraceContext, TraceSource};
use crate::format::{escape, keys};
use crate::record::Record;
use crate::record::report::backtrace_of;
use crate::record::shape::{ShapeKind, TextForm};
use crate::record::value::{Redact, Value, Visitor};
use crate::record::write::{chain, guard};
use crate::redact::mask::PART;
#[cfg(feature = "scrub")]
use crate::scrub::Syntax;
use crate::util::line::Line;
use crate::util::site_texts::SiteTexts;

/// The maximum nesting of parts: a value that contains itself has no end.
const MAX_DEPTH: usize = 64;

/// `{"time":"..","level":"INFO","logger":"payments","message":"charging","fields":{"order_id":7}}`
#[derive(Debug)]
pub(super) struct Json;

/// The start of the fields' object, with the end of the message's string.
const FIELDS: &[u8] = b",\"fields\":{";

impl Layout for Json {
    fn id(&self) -> usize {
        1
    }

    /// `"level":"INFO","logger":"payments","message":"charging `, the rest of the message, and
    /// `,"order_id":`.
    fn prepare(&self, site: &Site<'_>) -> SiteTexts {
        let mut start = b"\"level\":\"".to_vec();
        start.extend_from_slice(site.metadata.level.name().as_bytes());
        start.extend_from_slice(b"\",\"logger\":\"");
        escape::push_json(&mut start, site.name);
        start.extend_from_slice(b"\",\"message\":");
        let after_arguments = message_texts(&mut start, site);
        site.texts(&start, &after_arguments, &key_texts(&keys::unique(&[], &site.fields)))
    }

    fn push(
        &self,
        line: &mut Line,
        record: &Record<'_>,
        texts: &SiteTexts,
        settings: LineSettings<'_>,
    ) {
        line.push(b'{');
        if let Some(time) = record.time() {
            line.push_bytes(b"\"time\":\"");
            settings.format.time.push(line, time);
            line.push_bytes(b"\",");
        }
        push_start(line, record, texts);
        match record.unmasked_values() {
            Some(values) if !texts.repeats_names => push_fields(line, values.iter(), texts),
            _ => push_unusual_fields(line, record, texts),
        }
        if record.spans.is_some_and(|spans| !spans.is_empty()) {
            line.push_bytes(b",\"span\":");
            line.with_vec(|out| push_spans(out, record));
        }
        if let Some(error) = record.error {
            line.with_vec(|out| {
                out.extend_from_slice(b",\"error\":");
                push_chain(out, error);
                if let Some(frames) = record.report().and_then(backtrace_of) {
                    out.extend_from_slice(b",\"backtrace\":");
                    push_string(out, &Value::Str(&frames));
                }
            });
        }
        if let Some(trace) = settings.format.trace.as_ref().and_then(TraceSource::find) {
            line.with_vec(|out| push_trace(out, trace));
        }
        line.push_bytes(b"}\n");
    }

    #[cfg(feature = "scrub")]
    fn syntax(&self) -> Syntax {
        Syntax::Json
    }
}

#[inline]
fn push_fields<'a>(
    line: &mut Line,
    values: impl Iterator<Item = &'a Value<'a>>,
    texts: &SiteTexts,
) {
    let start = line.length();
    for (value, key) in values.zip(&texts.before_fields) {
        if matches!(value, Value::Empty) {
            continue;
        }
        if line.length() == start {
            line.push_bytes(FIELDS);
            line.push_tail_of(key, 1);
        } else {
            line.push_block(key);
        }
        match value {
            Value::Str(text) => {
                line.push(b'"');
                escape::push_json_text(line, text);
                line.push(b'"');
            }
            Value::U64(number) => line.push_u64(*number),
            Value::I64(number) => line.push_i64(*number),
            other => line.with_vec(|out| push_value(out, other)),
        }
    }
    if line.length() > start {
        line.push(b'}');
    }
}

/// Fields that their names mask, or of which two have the same name.
#[cold]
fn push_unusual_fields(line: &mut Line, record: &Record<'_>, texts: &SiteTexts) {
    let mut has_empty = false;
    for (_, value) in record.named() {
        has_empty |= matches!(value, Value::Empty);
    }
    if !(texts.repeats_names && has_empty) {
        return push_fields(line, record.named().map(|(_, value)| value), texts);
    }
    // Fields that are left out take no number.
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for (name, value) in record.named() {
        if !matches!(value, Value::Empty) {
            names.push(name);
            values.push(value);
        }
    }
    line.with_vec(|out| {
        let mut before = FIELDS;
        for (key, value) in keys::unique(&[], &names).iter().zip(&values) {
            out.extend_from_slice(before);
            out.extend_from_slice(key_text(key).get(1..).unwrap_or_default());
            push_value(out, value);
            before = b",";
        }
        if !names.is_empty() {
            out.push(b'}');
        }
    });
}

/// Appends the message up to its first argument to the start of the line's texts, as a string, and
/// returns the texts after the arguments. The last text has the closing quote.
pub(super) fn message_texts(start: &mut Vec<u8>, site: &Site<'_>) -> Vec<Vec<u8>> {
    start.push(b'"');
    escape::push_json(start, site.piece(0));
    let mut texts = site.after_arguments(escape::push_json);
    texts.last_mut().unwrap_or(start).push(b'"');
    texts
}

/// Appends the start of the texts, and the message's arguments with the texts after them.
#[inline]
pub(super) fn push_start(line: &mut Line, record: &Record<'_>, texts: &SiteTexts) {
    line.push_block(&texts.start);
    for (value, text) in record.arguments().iter().zip(&texts.after_arguments) {
        match value {
            Value::Str(text) => escape::push_json_text(line, text),
            Value::U64(number) => line.push_u64(*number),
            Value::I64(number) => line.push_i64(*number),
            other => line.with_vec(|out| other.push_argument(out, escape::push_json)),
        }
        line.push_block(text);
    }
}

/// `,"key":` for each key.
pub(super) fn key_texts(keys: &[String]) -> Vec<Vec<u8>> {
    let mut texts = Vec::new();
    for key in keys {
        texts.push(key_text(key));
    }
    texts
}

/// `,"key":`
pub(super) fn key_text(key: &str) -> Vec<u8> {
    let mut text = b",\"".to_vec();
    escape::push_json(&mut text, key);
    text.extend_from_slice(b"\":");
    text
}

/// `,"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"00f067aa0ba902b7"`
fn push_trace(out: &mut Vec<u8>, trace: TraceContext) {
    out.extend_from_slice(b",\"trace_id\":\"");
    trace.push_trace_id(out);
    out.extend_from_slice(b"\",\"span_id\":\"");
    trace.push_span_id(out);
    out.push(b'"');
}

/// The spans as an array, the outermost first.
pub(super) fn push_spans(out: &mut Vec<u8>, record: &Record<'_>) {
    out.push(b'[');
    for (index, span) in record.spans().enumerate() {
        if index > 0 {
            out.push(b',');
        }
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
    }
    out.push(b']');
}

/// Numbers and bools as they are, values with parts as an object or a list, all others as a string.
pub(super) fn push_value(out: &mut Vec<u8>, value: &Value<'_>) {
    match *value {
        Value::Empty => out.extend_from_slice(b"null"),
        Value::I64(_) | Value::U64(_) | Value::I128(_) | Value::U128(_) | Value::Bool(_) => {
            value.push_raw(out);
        }
        Value::F32(number) if number.is_finite() => value.push_raw(out),
        Value::F64(number) if number.is_finite() => value.push_raw(out),
        Value::Error(error) => push_chain(out, error),
        Value::Redact(value) => {
            if let Err(marker) = guard(out, &mut |out| push_parts(out, value, MAX_DEPTH)) {
                push_string(out, &Value::Str(marker));
            }
        }
        _ => push_string(out, value),
    }
}

/// The parts of a value that masks its own secrets, at most `depth` levels of them.
///
/// # Errors
///
/// There are more levels, because the value contains itself; or the parts do not fit the shape, or
/// the value's author has ignored an error.
fn push_parts(out: &mut Vec<u8>, value: &dyn Redact, depth: usize) -> fmt::Result {
    let depth = depth.checked_sub(1).ok_or(fmt::Error)?;
    if push_mask(out, value.__form()) {
        return Ok(());
    }
    let shape = value.shape();
    if let Some(tag) = shape.tag() {
        out.push(b'{');
        push_string(out, &Value::Str(tag));
        out.push(b':');
    }
    let (open, close): (&[u8], &[u8]) = match shape.kind() {
        ShapeKind::One => (b"", b""),
        ShapeKind::Object => (b"{", b"}"),
        ShapeKind::List => (b"[", b"]"),
    };
    out.extend_from_slice(open);
    let mut between: &[u8] = b"";
    let mut written = Ok(());
    let mut visit = |name: Value<'_>, part: Value<'_>| {
        if written.is_err() || shape.kind() == ShapeKind::One && between == b"," {
            written = Err(fmt::Error);
            return written;
        }
        out.extend_from_slice(between);
        between = b",";
        if shape.kind() == ShapeKind::Object {
            push_string(out, &name);
            out.push(b':');
        }
        match part {
            Value::Redact(parts) => written = push_parts(out, parts, depth),
            part => push_value(out, &part),
        }
        written
    };
    value.parts(&mut Visitor::new(&mut visit))?;
    written?;
    if shape.kind() == ShapeKind::One && between.is_empty() {
        return Err(fmt::Error);
    }
    out.extend_from_slice(close);
    if shape.tag().is_some() {
        out.push(b'}');
    }
    Ok(())
}

/// Appends a word or a mask and returns true if nothing in it needs an escape.
fn push_mask(out: &mut Vec<u8>, form: TextForm<'_>) -> bool {
    let (head, hidden, tail) = match form {
        TextForm::Word(word) => (word, "", ""),
        TextForm::Kept(head, tail) if is_plain(head) && is_plain(tail) => (head, PART, tail),
        _ => return false,
    };
    out.push(b'"');
    for piece in [head, hidden, tail] {
        out.extend_from_slice(piece.as_bytes());
    }
    out.push(b'"');
    true
}

/// The error and its causes, outermost first.
pub(super) fn push_chain(out: &mut Vec<u8>, error: &(dyn Error + 'static)) {
    let mut before = b'[';
    for error in chain(error) {
        out.push(before);
        push_string(out, &Value::Display(&error));
        before = b',';
    }
    out.push(b']');
}

pub(super) fn push_string(out: &mut Vec<u8>, value: &Value<'_>) {
    out.push(b'"');
    value.push_with(out, escape::push_json);
    out.push(b'"');
}

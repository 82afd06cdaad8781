//! The standard format: CPython's, then the fields, then an error's chain.

use std::error::Error;

use crate::format::layout::{Layout, LineSettings, Site};
use crate::format::style::{Palette, Style};
use crate::format::trace_context::{TraceContext, TraceSource};
use crate::format::{debug_text, escape, structure};
use crate::record::Record;
use crate::record::report::backtrace_of;
use crate::record::value::Value;
use crate::record::write::chain;
#[cfg(feature = "scrub")]
use crate::scrub::Syntax;
use crate::util::buffer;
use crate::util::line::Line;
use crate::util::site_texts::SiteTexts;

/// `2026-11-22 07:31:00,123 - payments - INFO - charging order_id=7`
#[derive(Debug)]
pub(super) struct Standard;

impl Layout for Standard {
    fn id(&self) -> usize {
        0
    }

    /// `payments - INFO - charging `, the rest of the message, and ` order_id=`.
    fn prepare(&self, site: &Site<'_>) -> SiteTexts {
        let palette = site.style.palette();
        let level = site.metadata.level;
        let mut start = Vec::new();
        for (color, text) in &[(palette.name, site.name), (palette.level(level), level.name())] {
            start.extend_from_slice(color.as_bytes());
            // The targets of third parties can be any text.
            escape::push(&mut start, text);
            start.extend_from_slice(palette.dim.as_bytes());
            start.extend_from_slice(b" - ");
        }
        start.extend_from_slice(palette.plain.as_bytes());
        escape::push(&mut start, site.piece(0));
        site.texts(&start, &site.after_arguments(escape::push), &key_texts(site))
    }

    fn push(
        &self,
        line: &mut Line,
        record: &Record<'_>,
        texts: &SiteTexts,
        settings: LineSettings<'_>,
    ) {
        if settings.style == Style::Ansi {
            line.push_bytes(settings.style.palette().dim.as_bytes());
        }
        match record.time() {
            Some(time) if settings.dated => settings.format.time.push_column(line, time),
            _ => {}
        }
        line.push_block(&texts.start);
        for (value, text) in record.arguments().iter().zip(&texts.after_arguments) {
            push_argument(line, value);
            line.push_block(text);
        }
        let start = line.length();
        push_all_fields(line, record, texts);
        if record.error.is_some()
            || record.spans.is_some_and(|spans| !spans.is_empty())
            || settings.format.trace.is_some()
        {
            line.with_vec(|out| push_context(out, record, settings));
        }
        if record.metadata.message().is_empty() && start < line.length() {
            // A line without a message starts with its first field, not with a space.
            line.with_vec(|out| out.remove(start));
        }
        line.push(b'\n');
        if let Some(error) = record.error {
            line.with_vec(|out| push_sources(out, record, error, settings.style.palette()));
        }
    }

    #[cfg(feature = "scrub")]
    fn syntax(&self) -> Syntax {
        Syntax::Text
    }
}

/// ` order_id=` for each field.
pub(super) fn key_texts(site: &Site<'_>) -> Vec<Vec<u8>> {
    let mut texts = Vec::new();
    for name in &site.fields {
        let mut text = Vec::new();
        push_key(&mut text, name, site.style.palette());
        texts.push(text);
    }
    texts
}

/// Appends ` key=value` for each field.
#[inline]
pub(super) fn push_all_fields(line: &mut Line, record: &Record<'_>, texts: &SiteTexts) {
    match record.unmasked_values() {
        Some(values) => push_fields(line, values.iter(), texts),
        None => push_masked_fields(line, record, texts),
    }
}

#[inline]
fn push_fields<'a>(
    line: &mut Line,
    values: impl Iterator<Item = &'a Value<'a>>,
    texts: &SiteTexts,
) {
    for (value, text) in values.zip(&texts.before_fields) {
        if matches!(value, Value::Empty) {
            continue;
        }
        line.push_block(text);
        match value {
            Value::Str(text) => escape::push_word_text(line, text),
            Value::U64(number) => line.push_u64(*number),
            Value::I64(number) => line.push_i64(*number),
            other => push_other_field(line, other),
        }
    }
}

/// Fields of which the name masks at least one.
#[cold]
fn push_masked_fields(line: &mut Line, record: &Record<'_>, texts: &SiteTexts) {
    push_fields(line, record.named().map(|(_, value)| value), texts);
}

/// An argument of the message.
#[inline]
pub(super) fn push_argument(line: &mut Line, value: &Value<'_>) {
    match value {
        Value::Str(text) => escape::push_text(line, text),
        Value::U64(number) => line.push_u64(*number),
        Value::I64(number) => line.push_i64(*number),
        other => line.with_vec(|out| other.push_argument(out, escape::push)),
    }
}

/// The error, the spans and the trace, which few lines have.
#[cold]
fn push_context(out: &mut Vec<u8>, record: &Record<'_>, settings: LineSettings<'_>) {
    let palette = settings.style.palette();
    if let Some(error) = record.error {
        push_error(out, error, palette);
    }
    if record.spans.is_some_and(|spans| !spans.is_empty()) {
        push_key(out, "span", palette);
        push_spans(out, record);
    }
    if let Some(trace) = settings.format.trace.as_ref().and_then(TraceSource::find) {
        push_trace_id(out, trace, palette);
        push_span_id(out, trace, palette);
    }
}

/// ` error="no route to host"`
pub(super) fn push_error(out: &mut Vec<u8>, error: &(dyn Error + 'static), palette: &Palette) {
    push_key(out, "error", palette);
    push_field(out, &Value::Display(&error));
}

/// ` trace_id=4bf92f3577b34da6a3ce929d0e0e4736`
pub(super) fn push_trace_id(out: &mut Vec<u8>, trace: TraceContext, palette: &Palette) {
    push_key(out, "trace_id", palette);
    trace.push_trace_id(out);
}

/// ` span_id=00f067aa0ba902b7`
pub(super) fn push_span_id(out: &mut Vec<u8>, trace: TraceContext, palette: &Palette) {
    push_key(out, "span_id", palette);
    trace.push_span_id(out);
}

/// `request{id=7 user=ada}:query`, the outermost span first.
pub(super) fn push_spans(out: &mut Vec<u8>, record: &Record<'_>) {
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

/// A field's value where braces end the fields.
fn push_span_field(out: &mut Vec<u8>, value: &Value<'_>) {
    const BRACES: &[char] = &['{', '}'];
    match value {
        Value::Str(text) => push_span_word(out, text, BRACES),
        Value::Error(_) | Value::Display(_) | Value::Char(_) => {
            push_span_word(out, &value.to_string(), BRACES);
        }
        // Also the text of a `%value`, which `tracing` hands on as a `Debug`.
        Value::Debug(_) => {
            let text = value.to_string();
            if debug_text::is_delimited(&text) {
                escape::push(out, &text);
            } else {
                push_span_word(out, &text, BRACES);
            }
        }
        other => push_field(out, other),
    }
}

/// A word, quoted if it contains one of `ends`.
fn push_span_word(out: &mut Vec<u8>, text: &str, ends: &[char]) {
    if text.contains(ends) {
        escape::push_quoted(out, text);
    } else {
        escape::push_word(out, text);
    }
}

/// ` order_id=`
pub(super) fn push_key(out: &mut Vec<u8>, key: &str, palette: &Palette) {
    out.push(b' ');
    out.extend_from_slice(palette.key.as_bytes());
    escape::push_word(out, key);
    out.push(b'=');
    out.extend_from_slice(palette.plain.as_bytes());
}

/// A line for each cause of the error, and the backtrace if one was captured.
#[cold]
pub(super) fn push_sources(
    out: &mut Vec<u8>,
    record: &Record<'_>,
    error: &(dyn Error + 'static),
    palette: &Palette,
) {
    let mut sources = chain(error);
    sources.next();
    for source in sources {
        out.extend_from_slice(palette.dim.as_bytes());
        out.extend_from_slice(b"    caused by: ");
        out.extend_from_slice(palette.plain.as_bytes());
        Value::Display(&source).push_with(out, escape::push);
        out.push(b'\n');
    }
    let Some(frames) = record.report().and_then(backtrace_of) else { return };
    out.extend_from_slice(palette.dim.as_bytes());
    out.extend_from_slice(b"    backtrace:\n");
    out.extend_from_slice(palette.plain.as_bytes());
    for frame in frames.split('\n') {
        out.extend_from_slice(b"    ");
        escape::push(out, frame);
        out.push(b'\n');
    }
}

/// A field's value, if it is not one of the usual types.
#[inline(never)]
fn push_other_field(line: &mut Line, value: &Value<'_>) {
    match value {
        Value::Redact(value) => structure::push(line, *value),
        other => line.with_vec(|out| push_field(out, other)),
    }
}

/// A field's value. Text is made one word, so that no value can pass for another field.
fn push_field(out: &mut Vec<u8>, value: &Value<'_>) {
    let start = out.len();
    value.push_raw(out);
    match value {
        Value::Str(_) | Value::Display(_) | Value::Error(_) | Value::Char(_) => {
            buffer::with_scratch(|scratch| escape::make_word(out, start, scratch));
        }
        Value::Debug(_) | Value::Redact(_) | Value::Bytes(_) => {
            let is_redact = matches!(value, Value::Redact(_));
            buffer::with_scratch(|scratch| debug_text::delimit(out, start, is_redact, scratch));
        }
        _ => {}
    }
}

//! The layout of logfmt: `key=value` pairs.

use crate::format::layout::{Layout, LineSettings, Site};
use crate::format::time::TimeStyle;
use crate::format::trace_context::TraceSource;
use crate::format::{escape, json, keys};
use crate::record::Record;
use crate::record::report::backtrace_of;
use crate::record::value::Value;
#[cfg(feature = "scrub")]
use crate::scrub::Syntax;
use crate::util::buffer;
use crate::util::line::Line;
use crate::util::site_texts::SiteTexts;

/// `time=2026-11-22T07:31:00.123456Z level=info logger=payments msg="charging" order_id=7`
#[derive(Debug)]
pub(super) struct Logfmt;

/// The keys that are not those of fields.
const RESERVED: [&str; 9] =
    ["time", "level", "logger", "msg", "error", "backtrace", "span", "trace_id", "span_id"];

impl Layout for Logfmt {
    fn id(&self) -> usize {
        2
    }

    /// `level=info logger=payments msg="charging `, the rest of the message, and ` order_id=`.
    fn prepare(&self, site: &Site<'_>) -> SiteTexts {
        let mut start = b"level=".to_vec();
        start.extend_from_slice(site.metadata.level.name().to_ascii_lowercase().as_bytes());
        start.extend_from_slice(b" logger=");
        push_value_text(&mut start, site.name);
        let mut after_arguments = Vec::new();
        if !site.metadata.message().is_empty() {
            start.extend_from_slice(b" msg=");
            after_arguments = json::message_texts(&mut start, site);
        }
        let names: Vec<&str> = site.fields.iter().map(|name| named(name)).collect();
        let keys = keys::unique(&RESERVED, &names);
        let before_fields: Vec<Vec<u8>> = keys.iter().map(|key| key_text(key)).collect();
        site.texts(&start, &after_arguments, &before_fields)
    }

    fn push(
        &self,
        line: &mut Line,
        record: &Record<'_>,
        texts: &SiteTexts,
        settings: LineSettings<'_>,
    ) {
        if let Some(time) = record.time() {
            line.push_bytes(b"time=");
            let start = line.length();
            settings.format.time.push(line, time);
            if matches!(settings.format.time.style(), TimeStyle::Custom(_) | TimeStyle::Asctime) {
                line.with_vec(|out| make_value(out, start));
            }
            line.push(b' ');
        }
        json::push_start(line, record, texts);
        for ((_, value), key) in record.named().zip(&texts.before_fields) {
            if !matches!(value, Value::Empty) {
                line.push_block(key);
                push_value(line, value);
            }
        }
        if let Some(error) = record.error {
            line.push_bytes(b" error=");
            push_value(line, &Value::Error(error));
            if let Some(frames) = record.report().and_then(backtrace_of) {
                line.push_bytes(b" backtrace=");
                push_value(line, &Value::Str(&frames));
            }
        }
        if record.spans.is_some_and(|spans| !spans.is_empty()) {
            push_spans(line, record);
        }
        if let Some(trace) = settings.format.trace.as_ref().and_then(TraceSource::find) {
            line.with_vec(|out| {
                out.extend_from_slice(b" trace_id=");
                trace.push_trace_id(out);
                out.extend_from_slice(b" span_id=");
                trace.push_span_id(out);
            });
        }
        line.push(b'\n');
    }

    #[cfg(feature = "scrub")]
    fn syntax(&self) -> Syntax {
        Syntax::Text
    }
}

fn push_value(line: &mut Line, value: &Value<'_>) {
    match value {
        Value::U64(number) => line.push_u64(*number),
        Value::I64(number) => line.push_i64(*number),
        Value::Str(text) if is_bare(text) => line.push_bytes(text.as_bytes()),
        Value::Str(text) => line.with_vec(|out| push_value_text(out, text)),
        other => line.with_vec(|out| {
            let start = out.len();
            other.push_raw(out);
            make_value(out, start);
        }),
    }
}

/// ` span=request:query request.id=7`, the outermost span first.
#[cold]
fn push_spans(line: &mut Line, record: &Record<'_>) {
    let names = record.spans().map(|span| span.name()).collect::<Vec<_>>().join(":");
    line.push_bytes(b" span=");
    push_value(line, &Value::Str(&names));
    let (mut owned, mut values) = (Vec::new(), Vec::new());
    for span in record.spans() {
        for (key, value) in span.fields() {
            owned.push(format!("{}.{key}", span.name()));
            values.push(value);
        }
    }
    let of_fields = record.keys().names().iter().map(|name| named(name));
    let all: Vec<&str> = of_fields.chain(owned.iter().map(String::as_str)).collect();
    let keys = keys::unique(&RESERVED, &all);
    for (key, value) in keys.iter().skip(record.keys().len()).zip(&values) {
        line.push_bytes(&key_text(key));
        push_value(line, value);
    }
}

/// A key must not be empty.
fn named(name: &str) -> &str {
    if name.is_empty() { "_" } else { name }
}

/// ` key=`, with the escapes of JSON for characters that a key cannot have.
fn key_text(key: &str) -> Vec<u8> {
    let mut text = b" ".to_vec();
    for c in key.chars() {
        let mut bytes = [0; 4];
        match c {
            ' ' | '=' | '"' | '\'' | '\u{fffd}' => {
                text.extend_from_slice(format!("\\u{:04x}", u32::from(c)).as_bytes());
            }
            _ => escape::push_json(&mut text, c.encode_utf8(&mut bytes)),
        }
    }
    text.push(b'=');
    text
}

/// Turns the raw text that was appended after `start` into a value.
fn make_value(out: &mut Vec<u8>, start: usize) {
    buffer::with_scratch(|scratch| {
        scratch.extend_from_slice(out.get(start..).unwrap_or_default());
        out.truncate(start);
        push_value_text(out, &String::from_utf8_lossy(scratch));
    });
}

/// Appends a text, in quotes with the escapes of JSON unless it is one plain word.
fn push_value_text(out: &mut Vec<u8>, text: &str) {
    if is_bare(text) {
        out.extend_from_slice(text.as_bytes());
    } else {
        out.push(b'"');
        escape::push_json(out, text);
        out.push(b'"');
    }
}

/// Returns `true` if the text needs no quotes: it is a word, and not `null`, which means no value.
fn is_bare(text: &str) -> bool {
    !text.is_empty() && text != "null" && text.chars().all(is_bare_char)
}

fn is_bare_char(c: char) -> bool {
    // Some readers take apostrophes for quotes.
    c > ' ' && !matches!(c, '=' | '"' | '\'' | '\u{fffd}') && !escape::must_escape(c)
}

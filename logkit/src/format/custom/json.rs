//! The layout of JSON lines with options.

use std::borrow::Cow;
use std::error::Error;

use crate::format::custom::json_options::{JsonOptions, JsonPart};
use crate::format::custom::layout_id;
use crate::format::layout::{Layout, LineSettings, Site};
use crate::format::trace_context::{TraceContext, TraceSource};
use crate::format::{escape, json, keys};
use crate::record::Record;
use crate::record::report::backtrace_of;
use crate::record::thread::shown_process_id;
use crate::record::value::Value;
use crate::record::write::chain;
#[cfg(feature = "scrub")]
use crate::scrub::Syntax;
use crate::util::line::{Block, Line};
use crate::util::site_texts::SiteTexts;

/// A layout of one JSON object per line.
#[derive(Debug)]
pub(super) struct CustomJson {
    options: JsonOptions,
    id: usize,
}

impl CustomJson {
    /// Makes the layout of options whose keys differ.
    pub(super) fn new(options: JsonOptions) -> Self {
        let id = layout_id::of(&format!("json {options:?}"));
        Self { options, id }
    }

    /// The keys that fields must not have.
    fn reserved(&self) -> Vec<&str> {
        if self.options.flat_fields { self.options.keys() } else { Vec::new() }
    }

    /// The key of a field, before it is made unique.
    fn field_key<'a>(&self, name: &'a str) -> Cow<'a, str> {
        // The characters that the ECS logging specification replaces in labels.
        const REPLACED: [char; 3] = ['.', '*', '\\'];
        if self.options.labels && name.trim().is_empty() {
            // Elasticsearch refuses documents with such a key.
            "_".into()
        } else if self.options.labels && name.contains(REPLACED) {
            name.replace(REPLACED, "_").into()
        } else {
            name.into()
        }
    }

    fn unique_keys(&self, names: &[&str]) -> Vec<String> {
        let names: Vec<Cow<'_, str>> = names.iter().map(|name| self.field_key(name)).collect();
        let names: Vec<&str> = names.iter().map(|name| &**name).collect();
        keys::unique(&self.reserved(), &names)
    }
}

/// Returns `true` if all lines of a call site show the same.
fn is_constant(part: JsonPart) -> bool {
    matches!(
        part,
        JsonPart::Level
            | JsonPart::Logger
            | JsonPart::Module
            | JsonPart::File
            | JsonPart::Line
            | JsonPart::SourceLocation
    )
}

impl Layout for CustomJson {
    fn id(&self) -> usize {
        self.id
    }

    /// The message, `,"order_id":`, and for each part that differs from line to line the text before
    /// it and `,"key":`; at last the text after all parts. Every part begins with a comma, because
    /// any may be absent.
    fn prepare(&self, site: &Site<'_>) -> SiteTexts {
        let mut start = Vec::new();
        let after_arguments = json::message_texts(&mut start, site);
        let keys = self.unique_keys(&site.fields);
        let mut texts = site.texts(&start, &after_arguments, &json::key_texts(&keys));
        let mut between = Vec::new();
        let mut before = Vec::new();
        for (part, key) in &self.options.parts {
            if is_constant(*part) {
                self.push_constant(&mut before, *part, key, site);
            } else {
                between.push(std::mem::take(&mut before));
                between.push(json::key_text(key));
            }
        }
        for (key, value) in &self.options.constants {
            before.extend_from_slice(&json::key_text(key));
            before.extend_from_slice(value.as_bytes());
        }
        between.push(before);
        texts.between = between.iter().map(|text| Block::new(text)).collect();
        texts
    }

    fn push(
        &self,
        line: &mut Line,
        record: &Record<'_>,
        texts: &SiteTexts,
        settings: LineSettings<'_>,
    ) {
        let trace = settings.format.trace.as_ref().and_then(TraceSource::find);
        let start = line.length();
        let mut between = texts.between.iter();
        for (part, _) in self.options.parts.iter().filter(|(part, _)| !is_constant(*part)) {
            let (Some(before), Some(key)) = (between.next(), between.next()) else { break };
            line.push_block(before);
            let context = JsonContext { record, texts, settings, trace, key };
            self.push_part(line, *part, context);
        }
        if let Some(last) = between.next() {
            line.push_block(last);
        }
        let is_empty = line.length() == start;
        line.with_vec(|out| match out.get_mut(start) {
            Some(comma) if !is_empty => *comma = b'{',
            _ => out.push(b'{'),
        });
        line.push_bytes(b"}\n");
    }

    #[cfg(feature = "scrub")]
    fn syntax(&self) -> Syntax {
        Syntax::Json
    }
}

/// The record and the settings that a part is written with.
#[derive(Clone, Copy)]
struct JsonContext<'a> {
    record: &'a Record<'a>,
    texts: &'a SiteTexts,
    settings: LineSettings<'a>,
    trace: Option<TraceContext>,
    /// `,"key":`
    key: &'a Block,
}

impl CustomJson {
    fn push_constant(&self, out: &mut Vec<u8>, part: JsonPart, key: &str, site: &Site<'_>) {
        let location = site.location;
        let (file, line) = (location.file.unwrap_or_default(), location.line.unwrap_or_default());
        let text = match part {
            JsonPart::Level => Some((self.options.level_names)(site.metadata.level)),
            JsonPart::Logger => Some(site.name),
            JsonPart::Module => location.module_path,
            JsonPart::File => location.file,
            JsonPart::Line | JsonPart::SourceLocation if location.line.is_none() => None,
            JsonPart::Line => {
                out.extend_from_slice(&json::key_text(key));
                return json::push_value(out, &Value::U64(line.into()));
            }
            JsonPart::SourceLocation => {
                out.extend_from_slice(&json::key_text(key));
                out.extend_from_slice(b"{\"file\":");
                json::push_string(out, &Value::Str(file));
                out.extend_from_slice(format!(",\"line\":\"{line}\"}}").as_bytes());
                return;
            }
            _ => None,
        };
        if let Some(text) = text {
            out.extend_from_slice(&json::key_text(key));
            json::push_string(out, &Value::Str(text));
        }
    }

    /// Appends a part that is not constant, if the record has it.
    fn push_part(&self, line: &mut Line, part: JsonPart, context: JsonContext<'_>) {
        let JsonContext { record, texts, settings, trace, key } = context;
        match part {
            JsonPart::Message => {
                line.push_block(key);
                json::push_start(line, record, texts);
            }
            JsonPart::Time => {
                if let Some(time) = record.time() {
                    line.push_block(key);
                    line.push(b'"');
                    settings.format.time.push(line, time);
                    line.push(b'"');
                }
            }
            JsonPart::Fields => self.push_fields(line, context),
            JsonPart::Spans if record.spans.is_some_and(|spans| !spans.is_empty()) => {
                line.push_block(key);
                line.with_vec(|out| {
                    if self.options.flat_spans {
                        push_span_names(out, record);
                    } else {
                        json::push_spans(out, record);
                    }
                });
            }
            JsonPart::Error | JsonPart::ErrorMessage | JsonPart::ErrorChain => {
                if let Some(error) = record.error {
                    line.push_block(key);
                    line.with_vec(|out| match part {
                        JsonPart::Error => json::push_chain(out, error),
                        JsonPart::ErrorMessage => json::push_string(out, &Value::Display(&error)),
                        _ => push_chain_text(out, record, error),
                    });
                }
            }
            JsonPart::TraceId | JsonPart::SpanId | JsonPart::TraceSampled => {
                if let Some(trace) = trace {
                    line.push_block(key);
                    line.with_vec(|out| self.push_trace(out, part, trace));
                }
            }
            JsonPart::Process | JsonPart::Thread | JsonPart::ThreadName => {
                line.push_block(key);
                line.with_vec(|out| push_origin(out, part, record));
            }
            _ => {}
        }
    }

    fn push_trace(&self, out: &mut Vec<u8>, part: JsonPart, trace: TraceContext) {
        if part == JsonPart::TraceSampled {
            return json::push_value(out, &Value::Bool(trace.is_sampled()));
        }
        out.push(b'"');
        if part == JsonPart::TraceId {
            escape::push_json(out, &self.options.trace_prefix);
            trace.push_trace_id(out);
        } else {
            trace.push_span_id(out);
        }
        out.push(b'"');
    }

    /// Appends the fields, and those of the spans if these are flat: with a comma before each, in an
    /// object unless they are flat.
    fn push_fields(&self, line: &mut Line, context: JsonContext<'_>) {
        let JsonContext { record, texts, key, .. } = context;
        let spans = record.spans.filter(|spans| self.options.flat_spans && !spans.is_empty());
        let has_empty = || record.named().any(|(_, value)| matches!(value, Value::Empty));
        if !self.options.flat_fields {
            line.push_block(key);
        }
        let start = line.length();
        if spans.is_some() || texts.repeats_names && has_empty() {
            self.push_fields_slowly(line, record, spans.is_some());
        } else {
            for ((_, value), key) in record.named().zip(&texts.before_fields) {
                if !matches!(value, Value::Empty) {
                    line.push_block(key);
                    line.with_vec(|out| self.push_value(out, value));
                }
            }
        }
        if self.options.flat_fields {
            return;
        }
        if line.length() == start {
            // No fields, no object.
            let length = start - key.length();
            return line.truncate(length);
        }
        line.with_vec(|out| {
            if let Some(comma) = out.get_mut(start) {
                *comma = b'{';
            }
            out.push(b'}');
        });
    }

    /// Appends fields whose keys depend on the record: fields that are left out take no number, and
    /// spans have fields of their own.
    #[cold]
    fn push_fields_slowly(&self, line: &mut Line, record: &Record<'_>, with_spans: bool) {
        let of_spans = record.spans().filter(|_| with_spans).flat_map(|span| span.fields());
        let fields: Vec<(&str, Value<'_>)> = record.fields().chain(of_spans).collect();
        let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
        for (key, (_, value)) in self.unique_keys(&names).iter().zip(&fields) {
            line.push_bytes(&json::key_text(key));
            line.with_vec(|out| self.push_value(out, value));
        }
    }

    /// Appends a field's value. Labels have no parts.
    fn push_value(&self, out: &mut Vec<u8>, value: &Value<'_>) {
        if self.options.labels && matches!(value, Value::Redact(_) | Value::Error(_)) {
            json::push_string(out, value);
        } else {
            json::push_value(out, value);
        }
    }
}

fn push_span_names(out: &mut Vec<u8>, record: &Record<'_>) {
    let mut before = b'[';
    for span in record.spans() {
        out.push(before);
        json::push_string(out, &Value::Str(span.name()));
        before = b',';
    }
    out.push(b']');
}

/// The error and its causes, a line for each, and the backtrace if one was captured.
fn push_chain_text(out: &mut Vec<u8>, record: &Record<'_>, error: &(dyn Error + 'static)) {
    out.push(b'"');
    for (index, error) in chain(error).enumerate() {
        if index > 0 {
            out.extend_from_slice(b"\\ncaused by: ");
        }
        Value::Display(&error).push_with(out, escape::push_json);
    }
    if let Some(frames) = record.report().and_then(backtrace_of) {
        out.extend_from_slice(b"\\nbacktrace:\\n");
        escape::push_json(out, &frames);
    }
    out.push(b'"');
}

fn push_origin(out: &mut Vec<u8>, part: JsonPart, record: &Record<'_>) {
    match part {
        JsonPart::Process => json::push_value(out, &Value::U64(shown_process_id().into())),
        JsonPart::Thread => {
            record.with_thread(|thread| json::push_value(out, &Value::U64(thread.number())));
        }
        _ => record.with_thread(|thread| {
            thread.with_name(|name| json::push_string(out, &Value::Str(name)));
        }),
    }
}

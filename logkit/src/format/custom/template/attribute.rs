//! The attributes of a record that a template can show.

use std::time::SystemTime;

use crate::format::custom::template::spec::{Number, Spec};
use crate::format::layout::Site;
use crate::format::trace_context::TraceContext;
use crate::format::{escape, time};
use crate::record::Record;
use crate::record::thread::shown_process_id;
use crate::record::value::Value;

/// A piece of a template.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    Literal(String),
    Attribute(Attribute, Spec),
}

/// An attribute of CPython's `LogRecord`, or one of logkit's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attribute {
    Asctime,
    Created,
    Error,
    Fields,
    FileName,
    LevelName,
    LevelNo,
    LineNo,
    Message,
    Module,
    Msecs,
    Name,
    PathName,
    Process,
    Span,
    SpanId,
    Thread,
    ThreadName,
    TraceId,
}

/// The type of an attribute's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AttributeKind {
    Text,
    Integer,
    Float,
}

impl Attribute {
    /// The attributes with their names, in alphabetical order.
    pub(super) const ALL: [(&'static str, Self); 19] = [
        ("asctime", Self::Asctime),
        ("created", Self::Created),
        ("error", Self::Error),
        ("fields", Self::Fields),
        ("filename", Self::FileName),
        ("levelname", Self::LevelName),
        ("levelno", Self::LevelNo),
        ("lineno", Self::LineNo),
        ("message", Self::Message),
        ("module", Self::Module),
        ("msecs", Self::Msecs),
        ("name", Self::Name),
        ("pathname", Self::PathName),
        ("process", Self::Process),
        ("span", Self::Span),
        ("span_id", Self::SpanId),
        ("thread", Self::Thread),
        ("threadName", Self::ThreadName),
        ("trace_id", Self::TraceId),
    ];

    pub(super) fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(other, _)| *other == name).map(|(_, attribute)| *attribute)
    }

    pub(super) fn kind(self) -> AttributeKind {
        match self {
            Self::LevelNo | Self::LineNo | Self::Process | Self::Thread => AttributeKind::Integer,
            Self::Created | Self::Msecs => AttributeKind::Float,
            _ => AttributeKind::Text,
        }
    }

    pub(super) fn is_text(self) -> bool {
        self.kind() == AttributeKind::Text
    }

    /// Returns `true` if all lines of a call site show the same. A text that is cut is not constant,
    /// because handlers have different scrubbers, which see it before.
    pub(super) fn is_constant(self, spec: &Spec) -> bool {
        match self {
            Self::LevelNo | Self::LineNo => true,
            Self::FileName | Self::LevelName | Self::Module | Self::Name | Self::PathName => {
                spec.precision().is_none()
            }
            _ => false,
        }
    }

    /// Appends a constant attribute, at its width.
    pub(super) fn push_constant(self, out: &mut Vec<u8>, site: &Site<'_>, spec: &Spec) {
        let start = out.len();
        let location = site.location;
        let text = match self {
            Self::LevelNo => return spec.push_number(out, Number::Integer(level_number(site))),
            Self::LineNo => {
                let line = location.line.unwrap_or_default();
                return spec.push_number(out, Number::Integer(line.into()));
            }
            Self::Name => site.name,
            Self::LevelName => site.metadata.level.name(),
            Self::Module => location.module_path.unwrap_or_default(),
            Self::PathName => location.file.unwrap_or_default(),
            Self::FileName => file_name(location.file),
            _ => "",
        };
        escape::push(out, text);
        spec.pad(out, start, start);
    }

    /// Appends an attribute that is not constant; a number with its width, text without.
    pub(super) fn push_dynamic(
        self,
        out: &mut Vec<u8>,
        record: &Record<'_>,
        trace: Option<TraceContext>,
        spec: &Spec,
    ) {
        let number = |number: u64| Number::Integer(i64::try_from(number).unwrap_or(i64::MAX));
        match self {
            Self::Error => {
                if let Some(error) = record.error() {
                    Value::Display(&error).push_with(out, escape::push);
                }
            }
            Self::TraceId => {
                if let Some(trace) = trace {
                    trace.push_trace_id(out);
                }
            }
            Self::SpanId => {
                if let Some(trace) = trace {
                    trace.push_span_id(out);
                }
            }
            Self::ThreadName => record.with_thread(|thread| {
                thread.with_name(|name| escape::push(out, name));
            }),
            Self::Thread => record.with_thread(|thread| {
                spec.push_number(out, number(thread.number()));
            }),
            Self::Process => spec.push_number(out, Number::Integer(shown_process_id().into())),
            Self::Created => {
                if let Some(time) = record.time() {
                    spec.push_number(out, Number::Float(created(time)));
                }
            }
            Self::Msecs => {
                if let Some(time) = record.time() {
                    let (_, nanos) = time::since_epoch(time);
                    spec.push_number(out, Number::Float((nanos / 1_000_000).into()));
                }
            }
            Self::LevelName => out.extend_from_slice(record.level().name().as_bytes()),
            Self::Module => escape::push(out, record.module_path().unwrap_or_default()),
            Self::PathName => escape::push(out, record.file().unwrap_or_default()),
            Self::FileName => escape::push(out, file_name(record.file())),
            Self::Name => escape::push(out, record.name()),
            // Written with the line's texts, or constant.
            Self::Asctime
            | Self::Fields
            | Self::LevelNo
            | Self::LineNo
            | Self::Message
            | Self::Span => {}
        }
    }
}

fn level_number(site: &Site<'_>) -> i64 {
    i64::from(site.metadata.level.number())
}

/// The last part of the path, as `os.path.basename` finds it; Windows has a second separator.
fn file_name(path: Option<&str>) -> &str {
    let is_separator = |c| c == '/' || cfg!(windows) && c == '\\';
    path.and_then(|path| path.rsplit(is_separator).next()).unwrap_or_default()
}

/// CPython's `time.time_ns() / 1e9`.
#[allow(clippy::cast_precision_loss, reason = "CPython's float has the same precision")]
fn created(time: SystemTime) -> f64 {
    let (seconds, nanos) = time::since_epoch(time);
    (i128::from(seconds) * 1_000_000_000 + i128::from(nanos)) as f64 / 1e9
}

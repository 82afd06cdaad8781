//! One log call, borrowed: its metadata, its time and its values, as handlers and formats see it.

pub(crate) mod argument;
mod convert;
pub(crate) mod derived;
pub(crate) mod exception;
pub(crate) mod field_names;
pub(crate) mod metadata;
pub(crate) mod owned;
pub(crate) mod owned_record;
pub(crate) mod report;
pub(crate) mod shape;
pub(crate) mod span;
pub(crate) mod thread;
pub(crate) mod to_value;
pub(crate) mod value;
pub(crate) mod write;

use std::error::Error;
use std::fmt;
use std::num::NonZeroU64;
use std::time::SystemTime;

use self::field_names::{FieldName, FieldNames};
use self::metadata::{Location, Metadata};
use crate::level::Level;
use crate::redact::field_mask::FieldMask;
use crate::redact::mask::Masked;
use crate::util::{buffer, clock};

pub use self::span::Span;
use self::span::SpanSnapshot;
use self::thread::ThreadInfo;
pub use self::to_value::ToValue;
pub use self::value::Value;

/// A record on its way to the handlers.
///
/// ```
/// use std::io;
///
/// use logkit::Record;
/// use logkit::handler::Handler;
///
/// /// Counts the fields of its records.
/// struct CountFields(std::sync::atomic::AtomicUsize);
///
/// impl Handler for CountFields {
///     fn emit(&self, record: &Record<'_>) -> io::Result<()> {
///         self.0.fetch_add(record.fields().count(), std::sync::atomic::Ordering::Relaxed);
///         Ok(())
///     }
/// }
/// ```
#[derive(Clone, Copy)]
pub struct Record<'a> {
    /// The logger's name. Records whose name is known at run time only have a placeholder here.
    pub(crate) logger: &'static str,
    pub(crate) metadata: &'static Metadata,
    /// Present in records that have no static call site.
    pub(crate) dynamic: Option<&'a DynamicMetadata<'a>>,
    keys: FieldNames<'a>,
    time: Option<SystemTime>,
    /// The values of the fields, as many as there are keys, then those of the message, as many as
    /// it has pieces or one fewer.
    values: &'a [Value<'a>],
    secrets: FieldMask,
    /// The spans of the host, outermost first; `None` before the host was asked.
    pub(crate) spans: Option<&'a [SpanSnapshot]>,
    pub(crate) error: Option<&'a (dyn Error + 'static)>,
    /// Behind one pointer, because every record pays for its own parts.
    pub(crate) extra: Option<&'a Extra<'a>>,
}

/// The parts that few records have.
#[derive(Clone, Copy)]
pub(crate) struct Extra<'a> {
    /// The value that derefs to the error, if its `Debug` may show a backtrace.
    pub(crate) report: Option<&'a dyn fmt::Debug>,
    pub(crate) parent: Parent,
    /// The thread that logged it, in a copy; `None` is the current one.
    pub(crate) thread: Option<&'a ThreadInfo>,
}

/// Metadata of records that have no static call site.
pub(crate) struct DynamicMetadata<'a> {
    pub(crate) name: &'a str,
    pub(crate) location: Location<'a>,
    pub(crate) keys: FieldNames<'a>,
}

/// The span that a record belongs to, for the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent {
    /// The thread's current span.
    Current,
    /// No span: `parent: None`.
    Root,
    /// The span of `parent: &span`.
    Span(NonZeroU64),
}

impl<'a> Record<'a> {
    /// Makes the record of a call site.
    #[inline]
    pub(crate) fn new(
        name: &'static str,
        metadata: &'static Metadata,
        values: &'a [Value<'a>],
    ) -> Self {
        // First, because no register keeps a value across this call.
        let time = clock::now();
        Self {
            logger: name,
            metadata,
            dynamic: None,
            keys: metadata.fields(),
            time,
            values,
            secrets: metadata.secrets(),
            spans: None,
            error: None,
            extra: None,
        }
    }

    /// Returns the record with a name, a place and keys that are known at run time only. The first
    /// values are those of the keys.
    pub(crate) fn with_dynamic(self, dynamic: &'a DynamicMetadata<'a>) -> Self {
        let DynamicMetadata { keys, .. } = *dynamic;
        Self { dynamic: Some(dynamic), keys, secrets: FieldMask::of(keys), ..self }
    }

    /// Returns the record within these spans.
    #[cfg(feature = "layer")]
    pub(crate) fn within(self, spans: &'a [SpanSnapshot]) -> Self {
        Self { spans: Some(spans), ..self }
    }

    /// Returns the record with another time, for a handler that corrects clocks or replays records.
    #[must_use]
    pub fn with_time(self, time: SystemTime) -> Self {
        Self { time: Some(time), ..self }
    }

    /// A copy with substituted values and no spans: a baseline for `testing`.
    #[cfg(feature = "testing")]
    pub(crate) fn with_values<'b>(
        &self,
        values: &'b [Value<'b>],
        error: Option<&'b (dyn Error + 'static)>,
    ) -> Record<'b>
    where
        'a: 'b,
    {
        Record { values, error, extra: None, spans: None, ..*self }
    }

    /// The value that derefs to the error, if its `Debug` may show a backtrace.
    pub(crate) fn report(&self) -> Option<&'a dyn fmt::Debug> {
        self.extra?.report
    }

    pub(crate) fn parent(&self) -> Parent {
        self.extra.map_or(Parent::Current, |extra| extra.parent)
    }

    pub(crate) fn location(&self) -> Location<'a> {
        self.dynamic.map_or(self.metadata.location, |dynamic| dynamic.location)
    }

    /// Lends the thread that logged the record.
    pub(crate) fn with_thread<R>(&self, take: impl FnOnce(&ThreadInfo) -> R) -> R {
        match self.extra.and_then(|extra| extra.thread) {
            Some(thread) => take(thread),
            None => take(&ThreadInfo::current()),
        }
    }

    /// Returns the fields with their names. Values with a secret's name are masked.
    #[inline]
    pub(crate) fn named(&self) -> impl Iterator<Item = (&'a str, &'a Value<'a>)> + use<'a> {
        const MASKED: &Value<'static> = &Value::Redact(&Masked);
        let (secrets, explicit) = (self.secrets, self.keys.explicit_bits());
        // Two slices are the fastest to walk together.
        let fields = self.keys.names().iter().zip(self.values).enumerate();
        fields.map(move |(index, (name, value))| {
            let key = FieldName::at(index, name, explicit);
            let is_masked = !matches!(value, Value::Empty) && secrets.hides(index, key, value);
            (*name, if is_masked { MASKED } else { value })
        })
    }

    /// Returns whether names may mask fields; those that are `None` show nothing to mask.
    #[inline]
    pub(crate) fn masks_by_name(&self) -> bool {
        !self.secrets.is_empty()
    }

    /// Returns how many fields are masked because of their names.
    #[cold]
    pub(crate) fn masked_by_name(&self) -> u64 {
        let mut masked = 0;
        self.secrets.each_candidate(self.keys.len(), |index| {
            masked += match (self.keys.get(index), self.values.get(index)) {
                (Some(_), None | Some(Value::Empty)) | (None, _) => 0,
                (Some(key), Some(value)) => u64::from(self.secrets.hides(index, key, value)),
            };
        });
        masked
    }

    /// The fields' values if their names mask none of them.
    #[inline]
    pub(crate) fn unmasked_values(&self) -> Option<&'a [Value<'a>]> {
        if !self.secrets.is_empty() {
            return None;
        }
        Some(self.values.get(..self.keys.len()).unwrap_or(self.values))
    }

    /// The names of the fields.
    pub(crate) fn keys(&self) -> FieldNames<'a> {
        self.keys
    }

    /// The values of the fields, then the message's.
    #[cfg(feature = "testing")]
    pub(crate) fn values(&self) -> &'a [Value<'a>] {
        self.values
    }

    /// The number of the values.
    #[inline]
    pub(crate) fn value_count(&self) -> usize {
        self.values.len()
    }

    /// The arguments of the message.
    #[inline]
    pub(crate) fn arguments(&self) -> &'a [Value<'a>] {
        self.values.get(self.keys.len()..).unwrap_or_default()
    }

    /// The logger's name, or the target of a third party's event.
    pub fn name(&self) -> &'a str {
        self.dynamic.map_or(self.logger, |dynamic| dynamic.name)
    }

    /// The severity of the record.
    pub fn level(&self) -> Level {
        self.metadata.level
    }

    /// The time at which it was logged; `None` on `wasm32-unknown-unknown`, which has no clock. On
    /// x86-64 Linux it differs from the system's clock by less than a microsecond, and for up to a
    /// millisecond after that was set.
    pub fn time(&self) -> Option<SystemTime> {
        self.time
    }

    /// The message, which is formatted when it is displayed, without escaping.
    pub fn message(&self) -> Message<'a> {
        Message { pieces: self.metadata.message(), arguments: self.arguments() }
    }

    /// The fields in the order of the call, without those that are `None`. A field that is named
    /// like a secret is masked, unless the call site chose how it shows.
    pub fn fields(&self) -> impl Iterator<Item = (&'a str, Value<'a>)> + use<'a> {
        let shown = self.named().filter(|(_, value)| !matches!(value, Value::Empty));
        shown.map(|(name, value)| (name, *value))
    }

    /// The error of an `exception!`; its `source()`s are the chain.
    pub fn error(&self) -> Option<&'a (dyn Error + 'static)> {
        self.error
    }

    /// The module that logged it, as `module_path!()` says.
    pub fn module_path(&self) -> Option<&'a str> {
        self.location().module_path
    }

    /// The file that logged it, as `file!()` says.
    pub fn file(&self) -> Option<&'a str> {
        self.location().file
    }

    /// The line of the file.
    pub fn line(&self) -> Option<u32> {
        self.location().line
    }

    /// The host's spans around the record, the outermost first. Empty without the feature
    /// `layer`, or where the host's subscriber is not built on the registry of `tracing_subscriber`.
    pub fn spans(&self) -> impl Iterator<Item = Span<'a>> + use<'a> {
        // A constant without the feature, so that the linker leaves the code for spans out.
        let spans = if cfg!(feature = "layer") { self.spans } else { None };
        spans.unwrap_or_default().iter().map(Span::new)
    }
}

impl fmt::Debug for Record<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("name", &self.name())
            .field("level", &self.level())
            .field("message", &format_args!("{}", self.message()))
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_string(), f)
    }
}

/// The message of a record, which [`Display`](fmt::Display) writes with its arguments, without escapes.
///
/// ```
/// fn is_refusal(record: &logkit::Record<'_>) -> bool {
///     record.message().to_string().starts_with("refused: ")
/// }
/// ```
#[derive(Clone, Copy)]
pub struct Message<'a> {
    pieces: &'a [&'a str],
    arguments: &'a [Value<'a>],
}

impl Message<'_> {
    /// Returns whether the call had no message.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Appends the message, unescaped.
    pub(crate) fn push_raw(&self, out: &mut Vec<u8>) {
        let mut arguments = self.arguments.iter();
        for piece in self.pieces {
            out.extend_from_slice(piece.as_bytes());
            if let Some(value) = arguments.next() {
                value.push_argument(out, |out, text| out.extend_from_slice(text.as_bytes()));
            }
        }
    }
}

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        buffer::with_scratch(|scratch| {
            self.push_raw(scratch);
            f.write_str(&String::from_utf8_lossy(scratch))
        })
    }
}

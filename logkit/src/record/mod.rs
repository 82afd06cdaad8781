//! One call, borrowed: its site, its time and its values. What handlers and formats see.

pub(crate) mod owned;
pub(crate) mod span;
pub(crate) mod to_value;
pub(crate) mod value;

use std::error::Error;
use std::fmt;
use std::num::NonZeroU64;
use std::time::SystemTime;

use crate::callsite::{FieldName, Location, Metadata};
use crate::level::Level;
use crate::redact::Masked;
use crate::redact::verdict::Secrets;
use crate::util::{buffer, clock};

pub use crate::record::span::Span;
use crate::record::span::SpanSnapshot;
pub use crate::record::to_value::ToValue;
pub use crate::record::value::Value;

/// A record on its way to the handlers.
///
/// ```
/// use std::io;
///
/// use logkit::Record;
/// use logkit::handler::Handler;
///
/// /// Counts the fields of what it is given.
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
    /// The logger's name, or what stands for one that is known at run time only.
    pub(crate) target: &'static str,
    pub(crate) site: &'static Metadata,
    /// Of a record that is not one of our statements'.
    pub(crate) dynamic: Option<&'a DynamicMetadata<'a>>,
    keys: &'a [FieldName<'a>],
    /// What the standard format begins the message with, where the call site has it at hand.
    pub(crate) line_prefix: Option<&'a [u8]>,
    time: Option<SystemTime>,
    /// The fields', as many as there are keys, then the message's, as many as it has pieces or
    /// one fewer.
    values: &'a [Value<'a>],
    secrets: Secrets,
    /// The host's, outermost first; `None` if nobody has asked yet.
    pub(crate) spans: Option<&'a [SpanSnapshot]>,
    pub(crate) error: Option<&'a (dyn Error + 'static)>,
    pub(crate) parent: Parent,
}

/// What of a record is known at run time only.
pub(crate) struct DynamicMetadata<'a> {
    pub(crate) name: &'a str,
    pub(crate) place: Location<'a>,
    pub(crate) keys: &'a [FieldName<'a>],
}

/// The span that a record belongs to in the host's eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent {
    /// The thread's current one.
    Current,
    /// None: `parent: None`.
    Root,
    /// That of `parent: &span`.
    Span(NonZeroU64),
}

impl<'a> Record<'a> {
    /// Of a call site of ours.
    #[inline]
    pub(crate) fn new(
        name: &'static str,
        site: &'static Metadata,
        values: &'a [Value<'a>],
    ) -> Self {
        Self {
            target: name,
            site,
            dynamic: None,
            keys: site.fields,
            line_prefix: None,
            time: clock::now(),
            values,
            secrets: site.secrets(),
            spans: None,
            error: None,
            parent: Parent::Current,
        }
    }

    /// The same with a name, a place and keys that are known only now; as many of the values are
    /// the keys'.
    pub(crate) fn of(self, dynamic: &'a DynamicMetadata<'a>) -> Self {
        let DynamicMetadata { keys, .. } = *dynamic;
        Self { dynamic: Some(dynamic), keys, secrets: Secrets::of(keys), ..self }
    }

    /// The same within these spans.
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
        Record { values, error, spans: None, ..*self }
    }

    fn place(&self) -> Location<'a> {
        self.dynamic.map_or(self.site.place, |dynamic| dynamic.place)
    }

    /// The values of the fields, by their keys: those with a secret's name masked.
    #[inline]
    pub(crate) fn keyed(
        &self,
    ) -> impl Iterator<Item = (&'a FieldName<'a>, &'a Value<'a>)> + use<'a> {
        const MASKED: &Value<'static> = &Value::Redact(&Masked);
        let secrets = self.secrets;
        self.keys.iter().zip(self.values).enumerate().map(move |(index, (key, value))| {
            if secrets.contains(index, key) && !matches!(value, Value::Empty) {
                return (key, MASKED);
            }
            (key, value)
        })
    }

    /// How many fields are masked because of their names.
    #[inline]
    pub(crate) fn masked_by_name(&self) -> u64 {
        if self.secrets.is_empty() { 0 } else { self.count_masked_by_name() }
    }

    #[cold]
    fn count_masked_by_name(&self) -> u64 {
        let is_masked = |index: &usize| match (self.keys.get(*index), self.values.get(*index)) {
            (Some(_), None | Some(Value::Empty)) | (None, _) => false,
            (Some(key), Some(_)) => self.secrets.contains(*index, key),
        };
        self.secrets.candidates(self.keys.len()).filter(is_masked).count() as u64
    }

    /// The values of the fields, then the message's.
    #[cfg(feature = "testing")]
    pub(crate) fn values(&self) -> &'a [Value<'a>] {
        self.values
    }

    /// The arguments of the message.
    #[inline]
    pub(crate) fn arguments(&self) -> &'a [Value<'a>] {
        self.values.get(self.keys.len()..).unwrap_or_default()
    }

    /// The logger's name; of a third party's event its target.
    pub fn name(&self) -> &'a str {
        self.dynamic.map_or(self.target, |dynamic| dynamic.name)
    }

    /// How grave it is.
    pub fn level(&self) -> Level {
        self.site.level
    }

    /// The time at which it was logged; `None` on `wasm32-unknown-unknown`, which has no clock.
    pub fn time(&self) -> Option<SystemTime> {
        self.time
    }

    /// The message; formatted, unescaped, when it is displayed.
    pub fn message(&self) -> Message<'a> {
        Message { pieces: self.site.message, arguments: self.arguments() }
    }

    /// The fields in the order of the call, without those that are `None`. A field that is named
    /// like a secret is masked, unless the statement says how it shows.
    pub fn fields(&self) -> impl Iterator<Item = (&'a str, Value<'a>)> + use<'a> {
        let shown = self.keyed().filter(|(_, value)| !matches!(value, Value::Empty));
        shown.map(|(key, value)| (key.name, *value))
    }

    /// The error of an `exception!`; its `source()`s are the chain.
    pub fn error(&self) -> Option<&'a (dyn Error + 'static)> {
        self.error
    }

    /// The module that logged it, as `module_path!()` says.
    pub fn module_path(&self) -> Option<&'a str> {
        self.place().module_path
    }

    /// The file that logged it, as `file!()` says.
    pub fn file(&self) -> Option<&'a str> {
        self.place().file
    }

    /// The line of the file.
    pub fn line(&self) -> Option<u32> {
        self.place().line
    }

    /// The host's spans around it, the outermost first; none where the host's subscriber does not
    /// stand on `tracing_subscriber`'s registry.
    pub fn spans(&self) -> impl Iterator<Item = Span<'a>> + use<'a> {
        self.spans.unwrap_or_default().iter().map(Span::new)
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

/// The message of a record.
#[derive(Clone, Copy)]
pub struct Message<'a> {
    pieces: &'a [&'a str],
    arguments: &'a [Value<'a>],
}

impl Message<'_> {
    /// Whether the call had none.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }
}

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        buffer::with_scratch(|scratch| {
            let mut arguments = self.arguments.iter();
            for piece in self.pieces {
                scratch.extend_from_slice(piece.as_bytes());
                if let Some(value) = arguments.next() {
                    value.push_raw(scratch);
                }
            }
            f.write_str(&String::from_utf8_lossy(scratch))
        })
    }
}

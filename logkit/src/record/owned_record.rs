//! A record that outlives its log call, for memory, queues and test captures.

use std::error::Error;
use std::fmt;
use std::time::SystemTime;

use crate::level::Level;
use crate::record::field_names::{FieldName, FieldNames};
use crate::record::metadata::{Location, Metadata};
use crate::record::owned::{OwnedError, OwnedValue};
use crate::record::report::OwnedBacktrace;
use crate::record::span::{Span, SpanSnapshot};
use crate::record::thread::ThreadInfo;
use crate::record::value::Value;
use crate::record::{DynamicMetadata, Extra, Parent, Record};
use crate::redact::mask::Masked;
use crate::redact::name_cache::rule;

/// A copy of a [`Record`] that a handler can keep or send to another thread.
///
/// ```
/// use std::io;
/// use std::sync::mpsc::Sender;
///
/// use logkit::handler::Handler;
/// use logkit::{OwnedRecord, Record};
///
/// /// Leaves the work to another thread.
/// struct Forward(Sender<OwnedRecord>);
///
/// impl Handler for Forward {
///     fn emit(&self, record: &Record<'_>) -> io::Result<()> {
///         self.0.send(record.to_owned()).map_err(io::Error::other)
///     }
/// }
///
/// fn receive(record: &OwnedRecord, handler: &impl Handler) -> io::Result<()> {
///     record.with_record(|record| handler.emit(record))
/// }
/// ```
///
/// Every value is formatted once, when the copy is made, and formats write the copy as they write
/// the record. The parts of a [`Redact`](trait@crate::Redact) value are kept, so that JSON still
/// nests them. Masked values are not copied.
#[derive(Clone)]
pub struct OwnedRecord {
    logger: &'static str,
    metadata: &'static Metadata,
    /// The metadata of a record that has no call site.
    dynamic: Option<Box<OwnedMetadata>>,
    time: Option<SystemTime>,
    message: Box<str>,
    /// The values of the fields, then those of the message.
    values: Vec<OwnedValue>,
    #[cfg(feature = "layer")]
    spans: Option<Vec<SpanSnapshot>>,
    error: Option<OwnedError>,
    backtrace: Option<OwnedBacktrace>,
    parent: Parent,
    thread: ThreadInfo,
}

/// The owned form of [`DynamicMetadata`].
#[derive(Clone)]
struct OwnedMetadata {
    name: Box<str>,
    event_name: Option<Box<str>>,
    module_path: Option<Box<str>>,
    file: Option<Box<str>>,
    line: Option<u32>,
    /// The fields' names.
    keys: Vec<Box<str>>,
    /// The bits of the fields that were masked or shown explicitly.
    explicit: u64,
}

impl OwnedMetadata {
    fn new(dynamic: &DynamicMetadata<'_>) -> Self {
        let Location { name, module_path, file, line } = dynamic.location;
        let mut keys = Vec::with_capacity(dynamic.keys.len());
        for name in dynamic.keys.names() {
            keys.push((*name).into());
        }
        Self {
            name: dynamic.name.into(),
            event_name: name.map(Into::into),
            module_path: module_path.map(Into::into),
            file: file.map(Into::into),
            line,
            keys,
            explicit: dynamic.keys.explicit_bits(),
        }
    }

    #[cfg(feature = "queue")]
    fn footprint(&self) -> usize {
        let keys: usize = self.keys.iter().map(|name| size_of_val(name) + name.len()).sum();
        size_of::<Self>() + self.name.len() + keys
    }

    fn names(&self) -> Vec<&str> {
        let mut names = Vec::with_capacity(self.keys.len());
        for name in &self.keys {
            names.push(&**name);
        }
        names
    }

    fn key(&self, index: usize) -> Option<FieldName<'_>> {
        Some(FieldName::at(index, self.keys.get(index)?, self.explicit))
    }

    fn location(&self) -> Location<'_> {
        Location {
            name: self.event_name.as_deref(),
            module_path: self.module_path.as_deref(),
            file: self.file.as_deref(),
            line: self.line,
        }
    }
}

impl Record<'_> {
    /// Copies the record with all that its values show.
    #[allow(clippy::should_implement_trait, reason = "`ToOwned` of a `Copy` type is its clone")]
    pub fn to_owned(&self) -> OwnedRecord {
        OwnedRecord::new(self)
    }
}

impl OwnedRecord {
    /// Copies the record.
    pub(super) fn new(record: &Record<'_>) -> Self {
        let mut values = Vec::with_capacity(record.values.len());
        for (index, value) in record.values.iter().enumerate() {
            let is_masked = |key| record.secrets.hides(index, key, value);
            values.push(match (record.keys.get(index), value) {
                (Some(key), value) if !matches!(value, Value::Empty) && is_masked(key) => {
                    OwnedValue::Masked
                }
                (_, value) => OwnedValue::new(value),
            });
        }
        let mut copy = Self {
            logger: record.logger,
            metadata: record.metadata,
            dynamic: record.dynamic.map(OwnedMetadata::new).map(Box::new),
            time: record.time,
            message: Box::default(),
            values,
            #[cfg(feature = "layer")]
            spans: record.spans.map(<[_]>::to_vec),
            error: record.error.map(OwnedError::new),
            backtrace: record.report().and_then(OwnedBacktrace::new),
            parent: record.parent(),
            thread: record.with_thread(ThreadInfo::clone),
        };
        // From the copies, so that the user's code runs once.
        copy.message = copy.with_record(|record| record.message().to_string().into());
        copy
    }

    fn lent_values(&self) -> Vec<Value<'_>> {
        let mut values = Vec::with_capacity(self.values.len());
        for value in &self.values {
            values.push(value.value());
        }
        values
    }

    /// Lends the copy as a record, for a handler or a format.
    pub fn with_record<R>(&self, take: impl FnOnce(&Record<'_>) -> R) -> R {
        let values = self.lent_values();
        let (names, dynamic);
        let mut record = Record::new(self.logger, self.metadata, &values);
        if let Some(owned) = &self.dynamic {
            names = owned.names();
            let keys = FieldNames::with_explicit(&names, owned.explicit);
            dynamic = DynamicMetadata { name: &owned.name, location: owned.location(), keys };
            record = record.with_dynamic(&dynamic);
        }
        record.time = self.time;
        #[cfg(feature = "layer")]
        {
            record.spans = self.spans.as_deref();
        }
        record.error = self.error.as_ref().map(|error| error as _);
        let report = self.backtrace.as_ref().map(|backtrace| backtrace as _);
        let extra = Extra { report, parent: self.parent, thread: Some(&self.thread) };
        record.extra = Some(&extra);
        take(&record)
    }

    /// About how many bytes of memory the copy takes, for bounded queues.
    #[cfg(feature = "queue")]
    pub(crate) fn footprint(&self) -> usize {
        let values: usize = self.values.iter().map(OwnedValue::footprint).sum();
        let dynamic = self.dynamic.as_ref().map_or(0, |dynamic| dynamic.footprint());
        #[cfg(feature = "layer")]
        let spans = self.spans.as_deref().map_or(0, size_of_val);
        #[cfg(not(feature = "layer"))]
        let spans = 0;
        let error = self.error.as_ref().map_or(0, OwnedError::footprint);
        let backtrace = self.backtrace.as_ref().map_or(0, OwnedBacktrace::footprint);
        size_of::<Self>() + self.message.len() + values + dynamic + spans + error + backtrace
    }

    /// The logger's name, or the target of an event of another crate.
    pub fn name(&self) -> &str {
        self.dynamic.as_ref().map_or(self.logger, |dynamic| &dynamic.name)
    }

    /// The severity.
    pub fn level(&self) -> Level {
        self.metadata.level
    }

    /// The time of the log call; `None` where there is no clock.
    pub fn time(&self) -> Option<SystemTime> {
        self.time
    }

    /// The message, unescaped.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The fields in the order of the call, without those that were `None`.
    pub fn fields(&self) -> impl Iterator<Item = (&str, Value<'_>)> {
        self.values.iter().enumerate().filter_map(|(index, value)| self.shown(index, value))
    }

    fn shown<'a>(&'a self, index: usize, value: &'a OwnedValue) -> Option<(&'a str, Value<'a>)> {
        let key = match &self.dynamic {
            None => self.metadata.fields().get(index)?,
            Some(dynamic) => dynamic.key(index)?,
        };
        // The list of secret names may be longer than when the record was made.
        let value = value.value();
        let is_masked = || !key.explicit && rule(key.name).hides(&value);
        match value {
            Value::Empty => None,
            _ if is_masked() => Some((key.name, Value::Redact(&Masked))),
            value => Some((key.name, value)),
        }
    }

    /// The value of the first field of this name.
    pub fn field(&self, name: &str) -> Option<Value<'_>> {
        for (index, value) in self.values.iter().enumerate() {
            match self.shown(index, value) {
                Some((other, value)) if other == name => return Some(value),
                _ => {}
            }
        }
        None
    }

    /// The error of an `exception!`; its `source()`s are the chain. Only the texts of the errors
    /// are kept.
    pub fn error(&self) -> Option<&(dyn Error + 'static)> {
        self.error.as_ref().map(|error| error as _)
    }

    /// The module of the log call.
    pub fn module_path(&self) -> Option<&str> {
        self.location().module_path
    }

    /// The source file of the log call.
    pub fn file(&self) -> Option<&str> {
        self.location().file
    }

    /// The line of the source file.
    pub fn line(&self) -> Option<u32> {
        self.location().line
    }

    /// The host's spans around the record, the outermost first.
    pub fn spans(&self) -> impl Iterator<Item = Span<'_>> {
        #[cfg(feature = "layer")]
        let spans = self.spans.as_deref().unwrap_or_default();
        #[cfg(not(feature = "layer"))]
        let spans: &[SpanSnapshot] = &[];
        spans.iter().map(Span::new)
    }

    fn location(&self) -> Location<'_> {
        self.dynamic.as_ref().map_or(self.metadata.location, |dynamic| dynamic.location())
    }
}

impl fmt::Debug for OwnedRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_record(|record| fmt::Debug::fmt(record, f))
    }
}

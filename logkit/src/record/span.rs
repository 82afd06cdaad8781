//! The host's spans around a record, as they were when it was logged.

use std::fmt;
use std::sync::Arc;

use crate::record::owned::OwnedValue;
use crate::record::value::Value;
use crate::redact::mask::Masked;
use crate::redact::name_cache::rule;
use crate::redact::names::generation;

/// One of the `tracing` spans around a record.
///
/// ```
/// /// `request:query`, the outermost span first.
/// fn path(record: &logkit::Record<'_>) -> String {
///     record.spans().map(|span| span.name()).collect::<Vec<_>>().join(":")
/// }
/// ```
///
/// The name is known if the host's subscriber uses `tracing_subscriber`'s registry; the fields are
/// known if `logkit::layer()` is one of its layers. Both need the feature `layer`.
#[derive(Clone, Copy)]
pub struct Span<'a>(&'a SpanSnapshot);

/// The state of a span when a record is logged.
#[derive(Clone)]
pub(crate) struct SpanSnapshot {
    pub(crate) name: &'static str,
    pub(crate) fields: Option<Arc<SpanFields>>,
}

impl<'a> Span<'a> {
    pub(crate) fn new(snapshot: &'a SpanSnapshot) -> Self {
        Self(snapshot)
    }

    /// The span's name.
    pub fn name(&self) -> &'a str {
        self.0.name
    }

    /// The fields recorded so far, each once, with their masks.
    pub fn fields(&self) -> impl Iterator<Item = (&'a str, Value<'a>)> + use<'a> {
        let fields = self.0.fields.as_deref();
        fields.into_iter().flat_map(SpanFields::iter)
    }
}

impl fmt::Debug for Span<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Span").field("name", &self.name()).finish_non_exhaustive()
    }
}

/// The fields of a span. They are immutable: a span that records more gets new ones.
pub(crate) struct SpanFields {
    /// The generation of the name lists that decided what to mask.
    generation: u64,
    list: Vec<(&'static str, OwnedValue)>,
}

impl SpanFields {
    /// Makes the fields of values whose names have been checked. Of several values with one name the
    /// last one is kept, in the place of the first.
    #[cfg(feature = "layer")]
    pub(crate) fn new(generation: u64, list: Vec<(&'static str, OwnedValue)>) -> Self {
        let mut newest: Vec<(&'static str, OwnedValue)> = Vec::with_capacity(list.len());
        for (name, owned) in list {
            match newest.iter_mut().find(|(other, _)| *other == name) {
                Some((_, older)) => *older = owned,
                None => newest.push((name, owned)),
            }
        }
        Self { generation, list: newest }
    }

    /// Returns the fields with those that were recorded later.
    #[cfg(feature = "layer")]
    pub(crate) fn with(&self, newer: &Self) -> Self {
        let list = self.list.iter().chain(&newer.list).cloned().collect();
        Self::new(self.generation.min(newer.generation), list)
    }

    fn iter(&self) -> impl Iterator<Item = (&str, Value<'_>)> {
        // The name lists have changed since the span was made.
        let is_old = self.generation != generation();
        self.list.iter().map(move |(name, owned)| {
            let value = owned.value();
            let is_masked = is_old && rule(name).hides(&value);
            (*name, if is_masked { Value::Redact(&Masked) } else { value })
        })
    }
}

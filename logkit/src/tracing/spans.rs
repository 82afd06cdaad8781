//! The table of a host's spans with their fields, which `logkit::layer()` keeps.

use std::collections::HashMap;
use std::sync::Arc;

use ::tracing::Metadata as TracingMetadata;
use ::tracing::span::{Attributes, Id, Record as Recorded};
use tracing_subscriber::registry::{LookupSpan, SpanRef};

use crate::record::span::{SpanFields, SpanSnapshot};
use crate::tracing::callsite_info::CallsiteInfo;
use crate::tracing::visitor::Collect;
use crate::util::process_id::process_id;
use crate::util::shards::Shards;

/// The fields of a host's spans. They are not in the registry's extensions, whose lock a `Debug`
/// that logs may hold.
///
/// In the child of a fork, a shard that another thread was changing at that moment starts empty:
/// the spans in it keep their names and lose their fields.
pub(crate) struct Spans {
    /// The fields by the ids of the spans. Only map look-ups run under the locks.
    shards: Shards<HashMap<u64, Arc<SpanFields>>>,
}

impl Spans {
    pub(crate) fn new() -> Self {
        Self { shards: Shards::new() }
    }

    /// Adds a new span. Returns how many of its fields are masked by name.
    pub(crate) fn create(&self, id: &Id, attributes: &Attributes<'_>) -> u64 {
        let mut found = Collect::new(CallsiteInfo::of(attributes.metadata()));
        attributes.record(&mut found);
        self.add(id, found)
    }

    /// Adds fields that were recorded later. Returns how many of them are masked by name.
    pub(crate) fn record(
        &self,
        id: &Id,
        metadata: &'static TracingMetadata<'static>,
        values: &Recorded<'_>,
    ) -> u64 {
        let mut found = Collect::new(CallsiteInfo::of(metadata));
        values.record(&mut found);
        self.add(id, found)
    }

    /// Removes a span.
    pub(crate) fn close(&self, id: &Id) {
        let gone = self.shards.of(id.into_u64()).with(|shard| shard.remove(&id.into_u64()));
        drop(gone);
    }

    fn add(&self, id: &Id, found: Collect) -> u64 {
        let masked = found.masked();
        if let Some(newer) = found.into_span_fields() {
            self.join(id, &Arc::new(newer));
        }
        masked
    }

    /// Merges newly recorded fields into those of the span, and starts over if another thread
    /// changed them meanwhile.
    fn join(&self, id: &Id, newer: &Arc<SpanFields>) {
        loop {
            let older = self.get(id);
            let fields = match &older {
                Some(older) => Arc::new(older.with(newer)),
                None => Arc::clone(newer),
            };
            let replaced = self.shards.of(id.into_u64()).with(|shard| {
                let current = shard.get(&id.into_u64()).map(Arc::as_ptr);
                (current == older.as_ref().map(Arc::as_ptr))
                    .then(|| shard.insert(id.into_u64(), fields))
            });
            // The replaced fields are dropped here, outside the lock.
            if replaced.is_some() {
                return;
            }
        }
    }

    fn get(&self, id: &Id) -> Option<Arc<SpanFields>> {
        self.get_as(process_id(), id)
    }

    fn get_as(&self, process: u32, id: &Id) -> Option<Arc<SpanFields>> {
        self.shards.of(id.into_u64()).with_as(process, |shard| shard.get(&id.into_u64()).cloned())
    }
}

/// Adds the spans of `scope` to `snapshots`, in their order, with the fields that the table has.
pub(crate) fn take_snapshots<'a, S: LookupSpan<'a> + 'a>(
    scope: impl Iterator<Item = SpanRef<'a, S>>,
    spans: Option<&Spans>,
    snapshots: &mut Vec<SpanSnapshot>,
) {
    let process = process_id();
    snapshots.extend(scope.map(|span| SpanSnapshot {
        name: span.name(),
        fields: spans.and_then(|spans| spans.get_as(process, &span.id())),
    }));
}

/// Calls `give` with the spans of `scope`, which starts at the innermost one, in the order of records:
/// the outermost first.
pub(crate) fn with_snapshots<'a, S: LookupSpan<'a> + 'a>(
    scope: impl Iterator<Item = SpanRef<'a, S>>,
    spans: Option<&Spans>,
    give: impl FnOnce(&[SpanSnapshot]),
) {
    let mut snapshots = Vec::new();
    take_snapshots(scope, spans, &mut snapshots);
    snapshots.reverse();
    give(&snapshots);
}

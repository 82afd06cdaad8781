//! The host's spans: what `logkit::layer()` stores of them, and those that a record stands in.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use tracing_core::dispatcher::{get_default, has_been_set};
use tracing_core::span::{Attributes, Id, Record as Recorded};
use tracing_core::{Dispatch, Metadata as TracingMetadata};
use tracing_subscriber::registry::{LookupSpan, Registry, SpanRef};

use crate::record::Parent;
use crate::record::span::{SpanFields, SpanSnapshot};
use crate::tracing::callsite_info::CallsiteInfo;
use crate::tracing::visitor::Collect;
use crate::util::catch_panic::catch_panic;
use crate::util::fork_mutex::ForkMutex;

/// Number of locks that the spans are spread over.
const SHARDS: usize = 16;

/// The fields of a host's spans. They are kept here and not in the registry's extensions, whose lock
/// a `Debug` that logs may be holding.
///
/// In the child of a fork, a shard that another thread was changing at that moment starts empty: the
/// spans in it keep their names and lose their fields.
pub(crate) struct Spans {
    shards: [ForkMutex<Shard>; SHARDS],
}

/// By the ids of the spans.
type Shard = HashMap<u64, Arc<SpanFields>>;

/// Finds what the layer among a dispatcher's has owned; set by the room that has the layer.
pub(crate) type Find = fn(&Dispatch) -> Option<&Spans>;

static FIND: OnceLock<Find> = OnceLock::new();

/// Lets records find the spans of a layer.
pub(crate) fn find_spans_by(find: Find) {
    FIND.get_or_init(|| find);
}

impl Spans {
    pub(crate) fn new() -> Self {
        Self { shards: Default::default() }
    }

    /// A span has been made. How many of its fields are masked by name.
    pub(crate) fn create(&self, id: &Id, attributes: &Attributes<'_>) -> u64 {
        let mut found = Collect::new(CallsiteInfo::of(attributes.metadata()));
        attributes.record(&mut found);
        self.add(id, found)
    }

    /// A span's fields have been recorded later. How many of them are masked by name.
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

    /// A span is gone.
    pub(crate) fn close(&self, id: &Id) {
        let gone = self.with_shard(id, |shard| shard.remove(&id.into_u64()));
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
            let replaced = self.with_shard(id, |shard| {
                let current = shard.get(&id.into_u64()).map(Arc::as_ptr);
                (current == older.as_ref().map(Arc::as_ptr))
                    .then(|| shard.insert(id.into_u64(), fields))
            });
            // What was replaced is dropped here, outside the lock.
            if replaced.is_some() {
                return;
            }
        }
    }

    fn get(&self, id: &Id) -> Option<Arc<SpanFields>> {
        self.with_shard(id, |shard| shard.get(&id.into_u64()).cloned())
    }

    /// `work` is a look-up in the map, and never runs a user's code.
    fn with_shard<R>(&self, id: &Id, work: impl FnOnce(&mut Shard) -> R) -> R {
        let [first, ..] = &self.shards;
        let index = usize::try_from(id.into_u64()).unwrap_or_default() % SHARDS;
        self.shards.get(index).unwrap_or(first).with(work)
    }
}

thread_local! {
    static SNAPSHOTS: RefCell<Vec<SpanSnapshot>> = const { RefCell::new(Vec::new()) };
}

/// Whether the process has ever had a subscriber.
#[inline]
pub(crate) fn has_host() -> bool {
    has_been_set()
}

/// Lends the spans that a record stands in, the outermost first.
#[cold]
pub(crate) fn with_spans<R>(parent: Parent, then: impl FnOnce(&[SpanSnapshot]) -> R) -> R {
    // Taken, not borrowed: what happens meanwhile may log, too.
    let taken = SNAPSHOTS.try_with(RefCell::take);
    let mut snapshots = taken.unwrap_or_default();
    snapshots.clear();
    let found = catch_panic(|| get_default(|dispatch| look_up(dispatch, parent, &mut snapshots)));
    if found.is_err() {
        snapshots.clear();
    }
    snapshots.reverse();
    let result = then(&snapshots);
    snapshots.clear();
    let _ = SNAPSHOTS.try_with(|kept| kept.replace(snapshots));
    result
}

/// The spans from the innermost to the outermost.
fn look_up(dispatch: &Dispatch, parent: Parent, snapshots: &mut Vec<SpanSnapshot>) -> Option<()> {
    let registry = dispatch.downcast_ref::<Registry>()?;
    let id = match parent {
        Parent::Current => dispatch.current_span().id()?.clone(),
        Parent::Root => return None,
        Parent::Span(id) => Id::from_non_zero_u64(id),
    };
    let spans = FIND.get().and_then(|find| find(dispatch));
    for span in registry.span(&id)?.scope() {
        snapshots.push(snapshot(&span, spans));
    }
    Some(())
}

/// The spans that an event of a host stands in, the outermost first.
pub(crate) fn snapshots<'a, S: LookupSpan<'a> + 'a>(
    scope: impl Iterator<Item = SpanRef<'a, S>>,
    spans: &Spans,
) -> Vec<SpanSnapshot> {
    let mut snapshots: Vec<SpanSnapshot> = scope.map(|span| snapshot(&span, Some(spans))).collect();
    snapshots.reverse();
    snapshots
}

fn snapshot<'a, S: LookupSpan<'a>>(span: &SpanRef<'a, S>, spans: Option<&Spans>) -> SpanSnapshot {
    SpanSnapshot { name: span.name(), fields: spans.and_then(|spans| spans.get(&span.id())) }
}

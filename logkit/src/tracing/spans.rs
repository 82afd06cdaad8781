//! The host's spans: what `logkit::layer()` stores of them, and those that a record stands in.

use std::cell::RefCell;
use std::collections::HashMap;
use std::process;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

use tracing_core::dispatcher::{get_default, has_been_set};
use tracing_core::span::{Attributes, Id, Record as Recorded};
use tracing_core::{Dispatch, Metadata as TracingMetadata};
use tracing_subscriber::registry::{LookupSpan, Registry, SpanRef};

use crate::record::Parent;
use crate::record::span::{SpanFields, SpanSnapshot};
use crate::tracing::callsite_info::CallsiteInfo;
use crate::tracing::visitor::Collect;
use crate::util::catch_panic::catch_panic;

/// How many locks the spans are shared out among.
const SHARDS: usize = 16;
/// How often a lock is tried in the child of a fork, where perhaps nobody is there to open it, a
/// millisecond apart; then the fields are left out.
const TRIES: usize = 20;

/// The fields of a host's spans. They stand here and not in the registry's extensions, whose lock a
/// `Debug` that logs may be holding.
pub(crate) struct Spans {
    shards: [Mutex<Shard>; SHARDS],
    /// The process that made them.
    owner: u32,
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
        Self { shards: Default::default(), owner: process::id() }
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
        let gone = self.shard(id).map(|mut shard| shard.remove(&id.into_u64()));
        drop(gone);
    }

    fn add(&self, id: &Id, found: Collect) -> u64 {
        let masked = found.masked();
        if let Some(newer) = found.into_span_fields() {
            self.join(id, &Arc::new(newer));
        }
        masked
    }

    /// Joins what was recorded to what is there; again, where another thread was faster.
    fn join(&self, id: &Id, newer: &Arc<SpanFields>) {
        loop {
            let older = self.get(id);
            let fields = match &older {
                Some(older) => Arc::new(older.with(newer)),
                None => Arc::clone(newer),
            };
            let Some(mut shard) = self.shard(id) else { return };
            if shard.get(&id.into_u64()).map(Arc::as_ptr) == older.as_ref().map(Arc::as_ptr) {
                let replaced = shard.insert(id.into_u64(), fields);
                drop(shard);
                drop(replaced);
                return;
            }
        }
    }

    fn get(&self, id: &Id) -> Option<Arc<SpanFields>> {
        self.shard(id)?.get(&id.into_u64()).cloned()
    }

    /// The lock is held for a look into a map, and never while a user's code runs.
    fn shard(&self, id: &Id) -> Option<MutexGuard<'_, Shard>> {
        let index = usize::try_from(id.into_u64()).unwrap_or_default() % SHARDS;
        let shard = self.shards.get(index)?;
        try_lock(shard).or_else(|| self.wait_for(shard))
    }

    #[cold]
    fn wait_for<'a>(&self, shard: &'a Mutex<Shard>) -> Option<MutexGuard<'a, Shard>> {
        if process::id() == self.owner {
            return Some(shard.lock().unwrap_or_else(PoisonError::into_inner));
        }
        (0..TRIES).find_map(|_| {
            thread::sleep(Duration::from_millis(1));
            try_lock(shard)
        })
    }
}

fn try_lock(shard: &Mutex<Shard>) -> Option<MutexGuard<'_, Shard>> {
    match shard.try_lock() {
        Ok(shard) => Some(shard),
        Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => None,
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

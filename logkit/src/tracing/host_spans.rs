//! The spans of the host's subscriber around a record.

use std::cell::RefCell;

use ::tracing::Dispatch;
use ::tracing::dispatcher::get_default;
use ::tracing::span::Id;
use tracing_subscriber::registry::{LookupSpan as _, Registry};

use crate::record::span::SpanSnapshot;
use crate::record::{Parent, Record};
use crate::tracing::host::{host_listens, listens};
use crate::tracing::layer::RootLayer;
use crate::tracing::spans::take_snapshots;
use crate::util::catch_panic::catch_panic;

thread_local! {
    static SNAPSHOTS: RefCell<Vec<SpanSnapshot>> = const { RefCell::new(Vec::new()) };
}

/// Asks the host once. `then` gets the record within the host's spans, unless it has spans already,
/// and whether the host listens. It runs after the host has been left, so that user code in it may
/// ask the host as well.
pub(crate) fn with_host<R>(record: &Record<'_>, then: impl FnOnce(&Record<'_>, bool) -> R) -> R {
    if record.spans.is_some() {
        return then(record, host_listens());
    }
    // Taken, not borrowed: a handler may log, too.
    let mut snapshots = SNAPSHOTS.try_with(RefCell::take).unwrap_or_default();
    snapshots.clear();
    let asked = catch_panic(|| {
        get_default(|dispatch| {
            // A subscriber without a registry, and a record outside of all spans, add none.
            let _ = look_up(dispatch, record.parent(), &mut snapshots);
            listens(dispatch)
        })
    });
    let listens = asked.unwrap_or_else(|_| {
        snapshots.clear();
        host_listens()
    });
    snapshots.reverse();
    let result = then(&record.within(&snapshots), listens);
    snapshots.clear();
    let _ = SNAPSHOTS.try_with(|kept| kept.replace(snapshots));
    result
}

/// Collects the spans from the innermost to the outermost.
fn look_up(dispatch: &Dispatch, parent: Parent, snapshots: &mut Vec<SpanSnapshot>) -> Option<()> {
    let registry = dispatch.downcast_ref::<Registry>()?;
    let id = match parent {
        Parent::Current => dispatch.current_span().id()?.clone(),
        Parent::Root => return None,
        Parent::Span(id) => Id::from_non_zero_u64(id),
    };
    let spans = dispatch.downcast_ref::<RootLayer>().map(RootLayer::spans);
    take_snapshots(registry.span(&id)?.scope(), spans, snapshots);
    Some(())
}

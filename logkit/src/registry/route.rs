//! The precomputed route of a logger's records, and the cell that call sites read it from.

use std::fmt;
use std::mem;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::handler::{Handler, Null};
use crate::level::LevelFilter;
use crate::registry::skipped::Skipped;
use crate::util::catch_panic::catch_panic;
use crate::util::sync::{ArcSwapOption, AtomicU8, Guard};
use crate::util::thread_slot::Sum;

/// The id of a handler that was [added](crate::Logger::add_handler) to a logger.
///
/// ```
/// # use logkit::handler::Memory;
/// # use logkit::{Logger, module_logger};
/// # #[module_logger("payments")]
/// # static LOGGER: Logger;
/// let id = LOGGER.add_handler(Memory::new());
/// assert!(LOGGER.remove_handler(id));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HandlerId(pub(super) u64);

/// The initial threshold: it passes every level, so that the first call resolves it.
pub(crate) const UNRESOLVED: u8 = 0;

/// The part of a logger that call sites read: a byte and a pointer.
///
/// A record's path uses no other part of the registry. Both are replaced atomically, so neither
/// readers nor the child of a fork ever wait for a writer.
pub(crate) struct Outlet {
    threshold: AtomicU8,
    route: ArcSwapOption<Route>,
}

/// The destinations of a logger's records, and the counters that all its statics share.
pub(crate) struct Route {
    pub(crate) name: Arc<str>,
    /// The id of the registry's entry.
    pub(crate) id: u64,
    pub(crate) counters: Arc<Counters>,
    pub(crate) handlers: Vec<Arc<Attached>>,
    /// Records go on to the host's subscriber.
    pub(crate) to_host: bool,
    /// The level of records for handlers: a capture of `testing` gets less severe ones, too.
    #[cfg(feature = "testing")]
    pub(crate) shown: LevelFilter,
}

/// A handler as it was added to one logger.
pub(crate) struct Attached {
    pub(crate) id: HandlerId,
    handler: OwnedHandler,
    /// The records that this handler got from any logger.
    pub(crate) counters: Counters,
    pub(super) skipped: Skipped,
    /// A configuration file added it, and the next one removes it.
    #[cfg(feature = "config")]
    pub(super) is_of_file: bool,
}

/// A handler whose destructor may panic. It runs where the last reference is dropped: in a change
/// of the settings, or in the log call of a record that was under way.
struct OwnedHandler(Box<dyn Handler>);

impl Drop for OwnedHandler {
    fn drop(&mut self) {
        // A box of `Null` allocates nothing.
        let handler = mem::replace(&mut self.0, Box::new(Null));
        // The handler is gone even if its destructor panics.
        let _ = catch_panic(|| drop(handler));
    }
}

/// Counts of records, added to by every thread that logs.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    /// Added to by each record, unlike the others.
    accepted: Sum,
    /// Accepted records that were lost later. Counted apart, because such a loss may be counted
    /// before the acceptance.
    lost_later: AtomicU64,
    dropped: AtomicU64,
    masked: AtomicU64,
    passed: AtomicU64,
}

/// Counts of the records that passed a logger's level, once for each handler on their route.
///
/// ```
/// # use logkit::{Logger, info, module_logger};
/// # #[module_logger("payments")]
/// # static LOGGER: Logger;
/// info!("charging");
/// let stats = LOGGER.stats();
/// assert_eq!((stats.written, stats.dropped), (1, 0));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Records that handlers accepted, and have not reported as lost since.
    pub written: u64,
    /// Records that were lost: the handler returned an error or panicked, lost them after it had
    /// accepted them, or logged them while it was handling a record that it had logged itself.
    pub dropped: u64,
    /// Values of these records that were masked because of their names, or because a handler's
    /// scrubber found them in the line. For a `logkit::layer()`, values of spans count once
    /// each. Values that mask themselves are not counted.
    pub masked: u64,
    /// Records that were passed to the host, which took them: its `tracing` subscriber or, with the
    /// feature `log`, its `log` logger. Their lines are the host's, and are not in `written`.
    pub passed: u64,
}

impl Outlet {
    pub(crate) const fn new() -> Self {
        Self { threshold: AtomicU8::new(UNRESOLVED), route: ArcSwapOption::const_empty() }
    }

    /// The least number of a level that passes.
    #[inline]
    pub(crate) fn threshold(&self) -> u8 {
        self.threshold.load(Relaxed)
    }

    /// The route; `None` before the logger has been attached.
    #[inline]
    pub(crate) fn route(&self) -> Guard<Option<Arc<Route>>> {
        self.route.load()
    }

    /// Runs `work` on the route, if there is one.
    #[inline]
    pub(crate) fn with_route<R>(&self, work: impl FnOnce(&Route) -> R) -> Option<R> {
        self.route().as_deref().map(work)
    }

    pub(crate) fn stats(&self) -> Stats {
        self.with_route(|route| route.counters.stats()).unwrap_or_default()
    }

    /// Replaces both. The old route is returned, because it may hold a handler's last reference and
    /// must be dropped outside of any lock.
    pub(crate) fn publish(&self, level: LevelFilter, route: Arc<Route>) -> Option<Arc<Route>> {
        self.threshold.store(level.threshold(), Relaxed);
        self.route.swap(Some(route))
    }
}

impl Attached {
    /// The id is assigned when the handler is added to a logger.
    pub(crate) fn new(handler: Box<dyn Handler>) -> Self {
        let handler = OwnedHandler(handler);
        let (counters, skipped) = (Counters::default(), Skipped::default());
        Self {
            id: HandlerId(0),
            handler,
            counters,
            skipped,
            #[cfg(feature = "config")]
            is_of_file: false,
        }
    }

    #[inline]
    pub(crate) fn handler(&self) -> &dyn Handler {
        &*self.handler.0
    }

    /// Identifies this handler while it is in use.
    #[inline]
    pub(crate) fn address(&self) -> usize {
        ptr::from_ref(self).addr()
    }
}

impl fmt::Debug for Attached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attached").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Counters {
    #[inline]
    pub(crate) fn add_written(&self, records: u64) {
        self.accepted.add(records);
    }

    /// Counts accepted records as lost.
    pub(crate) fn add_lost_later(&self, records: u64) {
        self.lost_later.fetch_add(records, Relaxed);
    }

    pub(crate) fn add_dropped(&self, records: u64) {
        self.dropped.fetch_add(records, Relaxed);
    }

    /// Counts records that the host took.
    pub(crate) fn add_passed(&self, records: u64) {
        self.passed.fetch_add(records, Relaxed);
    }

    pub(crate) fn add_masked(&self, values: u64) {
        self.masked.fetch_add(values, Relaxed);
    }

    pub(crate) fn stats(&self) -> Stats {
        let lost_later = self.lost_later.load(Relaxed);
        Stats {
            written: self.accepted.load().saturating_sub(lost_later),
            dropped: self.dropped.load(Relaxed) + lost_later,
            masked: self.masked.load(Relaxed),
            passed: self.passed.load(Relaxed),
        }
    }
}

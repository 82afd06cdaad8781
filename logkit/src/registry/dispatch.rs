//! The way of a logger's records to the handlers, worked out before they come.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwap;

use crate::handler::{Handler, Stream};
use crate::record::Record;
use crate::testing::watch;
use crate::tracing;
use crate::util::catch_panic::catch_panic;
use crate::util::diagnostics::{self, Reason};
use crate::util::reentry;

/// What emitting reads of one name's node: no lock, no walk.
pub(crate) struct Node {
    pub(crate) name: &'static str,
    route: ArcSwap<Route>,
    written: AtomicU64,
    dropped: AtomicU64,
    masked: AtomicU64,
}

/// Where the records of a node go: its own handlers, then its parent's while propagate holds, the
/// root last.
#[derive(Default)]
pub(crate) struct Route {
    pub(crate) handlers: Vec<Arc<dyn Handler>>,
    pub(crate) root: bool,
}

/// What became of the records that a logger let pass, counted once for every handler that they
/// were meant for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Handlers took them.
    pub written: u64,
    /// Handlers erred or panicked, or the record was logged by a handler that was handling what a
    /// handler had logged.
    pub dropped: u64,
    /// Values of these records that were masked because of their names, or because a handler's
    /// scrubber found them in the line; of a [`layer`](crate::layer) those of its spans, too, once
    /// for each. Not counted is what masks itself.
    pub masked: u64,
}

impl Node {
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            route: ArcSwap::default(),
            written: AtomicU64::new(0),
            dropped: AtomicU64::new(0),
            masked: AtomicU64::new(0),
        }
    }

    /// Puts a new route in place of the old one, whole; the old one is to be dropped where no lock
    /// is held, for it may be a handler's last owner.
    pub(crate) fn replace(&self, route: Route) -> Arc<Route> {
        self.route.swap(Arc::new(route))
    }

    pub(crate) fn stats(&self) -> Stats {
        Stats {
            written: self.written.load(Relaxed),
            dropped: self.dropped.load(Relaxed),
            masked: self.masked.load(Relaxed),
        }
    }

    /// Where what is masked in the node's records is counted.
    #[inline]
    pub(crate) fn masked(&self) -> &AtomicU64 {
        &self.masked
    }

    /// Counts values that were masked.
    #[inline]
    pub(crate) fn count_masked(&self, values: u64) {
        if values > 0 {
            self.masked.fetch_add(values, Relaxed);
        }
    }

    /// Gives the record to everything on the route. Nothing of the user's that fails on the way
    /// comes back to the caller.
    pub(crate) fn dispatch(&self, record: &Record<'_>) {
        let Some(scope) = reentry::enter_handler() else {
            self.dropped.fetch_add(1, Relaxed);
            return;
        };
        if scope.is_watched() || tracing::has_host() {
            self.dispatch_in_spans(record, scope.is_watched());
        } else {
            self.dispatch_to_handlers(record);
        }
    }

    /// With the spans of the host, if it has a subscriber that has any.
    #[cold]
    fn dispatch_in_spans(&self, record: &Record<'_>, watched: bool) {
        let dispatch_to_handlers = |record: &Record<'_>| {
            if watched {
                watch::overhear(record);
            }
            self.dispatch_to_handlers(record);
        };
        match record.spans {
            Some(_) => dispatch_to_handlers(record),
            None => tracing::with_spans(record.parent, |spans| {
                dispatch_to_handlers(&record.within(spans))
            }),
        }
    }

    #[inline]
    fn dispatch_to_handlers(&self, record: &Record<'_>) {
        let route = self.route.load();
        for handler in &route.handlers {
            self.call_handler(&**handler, record);
        }
        if route.root || route.handlers.is_empty() {
            self.dispatch_to_host_or_stderr(&route, record);
        }
        // Handlers that were removed meanwhile may have their destructors run here.
        let _ = catch_panic(|| drop(route));
    }

    /// Beyond the handlers: to the host, or to stderr if there is nobody else.
    #[cold]
    fn dispatch_to_host_or_stderr(&self, route: &Route, record: &Record<'_>) {
        let listens = route.root && tracing::host_listens();
        if listens && catch_panic(|| tracing::propagate(record)).is_err() {
            self.record_drop(format_args!("the host's subscriber panicked"));
        }
        if route.handlers.is_empty() && !listens {
            last_resort(|handler| self.call_handler(handler, record));
        }
    }

    /// Flushes every handler on the route.
    pub(crate) fn flush(&self) {
        let route = self.route.load_full();
        for handler in &route.handlers {
            match catch_panic(|| handler.flush()) {
                Ok(Ok(())) => {}
                Ok(Err(error)) => self.report(format_args!("flushing failed: {}", Reason(&error))),
                Err(_) => self.report(format_args!("a handler panicked while it was flushed")),
            }
        }
        let _ = catch_panic(|| drop(route));
    }

    fn call_handler(&self, handler: &dyn Handler, record: &Record<'_>) {
        let outcome = catch_panic(|| match handler.level() {
            Some(level) if !level.enables(record.level()) => None,
            _ => Some(handler.emit(record)),
        });
        match outcome {
            Ok(None) => {}
            Ok(Some(Ok(()))) => {
                self.written.fetch_add(1, Relaxed);
                self.count_masked(record.masked_by_name());
            }
            Ok(Some(Err(error))) => self.record_drop(format_args!("{}", Reason(&error))),
            Err(_) => self.record_drop(format_args!("a handler panicked")),
        }
    }

    #[cold]
    fn record_drop(&self, reason: fmt::Arguments<'_>) {
        self.dropped.fetch_add(1, Relaxed);
        self.report(format_args!("a record was lost: {reason}"));
    }

    fn report(&self, what: fmt::Arguments<'_>) {
        diagnostics::report(format_args!("{}: {what}", self.name));
    }
}

/// The handler of a logger that was given none, as CPython's `lastResort`: stderr.
fn last_resort(give: impl FnOnce(&dyn Handler)) {
    static STDERR: OnceLock<Stream> = OnceLock::new();
    give(STDERR.get_or_init(Stream::stderr));
}

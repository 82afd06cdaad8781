//! The way of a logger's records to the handlers, worked out before they come.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwap;

use crate::bridge;
use crate::diagnostics::{self, Reason};
use crate::handler::{Handler, Stream};
use crate::panics::quietly;
use crate::record::Record;
use crate::reentry;
use crate::testing::watch;

/// What emitting reads of one name's node: no lock, no walk.
pub(crate) struct Node {
    pub(crate) name: &'static str,
    route: ArcSwap<Route>,
    written: AtomicU64,
    lost: AtomicU64,
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
    pub lost: u64,
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
            lost: AtomicU64::new(0),
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
            lost: self.lost.load(Relaxed),
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
    pub(crate) fn deliver(&self, record: &Record<'_>) {
        let Some(scope) = reentry::enter_handler() else {
            self.lost.fetch_add(1, Relaxed);
            return;
        };
        if scope.is_watched() || bridge::has_host() {
            self.hand_out_in_spans(record, scope.is_watched());
        } else {
            self.hand_out(record);
        }
    }

    /// With the spans of the host, if it has a subscriber that has any.
    #[cold]
    fn hand_out_in_spans(&self, record: &Record<'_>, watched: bool) {
        let hand_out = |record: &Record<'_>| {
            if watched {
                watch::overhear(record);
            }
            self.hand_out(record);
        };
        match record.spans {
            Some(_) => hand_out(record),
            None => bridge::with_spans(record.parent, |spans| hand_out(&record.within(spans))),
        }
    }

    #[inline]
    fn hand_out(&self, record: &Record<'_>) {
        let route = self.route.load();
        for handler in &route.handlers {
            self.hand_to(&**handler, record);
        }
        if route.root || route.handlers.is_empty() {
            self.deliver_beyond(&route, record);
        }
        // Handlers that were removed meanwhile may have their destructors run here.
        let _ = quietly(|| drop(route));
    }

    /// Beyond the handlers: to the host, or to stderr if there is nobody else.
    #[cold]
    fn deliver_beyond(&self, route: &Route, record: &Record<'_>) {
        let listens = route.root && bridge::host_listens();
        if listens && quietly(|| bridge::propagate(record)).is_err() {
            self.lose(format_args!("the host's subscriber panicked"));
        }
        if route.handlers.is_empty() && !listens {
            last_resort(|handler| self.hand_to(handler, record));
        }
    }

    /// Flushes every handler on the route.
    pub(crate) fn flush(&self) {
        let route = self.route.load_full();
        for handler in &route.handlers {
            match quietly(|| handler.flush()) {
                Ok(Ok(())) => {}
                Ok(Err(error)) => self.say(format_args!("flushing failed: {}", Reason(&error))),
                Err(_) => self.say(format_args!("a handler panicked while it was flushed")),
            }
        }
        let _ = quietly(|| drop(route));
    }

    fn hand_to(&self, handler: &dyn Handler, record: &Record<'_>) {
        let outcome = quietly(|| match handler.level() {
            Some(level) if !level.admits(record.level()) => None,
            _ => Some(handler.emit(record)),
        });
        match outcome {
            Ok(None) => {}
            Ok(Some(Ok(()))) => {
                self.written.fetch_add(1, Relaxed);
                self.count_masked(record.masked_by_name());
            }
            Ok(Some(Err(error))) => self.lose(format_args!("{}", Reason(&error))),
            Err(_) => self.lose(format_args!("a handler panicked")),
        }
    }

    #[cold]
    fn lose(&self, reason: fmt::Arguments<'_>) {
        self.lost.fetch_add(1, Relaxed);
        self.say(format_args!("a record was lost: {reason}"));
    }

    fn say(&self, what: fmt::Arguments<'_>) {
        diagnostics::report(format_args!("{}: {what}", self.name));
    }
}

/// The handler of a logger that was given none, as CPython's `lastResort`: stderr.
fn last_resort(give: impl FnOnce(&dyn Handler)) {
    static STDERR: OnceLock<Stream> = OnceLock::new();
    give(STDERR.get_or_init(Stream::stderr));
}

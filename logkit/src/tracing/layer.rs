//! `logkit::layer()`: what a host adds to its own `tracing` subscriber.

use std::fmt;
use std::sync::Arc;

use ::tracing::span::{Attributes, Id, Record as Recorded};
use ::tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

use crate::handler::Handler;
use crate::level::{Level, LevelFilter};
use crate::record::Record;
use crate::registry::route::{Attached, Outlet, Route, Stats};
use crate::registry::settings::RootId;
use crate::registry::{self, SettingLayer};
use crate::tracing::from_event::{level_of, with_record};
use crate::tracing::spans::{Spans, take_snapshots};

/// A layer that gives a host's events to logkit's handlers, and the host's spans to every logger.
///
/// ```
/// use logkit::handler::Memory;
/// use logkit::{Level, Logger, info, module_logger};
/// use tracing_subscriber::layer::SubscriberExt as _;
///
/// #[module_logger("payments")]
/// static LOGGER: Logger;
///
/// let (of_host, of_logger) = (Memory::new(), Memory::new());
/// LOGGER.add_handler(of_logger.clone());
/// let layer = logkit::layer().with_handler(of_host.clone()).with_level(Level::Info);
///
/// let host = tracing_subscriber::registry().with(layer);
/// tracing::subscriber::with_default(host, || {
///     let _span = tracing::info_span!("request", id = 7, token = "s3cr3t").entered();
///     tracing::info!(password = "hunter2", "signed in");
///     info!(cents = 1_999, "charging");
/// });
///
/// assert!(of_host.lines()[0].contains(
///     "INFO - signed in password=[redacted] span=request{id=7 token=[redacted]}"
/// ));
/// assert!(of_logger.lines()[0].ends_with(
///     "payments - INFO - charging cents=1999 span=request{id=7 token=[redacted]}"
/// ));
/// ```
///
/// * **Third parties.** Events of WARNING and above, or of the level given to
///   [`with_level`](Self::with_level), go to its handlers. The event's target is the record's name.
///   Records of the `log` crate that arrive through `tracing-log` keep their own target, module and
///   line.
/// * **Spans.** Every record that is logged within spans of this host lists them, records of isolated
///   loggers included: their names, and the fields that were given at their creation or recorded
///   later. Without this layer only the names are known. The same holds behind
///   `tracing_subscriber::reload`, where the layer cannot be found.
/// * **Secrets.** A field of an event or of a span that is [named like a
///   secret](crate::redact#names) is masked, and its value is neither formatted nor kept.
///
/// It filters nothing for the host's other layers, so call sites that no other layer wants still
/// make events for it. To avoid that cost, give it a filter of `tracing_subscriber`:
/// `layer.with_filter(LevelFilter::INFO)`. Spans that the filter turns off have no fields then.
///
/// In the [tree of loggers](crate::logger_tree) each layer has a row named `root`.
///
/// Requires the feature `layer`.
pub struct RootLayer {
    root: Arc<Root>,
    spans: Spans,
}

/// The registry's entry of a layer, which a [`LogBridge`](crate::LogBridge) may share.
pub(crate) struct Root {
    id: RootId,
    outlet: Arc<Outlet>,
}

impl Root {
    fn new() -> Self {
        let outlet = Arc::new(Outlet::new());
        let id = registry::update(|settings| settings.add_root(Arc::clone(&outlet)));
        Self { id, outlet }
    }

    /// Returns whether records of `level` pass.
    #[inline]
    pub(crate) fn enables(&self, level: Level) -> bool {
        level.number() >= self.outlet.threshold()
    }

    /// Dispatches a record to the layer's handlers.
    pub(crate) fn dispatch(&self, record: &Record<'_>) {
        self.outlet.with_route(|route| route.dispatch(record));
    }

    pub(crate) fn flush(&self) {
        self.outlet.with_route(Route::flush);
    }

    fn count_masked(&self, values: u64) {
        if values > 0 {
            self.outlet.with_route(|route| route.counters.add_masked(values));
        }
    }

    fn stats(&self) -> Stats {
        self.outlet.stats()
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        registry::update(|settings| settings.remove_root(self.id));
    }
}

impl fmt::Debug for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Root").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Makes a [`RootLayer`], which writes third parties' events of WARNING and above to stderr, unless
/// it gets another level or a handler. Requires the feature `layer`.
pub fn layer() -> RootLayer {
    RootLayer { root: Arc::new(Root::new()), spans: Spans::new() }
}

impl RootLayer {
    /// Adds a handler. Without any, records go to stderr.
    #[must_use]
    pub fn with_handler(self, handler: impl Handler) -> Self {
        let handler = Attached::new(Box::new(handler));
        registry::update(|settings| settings.add_root_handler(self.root.id, handler));
        self
    }

    /// Sets the level that third parties' events must reach, instead of WARNING.
    #[must_use]
    pub fn with_level(self, level: impl Into<LevelFilter>) -> Self {
        let (layer, level) = (SettingLayer::Attribute, Some(level.into()));
        registry::update(|settings| settings.set_root_level(self.root.id, layer, level));
        self
    }

    /// Returns the counts of the host's events, as [`Logger::stats`](crate::Logger::stats) does.
    ///
    /// ```
    /// # use tracing_subscriber::layer::SubscriberExt as _;
    /// # let host = tracing_subscriber::registry().with(logkit::layer());
    /// # let _default = tracing::subscriber::set_default(host);
    /// use logkit::RootLayer;
    ///
    /// let stats = tracing::dispatcher::get_default(|host| {
    ///     host.downcast_ref::<RootLayer>().map(RootLayer::stats)
    /// });
    /// assert_eq!(stats.unwrap().written, 0);
    /// ```
    pub fn stats(&self) -> Stats {
        self.root.stats()
    }

    /// Flushes the layer's handlers.
    pub fn flush(&self) {
        self.root.flush();
    }

    #[cfg(feature = "log")]
    pub(crate) fn root(&self) -> &Arc<Root> {
        &self.root
    }

    pub(crate) fn spans(&self) -> &Spans {
        &self.spans
    }
}

impl<S: Subscriber + for<'span> LookupSpan<'span>> Layer<S> for RootLayer {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, _context: Context<'_, S>) {
        self.root.count_masked(self.spans.create(id, attributes));
    }

    fn on_record(&self, id: &Id, values: &Recorded<'_>, context: Context<'_, S>) {
        if let Some(metadata) = context.metadata(id) {
            self.root.count_masked(self.spans.record(id, metadata, values));
        }
    }

    fn on_close(&self, id: Id, _context: Context<'_, S>) {
        self.spans.close(&id);
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        if !self.root.enables(level_of(event.metadata())) {
            return;
        }
        let scope = context.event_scope(event);
        let mut snapshots = Vec::new();
        take_snapshots(scope.into_iter().flatten(), Some(&self.spans), &mut snapshots);
        snapshots.reverse();
        with_record(event, &snapshots, |record| self.root.dispatch(record));
    }
}

impl fmt::Debug for RootLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RootLayer").field("root", &self.root).finish_non_exhaustive()
    }
}

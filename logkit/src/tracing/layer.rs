//! `logkit::layer()`: what a host adds to its own `tracing` subscriber.

use std::fmt;
use std::sync::Arc;

use tracing_core::span::{Attributes, Id, Record as Recorded};
use tracing_core::{Dispatch, Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

use crate::handler::Handler;
use crate::level::{Level, LevelFilter};
use crate::registry::dispatch::{Node, Route, Stats};
use crate::tracing::{self, Spans};

/// What the node of a layer's records is called in reports on stderr.
const NAME: &str = "root";

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
/// * **Third parties.** Events of WARNING and above, or of the [`with_level`](Self::with_level) that is set,
///   go to its handlers, with the event's target as the name. Records that come from the `log` crate
///   by way of `tracing-log` bear the target, module and line that `log` gave them.
/// * **Spans.** Every record that is logged within spans of this host says so, those of isolated
///   loggers included: their names, and the fields that were given at their creation or recorded
///   later. Without this layer the names alone are known, and so they are where nobody can find it:
///   behind `tracing_subscriber::reload`.
/// * **Secrets.** A field of an event or of a span that is [named like a
///   secret](crate::redact#names) is masked, and its value is neither formatted nor kept.
///
/// It filters nothing for the host's other layers, so that a call site which nobody else wants is
/// still made an event for it. Where that is too dear, give it a filter of its own:
/// `layer.with_filter(LevelFilter::INFO)`, of `tracing_subscriber`; spans that the filter turns off
/// bear no fields then.
pub struct RootLayer {
    node: Arc<Node>,
    handlers: Vec<Arc<dyn Handler>>,
    level: LevelFilter,
    spans: Spans,
}

/// Makes a [`RootLayer`]: third parties' events of WARNING and above to stderr, unless it is told
/// otherwise.
pub fn layer() -> RootLayer {
    tracing::find_spans_by(|dispatch: &Dispatch| {
        dispatch.downcast_ref::<RootLayer>().map(|layer| &layer.spans)
    });
    RootLayer {
        node: Arc::new(Node::new(NAME)),
        handlers: Vec::new(),
        level: Level::Warning.into(),
        spans: Spans::new(),
    }
}

impl RootLayer {
    /// Adds a handler; stderr is for those who add none.
    #[must_use]
    pub fn with_handler(mut self, handler: impl Handler) -> Self {
        self.handlers.push(Arc::new(handler));
        drop(self.node.replace(Route { handlers: self.handlers.clone(), root: false }));
        self
    }

    /// The level that third parties' events have to reach; WARNING unless told otherwise.
    #[must_use]
    pub fn with_level(self, level: impl Into<LevelFilter>) -> Self {
        Self { level: level.into(), ..self }
    }

    /// What became of the host's events: as [`Logger::stats`](crate::Logger::stats).
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
        self.node.stats()
    }

    /// Flushes its handlers.
    pub fn flush(&self) {
        self.node.flush();
    }

    #[cfg(feature = "log")]
    pub(crate) fn node(&self) -> &Arc<Node> {
        &self.node
    }

    #[cfg(feature = "log")]
    pub(crate) fn threshold(&self) -> LevelFilter {
        self.level
    }
}

impl<S: Subscriber + for<'span> LookupSpan<'span>> Layer<S> for RootLayer {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, _context: Context<'_, S>) {
        self.node.count_masked(self.spans.create(id, attributes));
    }

    fn on_record(&self, id: &Id, values: &Recorded<'_>, context: Context<'_, S>) {
        if let Some(metadata) = context.metadata(id) {
            self.node.count_masked(self.spans.record(id, metadata, values));
        }
    }

    fn on_close(&self, id: Id, _context: Context<'_, S>) {
        self.spans.close(&id);
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        if !self.level.enables(tracing::level_of(event.metadata())) {
            return;
        }
        let scope = context.event_scope(event);
        let snapshots = tracing::snapshots(scope.into_iter().flatten(), &self.spans);
        tracing::with_record(event, &snapshots, |record| {
            self.node.dispatch(&record.counted(self.node.masked()));
        });
    }
}

impl fmt::Debug for RootLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RootLayer").field("level", &self.level).finish_non_exhaustive()
    }
}

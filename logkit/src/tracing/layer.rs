//! `logkit::layer()`: what a host adds to its own `tracing` subscriber.

use std::fmt;
use std::ptr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use ::tracing::dispatcher::get_default;
use ::tracing::level_filters::LevelFilter as TracingFilter;
use ::tracing::span::{Attributes, Id, Record as Recorded};
use ::tracing::subscriber::Interest;
use ::tracing::{Dispatch, Event, Metadata as TracingMetadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

use crate::handler::Handler;
use crate::level::IntoLevelFilter;
use crate::registry::root_filter::RootFilter;
use crate::registry::route::Stats;
use crate::root::Root;
use crate::root::slow_spans::{SlowSpans, log_slow_span};
use crate::tracing::from_event::{receiver_of, with_record};
use crate::tracing::interest::{enables, interest};
use crate::tracing::spans::{Spans, with_snapshots};
use crate::util::catch_panic::catch_panic;

/// A layer that gives a host's events to logkit's handlers, and the host's spans to every logger.
///
/// ```
/// use logkit::handler::Memory;
/// use logkit::{Level, module_logger};
/// use tracing_subscriber::layer::SubscriberExt as _;
///
/// #[module_logger("payments")]
/// mod payments {
///     pub fn charge(cents: u64) {
///         info!(cents, "charging");
///     }
/// }
///
/// let (of_host, of_logger) = (Memory::new(), Memory::new());
/// payments::LOGGER.add_handler(of_logger.clone());
/// let layer = logkit::layer().with_handler(of_host.clone()).with_level(Level::Info);
///
/// let host = tracing_subscriber::registry().with(layer);
/// tracing::subscriber::with_default(host, || {
///     let _span = tracing::info_span!("request", id = 7, token = "s3cr3t").entered();
///     tracing::info!(password = "hunter2", "signed in");
///     payments::charge(1_999);
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
/// # Claims
///
/// A statement of `tracing` or `log` in a logger's module, or in a module below it, is a record of that
/// logger: its name, level, handlers and `propagate` hold, and its fields are masked by name. So are
/// the events that `#[tracing::instrument(err, ret)]` makes there. The logger of a module is the one
/// named `LOGGER`; of several modules around a statement the innermost one counts.
///
/// ```
/// # use logkit::handler::Memory;
/// # use tracing_subscriber::layer::SubscriberExt as _;
/// // In a file, payments.rs; in an inline module that bypass would not compile.
/// mod payments {
///     use logkit::{Logger, module_logger};
///
///     #[module_logger("payments")]
///     pub static LOGGER: Logger;
///
///     pub fn charge(cents: u64) {
///         tracing::info!(cents, "charging");
///     }
/// }
///
/// let memory = Memory::new();
/// payments::LOGGER.add_handler(memory.clone());
/// let host = tracing_subscriber::registry().with(logkit::layer());
/// tracing::subscriber::with_default(host, || payments::charge(1_999));
/// assert!(memory.lines()[0].ends_with("payments - INFO - charging cents=1999"));
/// ```
///
/// If the logger propagates, the layer's handlers get the record as well. Its level is not asked then:
/// as in Python, a record that its logger passes is only checked by the handlers it reaches. The
/// host's other layers see the event in any case.
///
/// # Cost
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
    /// It turns call sites off for the whole process, because it is the only layer.
    is_global: bool,
    /// Of several layers of a subscriber, one claims statements of loggers' modules. Not every
    /// combination of layers tells them their subscriber, so events may have to ask it.
    claims: OnceLock<bool>,
    slow_spans: Option<SlowSpans>,
}

/// Makes a [`RootLayer`], which writes third parties' events of WARNING and above to stderr, unless
/// it gets another level or a handler. Requires the feature `layer`.
pub fn layer() -> RootLayer {
    RootLayer {
        root: Arc::new(Root::new()),
        spans: Spans::new(),
        is_global: false,
        claims: OnceLock::new(),
        slow_spans: None,
    }
}

impl RootLayer {
    /// Adds a handler. Without any, records go to stderr.
    #[must_use]
    pub fn with_handler(self, handler: impl Handler) -> Self {
        self.root.add_handler(handler);
        self
    }

    /// Sets the level that third parties' events must reach, instead of WARNING.
    #[must_use]
    pub fn with_level(self, level: impl IntoLevelFilter) -> Self {
        self.root.set_level(level.into());
        self
    }

    /// Writes one line when a span closes that lasted at least so long, with the milliseconds in which
    /// it was entered and in which it waited.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use logkit::handler::Memory;
    /// use tracing_subscriber::layer::SubscriberExt as _;
    ///
    /// let memory = Memory::new();
    /// let layer = logkit::layer().with_handler(memory.clone()).with_slow_spans(Duration::ZERO);
    /// let host = tracing_subscriber::registry().with(layer);
    /// tracing::subscriber::with_default(host, || {
    ///     tracing::info_span!(target: "app", "request", id = 7).in_scope(|| ());
    /// });
    /// let line = &memory.lines()[0];
    /// assert!(line.contains("app - WARNING - slow span busy_ms="), "{line}");
    /// assert!(line.contains(" idle_ms=") && line.ends_with(" span=request{id=7}"), "{line}");
    /// ```
    ///
    /// The line is a WARNING under the span's target, or of the logger in whose module the span is.
    /// The times need a clock and two more locks for each entry of a span, so they are not taken
    /// without this call.
    #[must_use]
    pub fn with_slow_spans(self, limit: Duration) -> Self {
        Self { slow_spans: Some(SlowSpans::new(limit)), ..self }
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

    /// Makes it the layer that decides what any call site of the process is wanted for.
    pub(crate) fn into_global(self) -> Self {
        self.root.set_global();
        Self { is_global: true, ..self }
    }

    fn claims(&self) -> bool {
        let claims = self.claims.get().copied();
        claims.unwrap_or_else(|| get_default(|subscriber| self.is_first_of(subscriber)))
    }

    /// Returns whether it is the first layer of its type in the subscriber.
    fn is_first_of(&self, subscriber: &Dispatch) -> bool {
        let first = subscriber.downcast_ref::<Self>();
        first.is_none_or(|first| ptr::eq(first, self))
    }

    pub(crate) fn root(&self) -> &Arc<Root> {
        &self.root
    }

    pub(crate) fn spans(&self) -> &Spans {
        &self.spans
    }
}

impl<S: Subscriber + for<'span> LookupSpan<'span>> Layer<S> for RootLayer {
    fn on_register_dispatch(&self, subscriber: &Dispatch) {
        // A layer has one subscriber, so this is the only call.
        let _ = self.claims.set(self.is_first_of(subscriber));
    }

    fn register_callsite(&self, metadata: &'static TracingMetadata<'static>) -> Interest {
        if !self.is_global {
            return Interest::always();
        }
        interest(&self.root, self.claims(), metadata)
    }

    fn enabled(&self, metadata: &TracingMetadata<'_>, _context: Context<'_, S>) -> bool {
        !self.is_global || enables(&self.root, self.claims(), metadata)
    }

    fn max_level_hint(&self) -> Option<TracingFilter> {
        self.is_global.then(|| self.root.filter(RootFilter::lowest).into())
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, _context: Context<'_, S>) {
        self.root.count_masked(self.spans.create(id, attributes));
        if let Some(slow) = &self.slow_spans {
            slow.create(id.into_u64());
        }
    }

    fn on_record(&self, id: &Id, values: &Recorded<'_>, context: Context<'_, S>) {
        if let Some(metadata) = context.metadata(id) {
            self.root.count_masked(self.spans.record(id, metadata, values));
        }
    }

    fn on_enter(&self, id: &Id, _context: Context<'_, S>) {
        if let Some(slow) = &self.slow_spans {
            slow.enter(id.into_u64());
        }
    }

    fn on_exit(&self, id: &Id, _context: Context<'_, S>) {
        if let Some(slow) = &self.slow_spans {
            slow.exit(id.into_u64());
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        if let Some(times) = self.slow_spans.as_ref().and_then(|slow| slow.close(id.into_u64())) {
            if let Some(span) = context.span(&id) {
                let metadata = span.metadata();
                with_snapshots(span.scope(), Some(&self.spans), |spans| {
                    log_slow_span(&self.root, self.claims(), metadata, spans, times);
                });
            }
        }
        self.spans.close(&id);
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let Some(receiver) = receiver_of(&self.root, self.claims(), event) else { return };
        // A thread that is ending may no longer have a current span, and the registry panics then.
        let scope = catch_panic(|| context.event_scope(event)).unwrap_or_default();
        with_snapshots(scope.into_iter().flatten(), Some(&self.spans), |spans| {
            with_record(event, receiver.name(), spans, |record| {
                self.root.deliver(receiver, record);
            });
        });
    }
}

impl fmt::Debug for RootLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RootLayer").field("root", &self.root).finish_non_exhaustive()
    }
}

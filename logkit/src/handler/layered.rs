//! The handler over any `tracing_subscriber` layer: journald, OpenTelemetry, Sentry, ..

use std::fmt;
use std::io;

use ::tracing::{Event, Subscriber as _};
use tracing_subscriber::layer::{Context, Layer, Layered as Stack, SubscriberExt as _};
use tracing_subscriber::registry::Registry;

use crate::handler::Handler;
use crate::level::{IntoLevelFilter, LevelFilter};
use crate::record::Record;
use crate::tracing::with_event;

/// Gives records to a `tracing_subscriber` layer, as events whose target is the logger's name.
///
/// The handler calls the layer directly and never registers it with `tracing`. The host's call sites,
/// global level and subscriber are not affected by the layer, and the layer sees none of the host's
/// events and spans. CRITICAL arrives as ERROR with the field `critical = true`.
///
/// A value whose `Debug` or `Display` panics is replaced by a marker before the layer sees it, so
/// that no layer is left with half a line in its buffer.
///
/// Requires the feature `layer`.
pub struct Layered<L> {
    stack: Stack<FilterOnEvent<L>, Registry>,
    level: Option<LevelFilter>,
}

impl<L: Layer<Registry> + Send + Sync> Layered<L> {
    /// Returns a handler that gives records to `layer`.
    ///
    /// The layer must not have a filter of its own (`.with_filter(..)`): such filters keep their
    /// results in a thread-local that they share with the host's filters. Use
    /// [`with_level`](Self::with_level).
    pub fn new(layer: L) -> Self {
        Self { stack: Registry::default().with(FilterOnEvent(layer)), level: None }
    }

    /// Sets the handler's own level, which holds in addition to its loggers'.
    #[must_use]
    pub fn with_level(self, level: impl IntoLevelFilter) -> Self {
        Self { level: Some(level.into()), ..self }
    }
}

impl<L: Layer<Registry> + Send + Sync> Handler for Layered<L> {
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        with_event(record, |event| self.stack.event(event));
        Ok(())
    }

    fn level(&self) -> Option<LevelFilter> {
        self.level
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("layer")
    }
}

/// Asks the layer for each event whether it is enabled. The surrounding stack is not asked: after a
/// refusal it clears the thread's results of per-layer filters, which belong to the host.
struct FilterOnEvent<L>(L);

impl<L: Layer<Registry>> Layer<Registry> for FilterOnEvent<L> {
    fn on_layer(&mut self, registry: &mut Registry) {
        self.0.on_layer(registry);
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, Registry>) {
        if self.0.enabled(event.metadata(), context.clone())
            && self.0.event_enabled(event, context.clone())
        {
            self.0.on_event(event, context);
        }
    }
}

impl<L: fmt::Debug> fmt::Debug for Layered<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Layered").field("level", &self.level).finish_non_exhaustive()
    }
}

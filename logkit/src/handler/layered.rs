//! A handler that is any `tracing_subscriber` layer: journald, OpenTelemetry, Sentry, ..

use std::fmt;
use std::io;

use tracing_core::Subscriber as _;
use tracing_subscriber::layer::{Layer, Layered as Stack, SubscriberExt as _};
use tracing_subscriber::registry::Registry;

use crate::bridge::with_event;
use crate::handler::Handler;
use crate::level::LevelFilter;
use crate::record::Record;

/// Gives records to a `tracing_subscriber` layer, as events whose target is the logger's name.
///
/// The layer is driven directly. It is never registered with `tracing`, so the host's call sites,
/// its global level and its subscriber do not notice it, and it sees nothing of the host's: no
/// events and no spans. CRITICAL arrives as ERROR with the field `critical = true`.
///
/// A value whose `Debug` or `Display` panics is replaced by a marker before the layer sees it, so
/// that no layer is left with half a line in its buffer.
pub struct Layered<L> {
    stack: Stack<L, Registry>,
    level: Option<LevelFilter>,
}

impl<L: Layer<Registry> + Send + Sync> Layered<L> {
    /// Don't pass a layer with a filter of its own (`.with_filter(..)`): such filters keep their
    /// verdicts in a thread-local that they share with the host's. Use [`level`](Self::level).
    pub fn new(layer: L) -> Self {
        Self { stack: Registry::default().with(layer), level: None }
    }

    /// Its own level, in place of its loggers'.
    #[must_use]
    pub fn level(self, level: impl Into<LevelFilter>) -> Self {
        Self { level: Some(level.into()), ..self }
    }
}

impl<L: Layer<Registry> + Send + Sync> Handler for Layered<L> {
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        with_event(record, |event| {
            if self.stack.enabled(event.metadata()) && self.stack.event_enabled(event) {
                self.stack.event(event);
            }
        });
        Ok(())
    }

    fn level(&self) -> Option<LevelFilter> {
        self.level
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("layer")
    }
}

impl<L: fmt::Debug> fmt::Debug for Layered<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Layered").field("level", &self.level).finish_non_exhaustive()
    }
}

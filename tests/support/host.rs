//! The subscriber of a host application, which records every call that it receives.

use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Interest, Subscriber};
use tracing::{Event, Metadata};

/// A subscriber that records its calls. Clones share one recording.
#[derive(Clone, Debug)]
pub struct Host {
    level: LevelFilter,
    interest: fn() -> Interest,
    calls: Arc<Mutex<Calls>>,
    spans: Arc<AtomicU64>,
}

/// The calls that a [`Host`] has received.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calls {
    /// Targets of the call sites that were registered, once for each registration.
    pub registered: Vec<String>,
    /// Targets of the metadata that `enabled` was called with.
    pub asked: Vec<String>,
    /// The events, oldest first.
    pub events: Vec<Received>,
}

/// An event as a subscriber received it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// The target of its metadata.
    pub target: String,
    /// The level, as `INFO`.
    pub level: String,
    /// The name of its metadata.
    pub name: String,
    /// The module path of its metadata.
    pub module_path: Option<String>,
    /// Fields as `key:kind=value`, with the kind of the visitor's method: `cents:i64=1999`.
    pub fields: Vec<String>,
    /// `root`, `current`, or the id of an explicit parent.
    pub parent: String,
}

impl Host {
    /// Creates a host that enables everything up to a level.
    #[must_use]
    pub fn at(level: LevelFilter) -> Self {
        let (calls, spans) = Default::default();
        Self { level, interest: Interest::sometimes, calls, spans }
    }

    /// Creates a host that enables every level.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "a host of every level is no default")]
    pub fn new() -> Self {
        Self::at(LevelFilter::TRACE)
    }

    /// Returns `Interest::always` for every call site, so that `enabled` is never called.
    #[must_use]
    pub fn always(self) -> Self {
        Self { interest: Interest::always, ..self }
    }

    /// Sets this host as the global default subscriber.
    ///
    /// # Panics
    ///
    /// Panics if the process has one already.
    pub fn install(&self) {
        tracing::subscriber::set_global_default(self.clone()).expect("the first of the process");
    }

    /// Returns a copy of the recording.
    pub fn calls(&self) -> Calls {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the recorded events.
    pub fn events(&self) -> Vec<Received> {
        self.calls().events
    }

    /// Returns the messages of the recorded events.
    pub fn messages(&self) -> Vec<String> {
        let message = |event: Received| {
            event
                .fields
                .iter()
                .find_map(|field| field.strip_prefix("message:debug=").map(str::to_owned))
        };
        self.events().into_iter().filter_map(message).collect()
    }

    fn note(&self, note: impl FnOnce(&mut Calls)) {
        note(&mut self.calls.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Subscriber for Host {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.note(|calls| calls.registered.push(metadata.target().to_owned()));
        (self.interest)()
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.note(|calls| calls.asked.push(metadata.target().to_owned()));
        *metadata.level() <= self.level
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.level)
    }

    fn new_span(&self, _span: &Attributes<'_>) -> Id {
        Id::from_u64(self.spans.fetch_add(1, Relaxed) + 1)
    }

    fn record(&self, _span: &Id, _values: &Record<'_>) {}

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let received = Received::of(event);
        self.note(|calls| calls.events.push(received));
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

impl Received {
    /// Records an event.
    #[must_use]
    pub fn of(event: &Event<'_>) -> Self {
        let metadata = event.metadata();
        let parent = match event.parent() {
            Some(id) => id.into_u64().to_string(),
            None if event.is_root() => "root".to_owned(),
            None => "current".to_owned(),
        };
        let mut received = Self {
            target: metadata.target().to_owned(),
            level: metadata.level().to_string(),
            name: metadata.name().to_owned(),
            module_path: metadata.module_path().map(str::to_owned),
            fields: Vec::new(),
            parent,
        };
        event.record(&mut received);
        received
    }

    fn push(&mut self, field: &Field, kind: &str, value: &dyn fmt::Display) {
        self.fields.push(format!("{field}:{kind}={value}"));
    }
}

impl Visit for Received {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.push(field, "f64", &value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.push(field, "i64", &value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.push(field, "u64", &value);
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        self.push(field, "i128", &value);
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.push(field, "u128", &value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.push(field, "bool", &value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.push(field, "str", &value);
    }

    fn record_bytes(&mut self, field: &Field, value: &[u8]) {
        self.push(field, "bytes", &value.escape_ascii());
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        let sources = std::iter::successors(Some(value), |error| (*error).source());
        let chain: Vec<String> = sources.map(ToString::to_string).collect();
        self.push(field, "error", &chain.join(" <- "));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.push(field, "debug", &format_args!("{value:?}"));
    }
}

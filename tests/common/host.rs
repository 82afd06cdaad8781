//! The host application's subscriber: it writes down everything that it is asked and given.

use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Interest, Subscriber};
use tracing::{Event, Metadata};

/// A subscriber that records; clones share what they record. Takes all that its level admits.
#[derive(Clone)]
pub(crate) struct Host {
    level: LevelFilter,
    interest: fn() -> Interest,
    calls: Arc<Mutex<Calls>>,
    spans: Arc<AtomicU64>,
}

/// How often it was asked what, and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Calls {
    /// Targets of the call sites that were registered, or registered anew.
    pub(crate) registered: Vec<String>,
    /// Targets of the metadata that it was asked about.
    pub(crate) asked: Vec<String>,
    pub(crate) events: Vec<Received>,
}

/// An event as it arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Received {
    pub(crate) target: String,
    pub(crate) level: String,
    pub(crate) name: String,
    pub(crate) module_path: Option<String>,
    /// `key=value`, with the kind that the visitor was called with: `cents:i64=1999`.
    pub(crate) fields: Vec<String>,
    /// `root`, `current`, or the id of the parent that was given.
    pub(crate) parent: String,
}

impl Host {
    pub(crate) fn at(level: LevelFilter) -> Self {
        let (calls, spans) = Default::default();
        Self { level, interest: Interest::sometimes, calls, spans }
    }

    /// Takes everything.
    pub(crate) fn new() -> Self {
        Self::at(LevelFilter::TRACE)
    }

    /// Answers `always` when call sites register: then it is never asked again.
    pub(crate) fn always(self) -> Self {
        Self { interest: Interest::always, ..self }
    }

    /// Becomes the process's default.
    pub(crate) fn install(&self) {
        tracing::subscriber::set_global_default(self.clone()).expect("the first of the process");
    }

    pub(crate) fn calls(&self) -> Calls {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn events(&self) -> Vec<Received> {
        self.calls().events
    }

    /// The messages of all events.
    pub(crate) fn messages(&self) -> Vec<String> {
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
    pub(crate) fn of(event: &Event<'_>) -> Self {
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

//! One record on its way to its handlers: who is called, in which order, and what became of it.

use std::fmt;
use std::sync::Arc;

use crate::handler::{Delivery, Handler, Stream};
use crate::record::Record;
use crate::registry;
use crate::registry::route::{Attached, Route, Stats};
use crate::registry::settings::Settings;
use crate::tracing;
use crate::util::catch_panic::catch_panic;
use crate::util::diagnostics::{self, Reason};
use crate::util::once::TryOnce;
use crate::util::reentry;

/// Why a record did not reach a handler, or the host.
const REENTERED: &str = "it was logged by its own handler, while that handled what it had logged";

impl Route {
    /// Gives the record to everything on the route, and counts what became of it. Nothing that fails
    /// on the way comes back to the caller.
    #[inline]
    pub(crate) fn dispatch(&self, record: &Record<'_>) {
        let asks_host = tracing::has_host() && (self.to_host || record.spans.is_none());
        let outcome = if asks_host {
            self.dispatch_with_host(record)
        } else {
            self.dispatch_everywhere(record, false)
        };
        self.counters.add(outcome);
    }

    /// In a process that has a subscriber: it is asked once, for its spans and for whether it
    /// listens.
    #[cold]
    fn dispatch_with_host(&self, record: &Record<'_>) -> Stats {
        tracing::with_host(record, |record, listens| self.dispatch_everywhere(record, listens))
    }

    #[inline]
    fn dispatch_everywhere(&self, record: &Record<'_>, host_listens: bool) -> Stats {
        #[cfg(feature = "testing")]
        if let Some(tap) = registry::tap::get() {
            tap(record);
        }
        let mut outcome = Stats::default();
        for handler in &self.handlers {
            self.call_handler(handler, record, &mut outcome);
        }
        if self.to_host || self.handlers.is_empty() {
            self.dispatch_to_host_or_stderr(record, host_listens, &mut outcome);
        }
        outcome
    }

    /// The end of the route: the host, or stderr for a logger that has no destination at all.
    #[cold]
    fn dispatch_to_host_or_stderr(&self, record: &Record<'_>, listens: bool, outcome: &mut Stats) {
        if self.to_host && listens {
            let Some(_scope) = reentry::enter_host() else {
                return self.record_drop(format_args!("{REENTERED}"), outcome);
            };
            if catch_panic(|| tracing::propagate(record)).is_err() {
                self.record_drop(format_args!("the host's subscriber panicked"), outcome);
            }
        } else if self.handlers.is_empty() {
            with_last_resort(|handler| self.call_handler(handler, record, outcome));
        }
    }

    #[inline]
    fn call_handler(&self, attached: &Arc<Attached>, record: &Record<'_>, outcome: &mut Stats) {
        let mut result = Stats::default();
        match reentry::enter_handler(attached.address()) {
            Some(_scope) => self.emit(&*attached.handler, record, &mut result),
            None => self.record_drop(format_args!("{REENTERED}"), &mut result),
        }
        attached.counters.add(result);
        outcome.written += result.written;
        outcome.dropped += result.dropped;
        outcome.masked += result.masked;
    }

    #[inline]
    fn emit(&self, handler: &dyn Handler, record: &Record<'_>, result: &mut Stats) {
        let delivery = Delivery::new();
        let emitted = catch_panic(|| match handler.level() {
            Some(level) if !level.enables(record.level()) => None,
            _ => Some(handler.deliver(record, &delivery)),
        });
        match emitted {
            Ok(None) => {}
            Ok(Some(Ok(()))) => {
                result.written = 1;
                result.masked = record.masked_by_name() + delivery.masked();
            }
            Ok(Some(Err(error))) => self.record_drop(format_args!("{}", Reason(&error)), result),
            Err(_) => self.record_drop(format_args!("a handler panicked"), result),
        }
    }

    /// Flushes every handler on the route.
    pub(crate) fn flush(&self) {
        for attached in &self.handlers {
            flush(&self.name, &*attached.handler);
        }
    }

    #[cold]
    fn record_drop(&self, reason: fmt::Arguments<'_>, result: &mut Stats) {
        result.dropped += 1;
        diagnostics::report(format_args!("{}: a record was lost: {reason}", self.name));
    }
}

/// Flushes every handler of the process, each once: those of all loggers and those of
/// [layers](crate::layer).
///
/// ```
/// # use logkit::handler::Stream;
/// # use logkit::{Logger, info, module_logger};
/// # #[module_logger("payments")]
/// # static LOGGER: Logger;
/// LOGGER.add_handler(Stream::new(std::io::BufWriter::new(std::io::stdout())));
/// info!("charging");
/// logkit::flush_all();
/// ```
///
/// A handler that cannot be flushed is reported on stderr.
pub fn flush_all() {
    let handlers = registry::read(Settings::handlers);
    for (name, attached) in &handlers {
        flush(name, &*attached.handler);
    }
    let _ = catch_panic(|| drop(handlers));
}

/// `name` is that of a logger that has the handler.
fn flush(name: &str, handler: &dyn Handler) {
    match catch_panic(|| handler.flush()) {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            diagnostics::report(format_args!("{name}: flushing failed: {}", Reason(&error)));
        }
        Err(_) => {
            diagnostics::report(format_args!("{name}: a handler panicked while it was flushed"));
        }
    }
}

/// Lends the handler of loggers that have none: stderr, as CPython's `lastResort`. A thread that
/// meets the one of another thread in the making uses one of its own.
fn with_last_resort(give: impl FnOnce(&Arc<Attached>)) {
    static STDERR: TryOnce<Arc<Attached>> = TryOnce::new();
    let make = || Arc::new(Attached::new(Box::new(Stream::stderr())));
    match STDERR.get_or_try_init(make) {
        Some(handler) => give(handler),
        None => give(&make()),
    }
}

//! Dispatch of one record: which handlers get it, in which order, and how the outcome is counted.

use std::fmt;
use std::io;

use crate::handler::{Delivery, Stream};
#[cfg(feature = "log")]
use crate::log_crate::to_log;
use crate::record::Record;
use crate::registry;
use crate::registry::overrides;
use crate::registry::report::Description;
use crate::registry::route::{Attached, Route};
use crate::registry::settings::Settings;
use crate::registry::skipped;
use crate::sink::Receipt;
use crate::tracing;
use crate::util::catch_panic::catch_panic;
use crate::util::diagnostics::{self, Reason};
use crate::util::once::TryOnce;
use crate::util::reentry;

/// The reason why a record skips the handler that logs it, or the host.
const REENTERED: &str =
    "its own handler logged it while handling a record that it had logged itself";

impl Route {
    /// Gives the record to everything on the route and counts the outcome. No failure reaches the
    /// caller.
    #[inline]
    pub(crate) fn dispatch(&self, record: &Record<'_>) {
        if tracing::has_host() {
            self.dispatch_beside_host(record);
        } else {
            self.dispatch_everywhere(record, false);
        }
    }

    /// Dispatches in a process that has a subscriber, which is asked once for its spans and its
    /// interest.
    #[inline(never)]
    fn dispatch_beside_host(&self, record: &Record<'_>) {
        // A record for the host only reaches no handler.
        overrides::end_those_of_parent();
        let asks_spans = cfg!(feature = "layer") && record.spans.is_none();
        if self.to_host || asks_spans {
            tracing::with_host(record, |record, listens| self.dispatch_everywhere(record, listens));
        } else {
            self.dispatch_everywhere(record, false);
        }
    }

    /// Gives the record to the handlers, then to the host.
    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "one of the callers is on the path of nearly every record"
    )]
    fn dispatch_everywhere(&self, record: &Record<'_>, host_listens: bool) {
        self.dispatch_to(record, || self.dispatch_to_host_or_stderr(record, host_listens));
    }

    /// Gives a third party's record, which the logger claims, to the handlers. The host has it already;
    /// if the logger propagates, `root` gets it as well.
    #[cfg(feature = "layer")]
    pub(crate) fn dispatch_claimed(&self, record: &Record<'_>, root: impl FnOnce(&Record<'_>)) {
        self.dispatch_to(record, || {
            if self.to_host {
                root(record);
                return false;
            }
            with_last_resort(|handler| self.call_handler(handler, record))
        });
    }

    /// Gives the record to the handlers, and to the end of the route if there is one: the logger
    /// propagates or has no handler. `end` returns whether it wrote the record.
    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "one of the callers is on the path of nearly every record"
    )]
    fn dispatch_to(&self, record: &Record<'_>, end: impl FnOnce() -> bool) {
        #[cfg(feature = "testing")]
        if !self.tap(record) {
            return;
        }
        let mut written = 0;
        for handler in &self.handlers {
            written += u64::from(self.call_handler(handler, record));
        }
        if self.to_host || self.handlers.is_empty() {
            written += u64::from(end());
        }
        self.counters.add_written(written);
    }

    /// Lends the record to `testing`. Returns whether handlers get it: a capture lowers the threshold for
    /// itself alone.
    #[cfg(feature = "testing")]
    fn tap(&self, record: &Record<'_>) -> bool {
        !registry::tap::call(record) || self.shown.enables(record.level())
    }

    /// The end of the route: the host, or stderr for a logger that has no destination at all.
    #[cold]
    fn dispatch_to_host_or_stderr(&self, record: &Record<'_>, listens: bool) -> bool {
        if self.to_host && listens {
            self.pass("the host's subscriber panicked", || tracing::propagate(record));
            return false;
        }
        #[cfg(feature = "log")]
        if self.to_host && to_log::has_host() {
            self.pass("the host's logger panicked", || to_log::propagate(record));
            return false;
        }
        self.handlers.is_empty() && with_last_resort(|handler| self.call_handler(handler, record))
    }

    /// Passes a record to the host, which returns whether it took the record.
    fn pass(&self, panicked: &str, propagate: impl FnOnce() -> bool) {
        let Some(_scope) = reentry::enter_host() else {
            return self.record_drop(None, format_args!("{REENTERED}"));
        };
        match catch_panic(propagate) {
            Ok(taken) => self.counters.add_passed(u64::from(taken)),
            Err(_) => self.record_drop(None, format_args!("{panicked}")),
        }
    }

    /// Returns whether the handler accepted the record.
    #[inline(never)]
    fn call_handler(&self, attached: &Attached, record: &Record<'_>) -> bool {
        if skipped::looks_closer() {
            overrides::end_those_of_parent();
            attached.skipped.announce_if_due(attached.handler(), attached.address());
        }
        let Some(_scope) = reentry::enter_handler(attached.address()) else {
            attached.skipped.add(1);
            self.record_drop(Some(attached), format_args!("{REENTERED}"));
            return false;
        };
        let handler = attached.handler();
        let delivery = Delivery::with_receipt(Receipt::new(self.id, attached.id.0));
        let emitted = catch_panic(|| match handler.level() {
            Some(level) if !level.enables(record.level()) => None,
            _ => Some(handler.deliver(record, &delivery)),
        });
        match emitted {
            Ok(Some(Ok(()))) => {
                attached.counters.add_written(1);
                if record.masks_by_name() | (delivery.masked() > 0) {
                    self.count_masked(attached, record, &delivery);
                }
                return true;
            }
            Ok(None) => {}
            Ok(Some(Err(error))) => self.record_failure(attached, &error),
            Err(_) => self.record_drop(Some(attached), format_args!("a handler panicked")),
        }
        false
    }

    #[cold]
    fn count_masked(&self, attached: &Attached, record: &Record<'_>, delivery: &Delivery) {
        let values = record.masked_by_name().saturating_add(delivery.masked());
        self.counters.add_masked(values);
        attached.counters.add_masked(values);
    }

    /// Counts a record that did not reach a handler, or the host, and reports it on stderr.
    #[cold]
    fn record_drop(&self, attached: Option<&Attached>, reason: fmt::Arguments<'_>) {
        self.counters.add_dropped(1);
        if let Some(attached) = attached {
            attached.counters.add_dropped(1);
        }
        diagnostics::report(format_args!("{}: a record was lost: {reason}", self.name));
    }

    /// Counts a record that a handler failed to write, and reports the failure with the handler, whose
    /// file or stream tells an operator where to look. Called after the handler has returned: before,
    /// it may hold a lock that its own description waits for.
    #[cold]
    fn record_failure(&self, attached: &Attached, error: &io::Error) {
        self.counters.add_dropped(1);
        attached.counters.add_dropped(1);
        let (name, handler) = (&self.name, Description(attached.handler()));
        diagnostics::report(format_args!(
            "{name}: {handler}: a record was lost: {}",
            Reason(error)
        ));
    }

    /// Flushes every handler on the route.
    pub(crate) fn flush(&self) {
        for attached in &self.handlers {
            flush(&self.name, attached);
        }
    }
}

/// Flushes every handler of the process once: those of all loggers and of every `logkit::layer()`.
///
/// ```
/// use logkit::handler::Stream;
/// use logkit::{Logger, info, module_logger};
///
/// #[module_logger("payments")]
/// static LOGGER: Logger;
///
/// LOGGER.add_handler(Stream::new(std::io::BufWriter::new(std::io::stdout())));
/// info!("charging");
/// logkit::flush_all();
/// ```
///
/// A failure to flush is reported on stderr.
pub fn flush_all() {
    let handlers = registry::read(Settings::handlers);
    for (name, attached) in &handlers {
        flush(name, attached);
    }
}

/// Gives a record that belongs to no logger to the handlers of every `logkit::layer()`, or to stderr
/// without any, and flushes them.
#[cfg(feature = "panics")]
pub(crate) fn dispatch_to_roots(record: &Record<'_>) {
    let routes: Vec<_> = registry::read(|settings| {
        settings.roots().filter_map(|root| root.outlet.route().clone()).collect()
    });
    let routes = routes.iter().filter(|route| !route.handlers.is_empty());
    for route in routes.clone() {
        route.dispatch(record);
        route.flush();
    }
    if routes.count() == 0 {
        with_last_resort(|stderr| {
            let delivery = Delivery::new();
            catch_panic(|| stderr.handler().deliver(record, &delivery)).is_ok()
        });
    }
}

/// Flushes one handler, after announcing the records that skipped it; `name` is that of a logger that
/// has it.
fn flush(name: &str, attached: &Attached) {
    attached.skipped.announce(attached.handler(), attached.address());
    // If the handler logs, the limit of its records counts from here.
    let _scope = reentry::enter_handler(attached.address());
    match catch_panic(|| attached.handler().flush()) {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            diagnostics::report(format_args!("{name}: flushing failed: {}", Reason(&error)));
        }
        Err(_) => {
            diagnostics::report(format_args!("{name}: a handler panicked while it was flushed"));
        }
    }
}

/// Lends the handler of loggers that have none: stderr, like CPython's `lastResort`. While another
/// thread is making it, a thread uses one of its own.
fn with_last_resort(give: impl FnOnce(&Attached) -> bool) -> bool {
    static STDERR: TryOnce<Box<Attached>> = TryOnce::new();
    let make = || Attached::new(Box::new(Stream::stderr()));
    match STDERR.get_or_try_init(|| Box::new(make())) {
        Some(handler) => give(handler),
        None => give(&make()),
    }
}

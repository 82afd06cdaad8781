//! How deep this thread is in logkit: a `Debug` that logs is served, endless recursion is not.

use std::cell::Cell;

/// A handler may log, and what it logs is delivered; what is logged while that is delivered is not.
const MAX_HANDLING: u32 = 2;
/// A value may log values that log values; a value that logs itself ends here.
const MAX_FORMATTING: u32 = 8;

/// The depth is one number, because every record reads and writes it: handlers in the lowest byte,
/// values in the next, above them whether a sink is writing and whether a test listens.
const HANDLER: u32 = 1;
const HANDLERS: u32 = 0xff;
const VALUE: u32 = 0x100;
const VALUES: u32 = 0xff00;
const SINK: u32 = 0x1_0000;
const WATCHED: u32 = 0x2_0000;

thread_local! {
    // No destructor, so it can be used in other destructors, in `atexit` and after a fork.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Puts the depth back where it was.
pub(crate) struct Scope(u32);

impl Scope {
    fn enter(outer: u32, inner: u32) -> Self {
        DEPTH.with(|depth| depth.set(inner));
        Self(outer)
    }

    /// Whether a test listens to what this thread logs.
    #[inline]
    pub(crate) fn is_watched(&self) -> bool {
        self.0 & WATCHED != 0
    }
}

impl Drop for Scope {
    #[inline]
    fn drop(&mut self) {
        DEPTH.with(|depth| depth.set(self.0));
    }
}

/// Enters a handler, or says that this thread is in too many already.
#[inline]
pub(crate) fn enter_handler() -> Option<Scope> {
    let outer = DEPTH.get();
    (outer & HANDLERS < MAX_HANDLING * HANDLER).then(|| Scope::enter(outer, outer + HANDLER))
}

/// Enters a value's formatting, or says that this thread is in too many already. What the value
/// logs does not count as logged by the handler that formats it.
pub(crate) fn enter_value() -> Option<Scope> {
    let outer = DEPTH.get();
    (outer & VALUES < MAX_FORMATTING * VALUE)
        .then(|| Scope::enter(outer, (outer & !HANDLERS) + VALUE))
}

/// Enters a sink's write.
#[inline]
pub(crate) fn enter_sink() -> Scope {
    let outer = DEPTH.get();
    Scope::enter(outer, outer | SINK)
}

/// Makes every record of this thread's known to `testing`, for as long as the scope lasts.
pub(crate) fn watch() -> Scope {
    let outer = DEPTH.get();
    Scope::enter(outer, outer | WATCHED)
}

/// Whether a sink is writing further up on this thread's stack: then a lock may be held by this
/// very thread, and waiting for one may be for ever.
pub(crate) fn is_in_sink() -> bool {
    DEPTH.get() & SINK != 0
}

#[cfg(test)]
mod tests {
    use super::{enter_handler, enter_sink, enter_value, is_in_sink, watch};

    #[test]
    fn a_handler_may_log_once_and_a_value_starts_afresh() {
        let first = enter_handler();
        assert!(first.is_some());
        let second = enter_handler();
        assert!(second.is_some());
        assert!(enter_handler().is_none());
        let value = enter_value();
        assert!(value.is_some());
        assert!(enter_handler().is_some());
        drop(value);
        assert!(enter_handler().is_none());
    }

    #[test]
    fn a_sink_is_seen_through_values_and_handlers() {
        assert!(!is_in_sink());
        let sink = enter_sink();
        let value = enter_value();
        let handler = enter_handler();
        assert!(is_in_sink());
        drop((handler, value, sink));
        assert!(!is_in_sink());
    }

    #[test]
    fn who_is_listened_to_is_so_within_values_and_handlers() {
        let is_watched = || enter_handler().is_some_and(|scope| scope.is_watched());
        assert!(!is_watched());
        let watch = watch();
        let value = enter_value();
        assert!(is_watched());
        drop(value);
        assert!(is_watched());
        drop(watch);
        assert!(!is_watched());
    }

    #[test]
    fn values_in_values_end() {
        fn nest(depth: u32) -> u32 {
            match enter_value() {
                Some(_scope) => nest(depth + 1),
                None => depth,
            }
        }
        assert_eq!(nest(0), 8);
        assert_eq!(nest(0), 8);
    }
}

//! How deep this thread is in logkit: a `Debug` that logs is served, endless recursion is not.

use std::cell::Cell;

/// A handler may log, and what it logs is delivered; what is logged while that is delivered is not.
const MAX_HANDLING: u8 = 2;
/// A value may log values that log values; a value that logs itself ends here.
const MAX_FORMATTING: u8 = 8;

#[derive(Clone, Copy)]
struct Depth {
    handling: u8,
    formatting: u8,
    in_sink: bool,
}

thread_local! {
    // No destructor, so it can be used in other destructors, in `atexit` and after a fork.
    static DEPTH: Cell<Depth> =
        const { Cell::new(Depth { handling: 0, formatting: 0, in_sink: false }) };
}

/// Puts the depth back where it was.
pub(crate) struct Scope(Depth);

impl Drop for Scope {
    fn drop(&mut self) {
        DEPTH.set(self.0);
    }
}

/// Enters a handler, or says that this thread is in too many already.
pub(crate) fn enter_handler() -> Option<Scope> {
    let outer = DEPTH.get();
    (outer.handling < MAX_HANDLING).then(|| {
        DEPTH.set(Depth { handling: outer.handling + 1, ..outer });
        Scope(outer)
    })
}

/// Enters a value's formatting, or says that this thread is in too many already. What the value
/// logs does not count as logged by the handler that formats it.
pub(crate) fn enter_value() -> Option<Scope> {
    let outer = DEPTH.get();
    (outer.formatting < MAX_FORMATTING).then(|| {
        DEPTH.set(Depth { handling: 0, formatting: outer.formatting + 1, ..outer });
        Scope(outer)
    })
}

/// Enters a sink's write.
pub(crate) fn enter_sink() -> Scope {
    let outer = DEPTH.get();
    DEPTH.set(Depth { in_sink: true, ..outer });
    Scope(outer)
}

/// Whether a sink is writing further up on this thread's stack: then a lock may be held by this
/// very thread, and waiting for one may be for ever.
pub(crate) fn is_in_sink() -> bool {
    DEPTH.get().in_sink
}

#[cfg(test)]
mod tests {
    use super::{enter_handler, enter_sink, enter_value, is_in_sink};

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

//! The handlers and values that are active on this thread, so that they may log without endless
//! recursion.

use std::cell::Cell;

use crate::util::sync::thread_local;

/// The number of entries of one handler: it gets the records that it logs, but not those that it
/// logs while handling these.
const MAX_ENTRIES: u32 = 2;
/// The maximum number of handlers active within each other. A limit for each handler is not enough:
/// several handlers that all log would call each other in every order.
const MAX_HANDLERS: u32 = 6;
/// The maximum nesting of values that log other values. It stops a value that logs itself. Every handler
/// formats a value, some twice, so the number of records grows with this power.
const MAX_VALUES: u32 = 4;
/// The maximum number of active handlers, those inside values included.
const SLOTS: usize = 32;

// One word, because every record reads and writes it: the number of active handlers in the lowest
// byte, then how many of them were active when the innermost value began, then the number of active
// values, and of entries into the host.
const HANDLER: u32 = 1;
const BYTE: u32 = 0xff;
const BASE_SHIFT: u32 = 8;
const VALUE: u32 = 0x1_0000;
const VALUES: u32 = 0xff_0000;
const HOST: u32 = 0x100_0000;
const HOSTS: u32 = 0xf00_0000;

thread_local! {
    // Without a destructor, so it can be used in other destructors, in `atexit` and after a fork.
    static ACTIVE: Active = const {
        Active { state: Cell::new(0), handlers: [const { Cell::new(0) }; SLOTS] }
    };
}

/// One thread's part. Its address is looked up once for both.
struct Active {
    state: Cell<u32>,
    /// The addresses of the active handlers; the state holds their number.
    handlers: [Cell<usize>; SLOTS],
}

#[inline]
fn state() -> u32 {
    ACTIVE.with(|active| active.state.get())
}

/// Restores the outer state when it is dropped.
pub(crate) struct Scope(u32);

impl Scope {
    #[inline]
    fn enter(outer: u32, inner: u32) -> Self {
        ACTIVE.with(|active| active.state.set(inner));
        Self(outer)
    }
}

impl Drop for Scope {
    #[inline]
    fn drop(&mut self) {
        ACTIVE.with(|active| active.state.set(self.0));
    }
}

/// Returns `true` if a handler is active on this thread.
pub(crate) fn in_handler() -> bool {
    state() & BYTE != 0
}

/// Returns `true` if logkit runs user code on this thread, and will catch its panic.
#[cfg(feature = "panics")]
pub(crate) fn is_active() -> bool {
    state() != 0
}

/// Enters the handler at that address; `None` if this thread has entered it too often.
#[inline]
pub(crate) fn enter_handler(address: usize) -> Option<Scope> {
    let outer = state();
    let active = (outer & BYTE) as usize;
    if active > 0 && !may_enter(address, outer) {
        return None;
    }
    // In bounds: see `may_enter`. Small, so that it is inlined.
    ACTIVE.with(|all| all.handlers[active % SLOTS].set(address));
    Some(Scope::enter(outer, outer + HANDLER))
}

/// Checks the handlers that were entered since the innermost value began.
#[cold]
fn may_enter(address: usize, state: u32) -> bool {
    let (active, base) = (state & BYTE, state >> BASE_SHIFT & BYTE);
    ACTIVE.with(|all| {
        let inner = all.handlers.get(base as usize..active as usize).unwrap_or_default();
        let mut entries = inner.iter().filter(|handler| handler.get() == address);
        active - base < MAX_HANDLERS
            && (active as usize) < SLOTS
            && entries.nth(MAX_ENTRIES as usize - 1).is_none()
    })
}

/// Enters the host's subscriber; `None` if this thread has entered it too often.
#[inline]
pub(crate) fn enter_host() -> Option<Scope> {
    let outer = state();
    ((outer & HOSTS) < HOST * MAX_ENTRIES).then(|| Scope::enter(outer, outer + HOST))
}

/// Enters the formatting of a value; `None` if too many are active on this thread. Records that the
/// value logs do not count as logged by the handlers that format it.
pub(crate) fn enter_value() -> Option<Scope> {
    let outer = state();
    let active = outer & BYTE;
    let inner = (outer & VALUES) | active << BASE_SHIFT | active;
    ((outer & VALUES) < MAX_VALUES * VALUE).then(|| Scope::enter(outer, inner + VALUE))
}

#[cfg(test)]
mod tests {
    use super::{MAX_VALUES, Scope, enter_handler, enter_host, enter_value};

    fn enter(addresses: &[usize]) -> Vec<Option<Scope>> {
        addresses.iter().map(|address| enter_handler(*address)).collect()
    }

    /// Scopes end in the reverse of the order in which they began.
    fn leave(mut scopes: Vec<Option<Scope>>) {
        while scopes.pop().is_some() {}
    }

    #[test]
    fn a_handler_is_entered_twice_and_others_are_not_affected() {
        let scopes = enter(&[1, 1, 1, 2, 2, 2, 3]);
        let entered: Vec<bool> = scopes.iter().map(Option::is_some).collect();
        assert_eq!(entered, [true, true, false, true, true, false, true]);
        leave(scopes);
        assert!(enter_handler(1).is_some());
    }

    #[test]
    fn handlers_within_each_other_end() {
        let scopes = enter(&[1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(scopes.iter().filter(|scope| scope.is_some()).count(), 6);
        leave(scopes);
    }

    #[test]
    fn a_value_starts_a_new_count() {
        let scopes = enter(&[1, 1]);
        let value = enter_value();
        assert!(value.is_some());
        let within = enter(&[1, 1, 1]);
        assert!(within[1].is_some() && within[2].is_none());
        leave(within);
        drop(value);
        assert!(enter_handler(1).is_none());
        leave(scopes);
    }

    #[test]
    fn the_host_is_entered_twice_and_costs_no_handler() {
        let scopes = [enter_host(), enter_host(), enter_host()];
        assert!(scopes[1].is_some() && scopes[2].is_none());
        let handlers = enter(&[1, 1]);
        assert!(handlers[1].is_some());
        let value = enter_value();
        assert!(enter_host().is_some());
        drop(value);
        leave(handlers);
        leave(scopes.into());
        assert!(enter_host().is_some());
    }

    #[test]
    fn values_in_values_end() {
        fn nest(depth: u32) -> u32 {
            match enter_value() {
                Some(_scope) => nest(depth + 1),
                None => depth,
            }
        }
        assert_eq!(nest(0), MAX_VALUES);
        assert_eq!(nest(0), MAX_VALUES);
    }

    #[test]
    fn values_and_handlers_in_turn_end() {
        fn nest(depth: u32) -> u32 {
            let handlers = enter(&[1, 1, 2, 2, 3, 3, 4]);
            let depth = match enter_value() {
                Some(_scope) => nest(depth + 1),
                None => depth,
            };
            leave(handlers);
            depth
        }
        assert_eq!(nest(0), MAX_VALUES);
        assert!(enter_handler(1).is_some());
    }
}

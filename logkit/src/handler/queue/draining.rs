//! The facts about a thread that its queues need: its shard, and the queue that it is emptying.

use std::cell::Cell;

use crate::record::thread::current_number;
use crate::util::sync::thread_local;

thread_local! {
    // None has a destructor, so they can be used in other destructors and in `atexit`.
    /// The address of the queue whose items this thread gives to the handler; 0 without one.
    static QUEUE: Cell<usize> = const { Cell::new(0) };
    /// One of the items was logged by the handler itself.
    static BY_HANDLER: Cell<bool> = const { Cell::new(false) };
}

/// The work of a thread with queues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Draining {
    Nothing,
    /// It empties this queue. `by_handler`: the handler logged the items that it handles.
    This {
        by_handler: bool,
    },
    Another,
}

/// Returns the index of this thread's shard: threads take turns.
#[inline]
pub(super) fn shard(shards: usize) -> usize {
    usize::try_from(current_number()).unwrap_or_default() % shards
}

/// Returns what this thread is doing, as seen from the queue at the address.
#[inline]
pub(super) fn state(address: usize) -> Draining {
    match QUEUE.with(Cell::get) {
        0 => Draining::Nothing,
        queue if queue == address => Draining::This { by_handler: BY_HANDLER.with(Cell::get) },
        _ => Draining::Another,
    }
}

/// Returns `true` if this thread gives items of any queue to its handler.
#[cfg(feature = "panics")]
pub(in crate::handler) fn is_draining() -> bool {
    QUEUE.with(Cell::get) != 0
}

/// Restores the outer state when it is dropped.
pub(super) struct DrainingScope(usize, bool);

/// Marks that this thread gives items of the queue at the address to its handler.
pub(super) fn enter(address: usize, by_handler: bool) -> DrainingScope {
    let outer = QUEUE.with(|queue| queue.replace(address));
    DrainingScope(outer, BY_HANDLER.with(|flag| flag.replace(by_handler)))
}

impl Drop for DrainingScope {
    fn drop(&mut self) {
        QUEUE.with(|queue| queue.set(self.0));
        BY_HANDLER.with(|flag| flag.set(self.1));
    }
}

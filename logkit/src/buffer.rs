//! One buffer a thread for lines, taken while in use, so that a value that logs gets its own.

use std::cell::Cell;
use std::thread::LocalKey;

/// A buffer that grew beyond this many bytes is given back to the allocator.
const KEEP: usize = 64 * 1024;

type Slot = LocalKey<Cell<Vec<u8>>>;

thread_local! {
    static LINE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
    static SCRATCH: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Lends an empty buffer for a whole line.
pub(crate) fn with_line<R>(work: impl FnOnce(&mut Vec<u8>) -> R) -> R {
    with(&LINE, work)
}

/// Lends an empty buffer for a piece of a line.
pub(crate) fn with_scratch<R>(work: impl FnOnce(&mut Vec<u8>) -> R) -> R {
    with(&SCRATCH, work)
}

/// Where the thread's buffer is gone (a thread that ends), taken (a line within a line) or lost (a
/// panic), a fresh one serves.
fn with<R>(slot: &'static Slot, work: impl FnOnce(&mut Vec<u8>) -> R) -> R {
    let mut buffer = slot.try_with(Cell::take).unwrap_or_default();
    buffer.clear();
    let result = work(&mut buffer);
    if buffer.capacity() <= KEEP {
        // A thread that ends has nowhere to put it.
        let _ = slot.try_with(|slot| slot.set(buffer));
    }
    result
}

//! One buffer a thread for pieces of a line, and a fresh one for a piece within a piece.

use std::cell::Cell;

/// A buffer that grew beyond this many bytes is given back to the allocator.
const KEEP: usize = 64 * 1024;

/// The capacity of a buffer after its first use, so that pieces of usual length do not make it grow.
const ROOM: usize = 512;

thread_local! {
    /// Empty while the buffer is lent.
    static SCRATCH: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Lends the thread's buffer, empty, or a fresh one while that is lent (a piece within a piece), or
/// destroyed because the thread is ending.
pub(crate) fn with_scratch<R>(work: impl FnOnce(&mut Vec<u8>) -> R) -> R {
    let mut buffer = SCRATCH.try_with(Cell::take).unwrap_or_default();
    buffer.clear();
    let result = work(&mut buffer);
    give_back(buffer);
    result
}

fn give_back(mut buffer: Vec<u8>) {
    if !(ROOM..=KEEP).contains(&buffer.capacity()) {
        buffer = Vec::with_capacity(ROOM);
    }
    // Without the thread's slot it is dropped.
    let _ = SCRATCH.try_with(|scratch| scratch.set(buffer));
}

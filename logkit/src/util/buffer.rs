//! One buffer a thread for pieces of a line, and a fresh one for a piece within a piece.

use std::cell::RefCell;

/// A buffer that grew beyond this many bytes is given back to the allocator.
const KEEP: usize = 64 * 1024;

/// The capacity of a buffer after its first use, so that pieces of usual length do not make it grow.
const ROOM: usize = 512;

thread_local! {
    static SCRATCH: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Lends the thread's buffer, empty, or a fresh one if that is gone (the thread is ending) or lent
/// already (a piece within a piece).
pub(crate) fn with_scratch<R>(mut work: impl FnMut(&mut Vec<u8>) -> R) -> R {
    let lent = SCRATCH.try_with(|scratch| {
        let mut buffer = scratch.try_borrow_mut().ok()?;
        buffer.clear();
        let result = work(&mut buffer);
        if !(ROOM..=KEEP).contains(&buffer.capacity()) {
            *buffer = Vec::with_capacity(ROOM);
        }
        Some(result)
    });
    match lent {
        Ok(Some(result)) => result,
        _ => work(&mut Vec::new()),
    }
}

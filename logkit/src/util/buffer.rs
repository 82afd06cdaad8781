//! One buffer a thread for lines, and a fresh one for a line within a line.

use std::cell::RefCell;
use std::thread::LocalKey;

/// A buffer that grew beyond this many bytes is given back to the allocator.
const KEEP: usize = 64 * 1024;

/// The capacity of a buffer after its first line, so that lines of usual length do not make it
/// grow.
const ROOM: usize = 512;

type Slot = LocalKey<RefCell<Vec<u8>>>;

thread_local! {
    static LINE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static SCRATCH: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Lends an empty buffer for a whole line.
#[inline]
pub(crate) fn with_line<R>(work: impl FnMut(&mut Vec<u8>) -> R) -> R {
    with(&LINE, work)
}

/// Lends an empty buffer for a piece of a line.
pub(crate) fn with_scratch<R>(work: impl FnMut(&mut Vec<u8>) -> R) -> R {
    with(&SCRATCH, work)
}

/// Lends the thread's buffer, or a fresh one if that is gone (the thread is ending) or lent already
/// (a line within a line).
#[inline]
fn with<R>(slot: &'static Slot, mut work: impl FnMut(&mut Vec<u8>) -> R) -> R {
    let lent = slot.try_with(|slot| {
        let mut buffer = slot.try_borrow_mut().ok()?;
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

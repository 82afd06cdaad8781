//! Numbers that no two threads have at a time, so that a thread can change its part of a shared value
//! by a load and a store. An atomic addition takes longer, and waits for other cores.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

/// The number of slots. Further threads have none.
const SLOTS: usize = 8;

/// The value of a thread that has not asked yet.
const UNKNOWN: usize = usize::MAX;
/// The value of a thread without a slot: all are taken, or the thread is ending.
const NO_SLOT: usize = usize::MAX - 1;

thread_local! {
    /// No destructor, so it can be used in other destructors.
    static SLOT: Cell<usize> = const { Cell::new(UNKNOWN) };
    static RELEASE: Release = const { Release };
}

/// A bit for each slot that is taken. In the child of a fork, those of the parent's threads stay taken.
static TAKEN: AtomicU64 = AtomicU64::new(0);

/// Frees a thread's slot when the thread ends.
struct Release;

impl Drop for Release {
    fn drop(&mut self) {
        let slot = SLOT.with(|own| own.replace(NO_SLOT));
        if slot < SLOTS {
            // The next owner sees what this one has stored.
            TAKEN.fetch_and(!(1 << slot), Ordering::Release);
        }
    }
}

#[cold]
fn take() -> usize {
    // The destructor is registered first: it frees the slot.
    let is_alive = RELEASE.try_with(|_| ()).is_ok();
    let mut slot = NO_SLOT;
    if is_alive {
        let free = TAKEN.fetch_update(Ordering::Acquire, Ordering::Relaxed, |taken| {
            slot = taken.trailing_ones() as usize;
            (slot < SLOTS).then_some(taken | 1 << slot)
        });
        if free.is_err() {
            slot = NO_SLOT;
        }
    }
    SLOT.with(|own| own.set(slot));
    slot
}

/// A sum that many threads add to.
#[derive(Debug, Default)]
pub(crate) struct Sum {
    of_slots: [Part; SLOTS],
    of_others: AtomicU64,
}

/// A thread's part, on a cache line of its own.
#[derive(Debug, Default)]
#[repr(align(64))]
struct Part(AtomicU64);

impl Sum {
    #[inline]
    pub(crate) fn add(&self, amount: u64) {
        let slot = SLOT.with(Cell::get);
        if !self.add_to_slot(slot, amount) {
            self.add_without_slot(slot, amount);
        }
    }

    /// Returns whether the thread has such a slot.
    #[inline]
    fn add_to_slot(&self, slot: usize, amount: u64) -> bool {
        let part = self.of_slots.get(slot);
        if let Some(Part(sum)) = part {
            // No other thread stores here.
            sum.store(sum.load(Ordering::Relaxed).wrapping_add(amount), Ordering::Relaxed);
        }
        part.is_some()
    }

    #[cold]
    fn add_without_slot(&self, slot: usize, amount: u64) {
        let slot = if slot == UNKNOWN { take() } else { slot };
        if !self.add_to_slot(slot, amount) {
            self.of_others.fetch_add(amount, Ordering::Relaxed);
        }
    }

    pub(crate) fn load(&self) -> u64 {
        let others = self.of_others.load(Ordering::Relaxed);
        self.of_slots
            .iter()
            .fold(others, |sum, part| sum.wrapping_add(part.0.load(Ordering::Relaxed)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use super::{SLOTS, Sum};

    #[test]
    fn no_addition_is_lost_by_more_threads_than_there_are_slots() {
        let (sum, barrier) = (Sum::default(), Barrier::new(3 * SLOTS));
        for _ in 0..4 {
            thread::scope(|scope| {
                for _ in 0..3 * SLOTS {
                    scope.spawn(|| {
                        barrier.wait();
                        (0..1_000).for_each(|_| sum.add(2));
                    });
                }
            });
        }
        assert_eq!(sum.load(), 4 * 3 * SLOTS as u64 * 2_000);
    }

    /// Adds in the destructor of a thread's value.
    struct AddsLast<'a>(&'a Sum);

    impl Drop for AddsLast<'_> {
        fn drop(&mut self) {
            self.0.add(1);
        }
    }

    #[test]
    fn a_slot_is_used_again_and_a_thread_that_ends_adds_without_one() {
        thread_local! {
            static LAST: std::cell::RefCell<Option<AddsLast<'static>>> =
                const { std::cell::RefCell::new(None) };
        }
        let sum: &'static Sum = Box::leak(Box::default());
        for _ in 0..10 * SLOTS {
            let ends = thread::spawn(move || {
                // Before and after the slot's own destructor.
                LAST.with(|last| *last.borrow_mut() = Some(AddsLast(sum)));
                sum.add(1);
            });
            ends.join().unwrap();
        }
        assert_eq!(sum.load(), 2 * 10 * SLOTS as u64);
        let used = sum.of_slots.iter().filter(|part| part.0.load(super::Ordering::Relaxed) > 0);
        assert!(used.count() > 0);
    }
}

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

fn take() -> usize {
    // The destructor is registered first: it frees the slot.
    let is_alive = RELEASE.try_with(|_| ()).is_ok();
    let slot = if is_alive { take_free() } else { NO_SLOT };
    SLOT.with(|own| own.set(slot));
    slot
}

fn take_free() -> usize {
    let mut taken = TAKEN.load(Ordering::Relaxed);
    loop {
        let slot = taken.trailing_ones() as usize;
        if slot >= SLOTS {
            return NO_SLOT;
        }
        let with_slot = taken | 1 << slot;
        match TAKEN.compare_exchange(taken, with_slot, Ordering::Acquire, Ordering::Relaxed) {
            Ok(_) => return slot,
            Err(newer) => taken = newer,
        }
    }
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

impl Part {
    #[inline]
    fn add(&self, amount: u64) {
        self.0.store(self.0.load(Ordering::Relaxed).wrapping_add(amount), Ordering::Relaxed);
    }
}

impl Sum {
    #[inline]
    pub(crate) fn add(&self, amount: u64) {
        match self.of_slots.get(SLOT.with(Cell::get)) {
            // No other thread stores here.
            Some(part) => part.add(amount),
            None => self.add_without_slot(amount),
        }
    }

    #[cold]
    #[inline(never)]
    fn add_without_slot(&self, amount: u64) {
        let slot = if SLOT.with(Cell::get) == UNKNOWN { take() } else { NO_SLOT };
        match self.of_slots.get(slot) {
            Some(part) => part.add(amount),
            None => {
                self.of_others.fetch_add(amount, Ordering::Relaxed);
            }
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
    use std::cell::Cell;
    use std::sync::Barrier;
    use std::thread;
    use std::time::Duration;

    use super::{SLOT, SLOTS, Sum};

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
        let (mut threads, mut with_slot) = (0, 0);
        // Each of these threads has ended before the next one starts.
        while with_slot <= SLOTS {
            assert!(threads < 60_000, "no slot was used again");
            let ends = thread::spawn(move || {
                // Before and after the slot's own destructor.
                LAST.with(|last| *last.borrow_mut() = Some(AddsLast(sum)));
                sum.add(1);
                SLOT.with(Cell::get) < SLOTS
            });
            threads += 1;
            if ends.join().unwrap() {
                with_slot += 1;
            } else {
                // Threads of other tests have all of them.
                thread::sleep(Duration::from_millis(1));
            }
        }
        assert_eq!(sum.load(), 2 * threads);
    }
}

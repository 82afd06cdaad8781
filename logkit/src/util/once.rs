//! A lazily filled cell that never blocks, not even in the child of a fork.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// A cell that one thread fills; all others read it, or do without the value.
///
/// `OnceLock::get_or_init` makes other threads wait for the one that initializes. In the child of a
/// fork that thread may not exist, and the wait never ends. Here only the thread that wins the
/// claim ever writes the cell; all others see it empty until the value is set, and work without
/// the cache. A child that was forked in between does so for its whole life.
#[derive(Debug)]
pub(crate) struct TryOnce<T> {
    claimed: AtomicBool,
    cell: OnceLock<T>,
}

impl<T> TryOnce<T> {
    pub(crate) const fn new() -> Self {
        Self { claimed: AtomicBool::new(false), cell: OnceLock::new() }
    }

    /// Returns the value if it is set.
    #[inline]
    pub(crate) fn get(&self) -> Option<&T> {
        self.cell.get()
    }

    /// Returns the value; `make` is called if this thread is the first to ask. `None` means that
    /// another thread is making it, or was when this process was forked.
    #[inline]
    pub(crate) fn get_or_try_init(&self, make: impl FnOnce() -> T) -> Option<&T> {
        match self.cell.get() {
            Some(value) => Some(value),
            None => self.try_init(make),
        }
    }

    #[cold]
    fn try_init(&self, make: impl FnOnce() -> T) -> Option<&T> {
        if !self.claimed.swap(true, Relaxed) {
            // The claim makes this the only call, so it cannot fail or block.
            let _ = self.cell.set(make());
        }
        self.cell.get()
    }
}

impl<T> Default for TryOnce<T> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    use std::thread;

    use super::TryOnce;

    #[test]
    fn the_first_value_stays() {
        let once = TryOnce::new();
        assert_eq!(once.get(), None);
        assert_eq!(once.get_or_try_init(|| 1), Some(&1));
        assert_eq!(once.get_or_try_init(|| 2), Some(&1));
        assert_eq!(once.get(), Some(&1));
    }

    #[test]
    fn a_second_thread_does_not_wait_for_the_first() {
        let once = TryOnce::new();
        let made = once.get_or_try_init(|| {
            // As in the child of a fork: the cell is claimed and will not be filled by waiting.
            thread::scope(|scope| {
                let other = scope.spawn(|| once.get_or_try_init(|| 2).copied());
                assert_eq!(other.join().unwrap(), None);
            });
            1
        });
        assert_eq!(made, Some(&1));
    }

    #[test]
    fn a_panic_leaves_the_cell_empty() {
        static ONCE: TryOnce<u8> = TryOnce::new();
        assert!(catch_unwind(|| ONCE.get_or_try_init(|| panic!("scripted"))).is_err());
        assert_eq!(ONCE.get_or_try_init(|| 1), None);
    }

    #[test]
    fn only_one_thread_makes_the_value() {
        let (once, made) = (TryOnce::new(), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| once.get_or_try_init(|| made.fetch_add(1, Relaxed)));
            }
        });
        assert_eq!((made.into_inner(), once.get()), (1, Some(&0)));
    }
}

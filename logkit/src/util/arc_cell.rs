//! A shared value that threads replace as a whole, without a lock: where a look at it is not a part of
//! every line.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::util::sync::{ArcSwapOption, Guard};

/// An [`ArcSwapOption`] whose type of value is erased.
///
/// `arc_swap` is compiled for each type of value: 2 kB of code, and as much work for the compiler as
/// fifty functions. Here it is compiled once; the price is one more pointer to follow.
pub(crate) struct ArcCell<T> {
    value: ArcSwapOption<Erased>,
    of: PhantomData<fn() -> T>,
}

/// Contains an `Arc<T>`.
type Erased = Box<dyn Any + Send + Sync>;

impl<T> ArcCell<T> {
    pub(crate) const fn empty() -> Self {
        Self { value: ArcSwapOption::const_empty(), of: PhantomData }
    }
}

impl<T: Send + Sync + 'static> ArcCell<T> {
    /// Runs `question` on the value while it cannot be dropped; a replaced one is dropped afterwards.
    pub(crate) fn with<R>(&self, question: impl FnOnce(Option<&T>) -> R) -> R {
        question(content(guard(&self.value).as_ref()).map(Arc::as_ref))
    }

    /// Returns the value.
    pub(crate) fn load(&self) -> Option<Arc<T>> {
        content(guard(&self.value).as_ref()).cloned()
    }

    /// Sets the value and returns the one before.
    pub(crate) fn swap(&self, value: Arc<T>) -> Option<Arc<T>> {
        content(swap(&self.value, erased(value)).as_ref()).cloned()
    }

    /// Sets the value if it is still the one that was loaded `before`. Returns `false` if it is not.
    pub(crate) fn replace(&self, before: Option<&Arc<T>>, value: Arc<T>) -> bool {
        let is_before = |current: Option<&Arc<Erased>>| {
            content::<T>(current).map(Arc::as_ptr) == before.map(Arc::as_ptr)
        };
        replace_if(&self.value, &is_before, erased(value))
    }
}

fn erased<T: Send + Sync + 'static>(value: Arc<T>) -> Arc<Erased> {
    Arc::new(Box::new(value))
}

fn content<T: Send + Sync + 'static>(erased: Option<&Arc<Erased>>) -> Option<&Arc<T>> {
    erased?.downcast_ref()
}

// Compiled once; the methods above are compiled for each type of value.

#[inline(never)]
fn guard(value: &ArcSwapOption<Erased>) -> Guard<Option<Arc<Erased>>> {
    value.load()
}

#[inline(never)]
fn swap(value: &ArcSwapOption<Erased>, new: Arc<Erased>) -> Option<Arc<Erased>> {
    value.swap(Some(new))
}

#[inline(never)]
fn replace_if(
    value: &ArcSwapOption<Erased>,
    is_before: &dyn Fn(Option<&Arc<Erased>>) -> bool,
    new: Arc<Erased>,
) -> bool {
    let current = value.load();
    if !is_before(current.as_ref()) {
        return false;
    }
    let found = value.compare_and_swap(&current, Some(new));
    found.as_ref().map(Arc::as_ptr) == current.as_ref().map(Arc::as_ptr)
}

impl<T> Default for ArcCell<T> {
    fn default() -> Self {
        Self::empty()
    }
}

impl<T> fmt::Debug for ArcCell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ArcCell")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::thread;

    use super::ArcCell;

    #[test]
    fn a_value_is_replaced_only_if_it_is_the_one_that_was_loaded() {
        let cell = ArcCell::<u32>::empty();
        assert_eq!(cell.load(), None);
        assert!(cell.replace(None, Arc::new(1)));
        let one = cell.load();
        assert!(!cell.replace(None, Arc::new(2)));
        assert!(!cell.replace(Some(&Arc::new(1)), Arc::new(2)));
        assert!(cell.replace(one.as_ref(), Arc::new(2)));
        assert!(cell.with(|value| value == Some(&2)));
        assert_eq!((cell.swap(Arc::new(3)), cell.load()), (Some(Arc::new(2)), Some(Arc::new(3))));
    }

    #[test]
    fn no_change_gets_lost_and_no_value_is_kept() {
        let cell = ArcCell::<u32>::empty();
        let add = || loop {
            let before = cell.load();
            let sum = before.as_deref().map_or(0, |sum| *sum) + 1;
            if cell.replace(before.as_ref(), Arc::new(sum)) {
                break;
            }
        };
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..500).for_each(|_| add()));
            }
        });
        let last = cell.load();
        assert_eq!(last.as_deref(), Some(&2_000));
        drop(cell);
        assert_eq!(last.map(|last| Arc::strong_count(&last)), Some(1));
    }
}

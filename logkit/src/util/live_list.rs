//! A list of values that others own, each of which drops out with its last owner.

use std::sync::{Arc, Weak};

use crate::util::fork_mutex::ForkMutex;

/// The values of a kind that are in use in the process, to reach all of them: at its end, for example.
///
/// The child of a fork has its parent's values in it, or none if a thread of the parent was adding one.
pub(crate) struct LiveList<T>(ForkMutex<Vec<Weak<T>>>);

impl<T> LiveList<T> {
    pub(crate) const fn new() -> Self {
        Self(ForkMutex::new())
    }

    /// Adds a value until its last owner drops it.
    pub(crate) fn add(&self, value: &Arc<T>) {
        self.0.with(|list| {
            list.retain(|other| other.strong_count() > 0);
            list.push(Arc::downgrade(value));
        });
    }

    /// The values, in the order in which they were added. The caller may be the last owner: a
    /// destructor runs outside the lock.
    pub(crate) fn all(&self) -> Vec<Arc<T>> {
        self.0.with(|list| list.iter().filter_map(Weak::upgrade).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::LiveList;

    #[test]
    fn a_value_is_listed_as_long_as_it_has_an_owner() {
        let list = LiveList::new();
        let [first, second] = [1, 2].map(Arc::new);
        list.add(&first);
        list.add(&second);
        assert_eq!(list.all(), [Arc::clone(&first), Arc::clone(&second)]);
        drop(first);
        assert_eq!(list.all(), [second]);
        assert_eq!(list.all(), []);
        list.add(&Arc::new(3));
        assert_eq!(list.0.with(|list| list.len()), 1);
    }

    /// Uses the list when it is dropped, as a value's owner may.
    struct Lists(Arc<LiveList<Self>>);

    impl Drop for Lists {
        fn drop(&mut self) {
            assert_eq!(self.0.all().len(), 0);
        }
    }

    #[test]
    fn a_destructor_runs_outside_the_lock() {
        let list = Arc::new(LiveList::new());
        let value = Arc::new(Lists(Arc::clone(&list)));
        list.add(&value);
        let all = list.all();
        drop(value);
        drop(all);
        assert_eq!(list.all().len(), 0);
    }
}

//! A table of values that are made once and never freed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use crate::util::arc_cell::ArcCell;

const BUCKETS: usize = 256;

/// Interned values by a hash of their key: only ever added to, read and changed without a lock.
///
/// A bucket is a list whose head is replaced by compare-and-swap, so that a thread that stops
/// half-way (a fork copies no other threads) leaves nothing for others to wait for.
pub(crate) struct Interner<T: 'static> {
    buckets: [ArcCell<Node<T>>; BUCKETS],
    /// The number of values that [`find_or_add`](Self::find_or_add) has added.
    added: AtomicUsize,
}

struct Node<T: 'static> {
    value: &'static T,
    next: Option<Arc<Self>>,
}

impl<T: Sync> Interner<T> {
    /// An empty table. All its bytes are zero, so that a static takes no room in the program's file.
    pub(crate) const fn new() -> Self {
        Self { buckets: [const { ArcCell::empty() }; BUCKETS], added: AtomicUsize::new(0) }
    }

    /// Returns the value in the hash's bucket that `is` recognizes.
    #[cfg(feature = "layer")]
    pub(crate) fn find(&self, hash: usize, is: &dyn Fn(&T) -> bool) -> Option<&'static T> {
        self.bucket(hash).with(|head| find(head, is))
    }

    fn bucket(&self, hash: usize) -> &ArcCell<Node<T>> {
        let [first, ..] = &self.buckets;
        self.buckets.get(hash % BUCKETS).unwrap_or(first)
    }

    /// Returns the value in the hash's bucket that `is` recognizes; else adds the one that `make`
    /// leaks.
    ///
    /// If two threads add the same value at the same time, one of the two is leaked unused.
    pub(crate) fn find_or_add(
        &self,
        hash: usize,
        is: &dyn Fn(&T) -> bool,
        make: &dyn Fn() -> &'static T,
    ) -> Option<&'static T> {
        self.find_or_add_within(usize::MAX, hash, is, make)
    }

    /// Like [`find_or_add`](Self::find_or_add); returns `None` if the value is not there and the table
    /// has as many as `limit`.
    pub(crate) fn find_or_add_within(
        &self,
        limit: usize,
        hash: usize,
        is: &dyn Fn(&T) -> bool,
        make: &dyn Fn() -> &'static T,
    ) -> Option<&'static T> {
        let bucket = self.bucket(hash);
        if let Some(known) = bucket.with(|head| find(head, is)) {
            return Some(known);
        }
        let add = |added: usize| (added < limit).then_some(added + 1);
        self.added.fetch_update(Relaxed, Relaxed, add).ok()?;
        let value = make();
        loop {
            let head = bucket.load();
            // Another thread may have been faster.
            if let Some(known) = find(head.as_deref(), is) {
                return Some(known);
            }
            let node = Arc::new(Node { value, next: head.clone() });
            if bucket.replace(head.as_ref(), node) {
                return Some(value);
            }
        }
    }
}

fn find<T>(head: Option<&Node<T>>, is: &dyn Fn(&T) -> bool) -> Option<&'static T> {
    let mut next = head;
    while let Some(node) = next {
        if is(node.value) {
            return Some(node.value);
        }
        next = node.next.as_deref();
    }
    None
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::Interner;

    fn leak(value: usize) -> &'static usize {
        Box::leak(Box::new(value))
    }

    #[test]
    fn a_value_is_made_once_even_if_hashes_collide() {
        let interner = Interner::<usize>::new();
        let intern = |value| interner.find_or_add(7, &|other| *other == value, &|| leak(value));
        let (one, two) = (intern(1).unwrap(), intern(2).unwrap());
        assert_eq!((*one, *two), (1, 2));
        assert!(std::ptr::eq(one, intern(1).unwrap()) && std::ptr::eq(two, intern(2).unwrap()));
    }

    #[test]
    fn a_full_table_finds_but_does_not_grow() {
        let interner = Interner::<usize>::new();
        let intern = |value| {
            let is = |other: &usize| *other == value;
            interner.find_or_add_within(1, value, &is, &|| leak(value))
        };
        assert_eq!(intern(1), Some(&1));
        assert_eq!(intern(2), None);
        assert_eq!(intern(1), Some(&1));
    }

    #[test]
    fn threads_agree_on_one_value() {
        let interner = Interner::<usize>::new();
        let address = |value| {
            let same = |other: &usize| *other == value;
            std::ptr::from_ref(interner.find_or_add(value % 3, &same, &|| leak(value)).unwrap())
                .addr()
        };
        let all = || (0..50).map(address).collect::<Vec<_>>();
        let seen = thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(all)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        assert!(seen.iter().all(|addresses| *addresses == all()));
    }
}

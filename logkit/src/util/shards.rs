//! A value in parts, each behind a lock of its own, so that threads seldom wait for each other.

use crate::util::fork_mutex::ForkMutex;

/// The number of parts.
const PARTS: usize = 16;

/// The parts of a value, found by numbers such as the ids of spans.
///
/// In the child of a fork, a part that another thread was changing at that moment starts from its default.
pub(crate) struct Shards<T>([ForkMutex<T>; PARTS]);

impl<T> Shards<T> {
    pub(crate) const fn new() -> Self {
        Self([const { ForkMutex::new() }; PARTS])
    }

    /// The part that a number belongs to.
    pub(crate) fn of(&self, number: u64) -> &ForkMutex<T> {
        let Self(parts) = self;
        let [first, ..] = parts;
        let index = usize::try_from(number).unwrap_or_default() % PARTS;
        parts.get(index).unwrap_or(first)
    }
}

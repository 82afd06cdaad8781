//! State that the child of a fork starts without.

use std::mem;

use crate::util::fork_mutex::ForkMutex;
use crate::util::process_id::process_id;

/// A lock over a value that belongs to the process that made it. The child of a fork starts from the
/// default and leaks the parent's value: its destructors could close connections that the parent
/// still uses.
///
/// As with [`ForkMutex`], no user code may run under the lock.
pub(crate) struct PerProcess<T>(ForkMutex<Owned<T>>);

#[derive(Default)]
struct Owned<T> {
    /// The process that made the value; 0 before the first use.
    process: u32,
    value: T,
}

impl<T: Default> PerProcess<T> {
    pub(crate) const fn new() -> Self {
        Self(ForkMutex::new())
    }

    /// Runs `work` on this process's value.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let process = process_id();
        self.0.with_as(process, |owned| {
            if owned.process != process {
                let fresh = Owned { process, value: T::default() };
                let parents = mem::replace(owned, fresh);
                if parents.process != 0 {
                    mem::forget(parents);
                }
            }
            work(&mut owned.value)
        })
    }
}

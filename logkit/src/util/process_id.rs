//! The id of this process, by which locks and caches recognize the child of a fork.
//!
//! Each line asks for it, and the system call takes 200 ns, as long as the rest of a line. So the id is
//! cached, and a fork updates the cache.

#[cfg(unix)]
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// The cached id in the lower half, 0 before the first call; above it the number of threads that
/// fork now, in units of `FORKING`.
///
/// While a thread forks, the cache is not used: other handlers of forks may log in the child before
/// the one that updates the cache.
#[cfg(unix)]
static CACHE: AtomicU64 = AtomicU64::new(0);

/// One forking thread, in a unit that leaves the cache out of the range of ids even where it is the only
/// part, and one is subtracted.
#[cfg(unix)]
const FORKING: u64 = 1 << 33;

/// The id of this process, which differs in the child of a fork. Where nothing forks it is
/// constant: `std::process::id` panics on some of those targets.
#[inline]
pub(crate) fn process_id() -> u32 {
    #[cfg(unix)]
    {
        let cache = CACHE.load(Relaxed);
        // One comparison for the unknown id and for threads that fork; every line makes it.
        match u32::try_from(cache.wrapping_sub(1)) {
            Ok(before) => before.wrapping_add(1),
            Err(_) => look_up(),
        }
    }
    #[cfg(not(unix))]
    1
}

/// Asks the system. The first call installs the handlers that keep the cache right; two threads may
/// both do so, which does no harm.
#[cfg(unix)]
#[cold]
fn look_up() -> u32 {
    extern "C" fn before_fork() {
        CACHE.fetch_add(FORKING, Relaxed);
    }
    extern "C" fn in_parent() {
        let mut cache = CACHE.load(Relaxed);
        // Nothing to subtract if the handlers were installed after the fork began.
        while let Some(rest) = cache.checked_sub(FORKING) {
            match CACHE.compare_exchange(cache, rest, Relaxed, Relaxed) {
                Ok(_) => break,
                Err(newer) => cache = newer,
            }
        }
    }
    extern "C" fn in_child() {
        CACHE.store(std::process::id().into(), Relaxed);
    }

    let id = std::process::id();
    let is_first = CACHE.load(Relaxed) == 0;
    // If the system has no memory for the handlers, the next call tries again.
    if is_first && crate::util::process_hooks::at_fork(before_fork, in_parent, in_child) {
        CACHE.fetch_or(id.into(), Relaxed);
    }
    id
}

#[cfg(all(test, unix))]
mod tests {
    use super::{CACHE, FORKING, Relaxed, process_id};

    #[test]
    fn the_id_is_that_of_the_process_also_while_a_thread_forks() {
        let id = std::process::id();
        assert_eq!(process_id(), id);
        CACHE.fetch_add(FORKING, Relaxed);
        assert_eq!(process_id(), id);
        CACHE.fetch_sub(FORKING, Relaxed);
        assert_eq!(process_id(), id);
    }
}

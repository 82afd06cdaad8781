//! The queues of the process, for its end.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Weak};

use crate::handler::queue::core::Core;
use crate::util::catch_panic::catch_panic;
use crate::util::fork_mutex::ForkMutex;
use crate::util::process_hooks;
use crate::util::process_id::process_id;

/// The queues that were used. Those of a parent process are there, too.
static QUEUES: ForkMutex<Vec<Weak<Core>>> = ForkMutex::new();

/// Remembers a queue.
pub(in crate::handler) fn register(core: &Arc<Core>) {
    QUEUES.with(|queues| {
        queues.retain(|queue| queue.strong_count() > 0);
        queues.push(Arc::downgrade(core));
    });
}

/// Makes the process close its queues at its end.
pub(in crate::handler) fn install() {
    static INSTALLED: AtomicBool = AtomicBool::new(false);
    process_hooks::install(close_all, &INSTALLED);
}

/// Closes every queue of this process: when it ends.
pub(in crate::handler) extern "C" fn close_all() {
    // A panic in `atexit` would abort the process.
    let _ = catch_panic(|| {
        let process = process_id();
        let queues: Vec<Arc<Core>> =
            QUEUES.with(|queues| queues.iter().filter_map(Weak::upgrade).collect());
        let queues = queues.iter().filter(|queue| queue.is_of(process));
        queues.clone().for_each(|queue| queue.begin_to_close());
        queues.for_each(|queue| queue.close());
    });
}

//! The queues of the process, for its end.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::handler::queue::core::Core;
use crate::util::catch_panic::catch_panic;
use crate::util::live_list::LiveList;
use crate::util::process_hooks;
use crate::util::process_id::process_id;

/// The queues that were used, those of a parent process included.
static QUEUES: LiveList<Core> = LiveList::new();

/// Remembers a queue.
pub(in crate::handler) fn register(core: &Arc<Core>) {
    QUEUES.add(core);
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
        let queues = QUEUES.all();
        let queues = queues.iter().filter(|queue| queue.is_of(process));
        queues.clone().for_each(|queue| queue.begin_to_close());
        queues.for_each(|queue| queue.close());
    });
}

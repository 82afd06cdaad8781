//! The root that `init` installed, and what follows from a change of its levels.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::registry::call_after_filters_changed;
use crate::root::Root;
use crate::util::arc_cell::ArcCell;
use crate::util::catch_panic::catch_panic;
use crate::util::diagnostics;
use crate::util::process_id::process_id;

/// The root of the process's subscriber, if that is logkit's.
static ROOT: ArcCell<Root> = ArcCell::empty();

/// The process that installed it.
static INSTALLED_BY: AtomicU32 = AtomicU32::new(0);

/// The time that a child of a fork waits for the thread that asks its call sites.
const PATIENCE: Duration = Duration::from_millis(200);

/// Returns whether logkit is the process's subscriber.
pub(crate) fn is_installed() -> bool {
    ROOT.with(|root| root.is_some())
}

/// Makes the root that of the process.
pub(crate) fn install(root: Arc<Root>) {
    INSTALLED_BY.store(process_id(), Relaxed);
    let _ = ROOT.swap(root);
    call_after_filters_changed(refresh);
    refresh();
}

/// Runs `work` on the root of the process, if logkit is its subscriber.
#[cfg(feature = "log")]
pub(crate) fn with_root<R>(work: impl FnOnce(&Root) -> R) -> Option<R> {
    ROOT.with(|root| root.map(work))
}

/// Lets every call site of the process be asked again, after a change of the levels in force. Must be
/// called without a lock, because it runs code of all subscribers.
fn refresh() {
    #[cfg(feature = "log")]
    crate::log_crate::refresh_max_level();
    if INSTALLED_BY.load(Relaxed) == process_id() {
        ask_call_sites();
    } else if let Err(error) = ask_call_sites_of_a_child() {
        diagnostics::report(format_args!(
            "third parties' call sites keep their levels: {}",
            diagnostics::Reason(&error)
        ));
    }
}

fn ask_call_sites() {
    let _ = catch_panic(::tracing::callsite::rebuild_interest_cache);
}

/// Lets a thread do it in the child of a fork: `tracing` may wait for a lock that a thread of the
/// parent held.
fn ask_call_sites_of_a_child() -> std::io::Result<()> {
    let (done, is_done) = mpsc::channel();
    let ask = move || {
        ask_call_sites();
        let _ = done.send(());
    };
    thread::Builder::new().name("logkit-levels".to_owned()).spawn(ask)?;
    // After that time the change is still made, unless the lock is held for ever.
    let _ = is_done.recv_timeout(PATIENCE);
    Ok(())
}

//! The end of the process: resources are closed, then handlers are flushed and queues closed.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use crate::level::Level;
use crate::registry::dispatch::flush_all;
use crate::resource::drive::{Ended, close_within_limit};
use crate::resource::live::{self, AsyncRuntime, LiveResource};
use crate::resource::per_process::PerProcess;
use crate::resource::{contained, notes};
use crate::util::catch_panic::catch_panic;
use crate::util::process_id::process_id;
use crate::util::{clock, process_hooks, reentry};

/// The time that a concurrent caller waits for the handlers.
const HANDLERS_LIMIT: Duration = Duration::from_secs(10);
/// The time that a concurrent caller waits beyond a resource's limit.
const GRACE: Duration = Duration::from_secs(1);
/// The time between two looks of a concurrent caller.
const LOOK: Duration = Duration::from_millis(2);

static PROGRESS: PerProcess<Progress> = PerProcess::new();

#[derive(Clone, Copy, Default)]
enum Progress {
    #[default]
    NotBegun,
    /// Other callers wait until then; `None` is for ever.
    Running(Option<Instant>),
    Done,
}

/// Ends what logkit keeps open: closes every open [`Resource`](crate::Resource) and
/// [`SyncResource`](crate::SyncResource) in the reverse of the order in which they were opened, then
/// removes the sockets of the door for operators, flushes all handlers and writes what queues hold.
/// Requires the feature `resource`.
///
/// ```
/// use std::sync::Arc;
///
/// use logkit::SyncResource;
///
/// static CACHE: SyncResource<Vec<u8>> = SyncResource::new("cache", || Ok(Vec::new()));
///
/// let _cache: Arc<Vec<u8>> = CACHE.get()?;
/// logkit::shutdown();
/// assert!(CACHE.get().is_err());
/// # Ok::<(), logkit::ResourceError>(())
/// ```
///
/// It happens once, by the first caller: this function, a [`ShutdownGuard`], or the end of the process, where
/// it runs by itself when `main` returns or panics and in `process::exit`, if a resource was ever
/// requested. A caller that comes second waits for the first. Resources that are requested later are
/// refused with [`ResourceErrorKind::ShutDown`](crate::ResourceErrorKind::ShutDown). Logging still
/// works; queued handlers then write in the log call.
///
/// Every resource has a [limit](crate::Resource::with_limit), after which it is left as it is. Errors,
/// panics and passed limits are logged at ERROR to the resource's logger, or else to the logger
/// `logkit`.
///
/// Closing functions run on other threads than the caller's, so this may be called inside a runtime. With
/// the feature `tokio` they run in the runtime in which the resource was opened.
///
/// The child of a fork closes what it has opened itself, not its parent's resources.
pub fn shutdown() {
    // A closing function that waits for its own end would only be cut at its limit.
    if contained::is_closing() {
        return;
    }
    install();
    #[cfg(feature = "tokio")]
    crate::resource::on_tokio::blocking(run);
    #[cfg(not(feature = "tokio"))]
    run();
}

/// Returns a guard that calls [`shutdown`] when it is dropped. Requires the feature `resource`.
///
/// ```
/// let _logkit = logkit::shutdown_guard();
/// // The rest of `main`.
/// ```
///
/// Without a guard the same happens after `main`, when destructors of thread-locals have run and the
/// runtime of `#[tokio::main]` is gone.
pub fn shutdown_guard() -> ShutdownGuard {
    install();
    ShutdownGuard { process: process_id() }
}

/// Calls [`shutdown`] when it is dropped; returned by [`shutdown_guard`]. Requires the feature
/// `resource`.
///
/// In the child of a fork, the guard of the parent does nothing.
#[derive(Debug)]
#[must_use = "logkit shuts down when this is dropped; bind it to a name such as `_guard`, because `let _ =` \
              drops it at once"]
pub struct ShutdownGuard {
    process: u32,
}

impl Drop for ShutdownGuard {
    fn drop(&mut self) {
        if self.process == process_id() {
            shutdown();
        }
    }
}

/// The process that has resources or a guard; 0 before the first.
static USED_BY: AtomicU32 = AtomicU32::new(0);

/// Makes the process shut down at its end.
pub(crate) fn install() {
    static INSTALLED: AtomicBool = AtomicBool::new(false);
    process_hooks::install(at_exit, &INSTALLED);
    USED_BY.store(process_id(), Relaxed);
}

extern "C" fn at_exit() {
    // A panic in `atexit` would abort the process.
    let _ = catch_panic(|| {
        // Also in a closing function that ends the process: the others are still to be closed. That one
        // is cut at its limit.
        if USED_BY.load(Relaxed) == process_id() {
            run();
        }
    });
}

fn run() {
    let before = PROGRESS.with(|progress| {
        let before = *progress;
        if matches!(before, Progress::NotBegun) {
            *progress = running(HANDLERS_LIMIT);
        }
        before
    });
    match before {
        Progress::Done => {}
        Progress::Running(_) => wait(),
        Progress::NotBegun => {
            live::begin_to_end();
            while let Some((live, runtime)) = live::take_newest() {
                PROGRESS.with(|progress| {
                    *progress = running(live.resource.limit().saturating_add(GRACE));
                });
                // Nothing in it panics but user code that was not foreseen to run.
                let _ = catch_panic(|| close(live, runtime));
            }
            PROGRESS.with(|progress| *progress = running(HANDLERS_LIMIT));
            let _ = catch_panic(end_handlers);
            PROGRESS.with(|progress| *progress = Progress::Done);
        }
    }
}

fn running(limit: Duration) -> Progress {
    Progress::Running(clock::deadline(limit))
}

/// Waits for the thread that shuts down.
fn wait() {
    loop {
        match PROGRESS.with(|progress| *progress) {
            Progress::Running(until) if !clock::left_until(until).is_zero() => thread::sleep(LOOK),
            _ => return,
        }
    }
}

fn close(live: LiveResource, runtime: AsyncRuntime) {
    let resource = live.resource;
    let log = |message: &str, error: Option<&crate::ResourceError>| {
        let error = error.map(|error| error as _);
        notes::log(resource.logger(), Level::Error, message, Some(resource.name()), error);
    };
    match close_within_limit(live, runtime) {
        Ended::Closed => {}
        // A panic was logged where it was caught.
        Ended::Failed(error) if error.kind() == crate::ResourceErrorKind::ClosePanicked => {}
        Ended::Failed(error) => log("not closed", Some(&error)),
        Ended::TimedOut => {
            log(&format!("not closed within {:?}", resource.limit()), None);
        }
    }
}

fn end_handlers() {
    #[cfg(all(unix, feature = "control"))]
    crate::control::close_sockets();
    // A handler that ends the process may hold its own lock.
    if !reentry::in_handler() {
        flush_all();
    }
    #[cfg(feature = "queue")]
    crate::handler::close_queues();
}

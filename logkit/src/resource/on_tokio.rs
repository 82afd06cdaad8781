//! Closing functions on the tokio runtime in which their resource was opened, or on one of their own
//! if that runtime is gone or does not run.

use std::future::Future;
use std::pin::pin;
use std::sync::mpsc;
use std::task::Poll;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Handle, RuntimeFlavor, worker_index};

use crate::resource::drive::block_on;
use crate::resource::error::ResourceError;
use crate::resource::live::LiveResource;
use crate::util::catch_panic::catch_panic;

/// The time within which a runtime must start a task to be considered running.
const START: Duration = Duration::from_millis(200);

/// Closes the resource on this thread, which is not the runtime's, so that a function that blocks does
/// not block the runtime. `None` after `limit`.
pub(super) fn close(
    live: LiveResource,
    runtime: &Handle,
    limit: Duration,
) -> Option<Result<(), ResourceError>> {
    let begun = Instant::now();
    if is_running(runtime, START.min(limit)) {
        return runtime.block_on(within(live.resource.close_boxed(), limit));
    }
    close_on_new_runtime(live, limit.saturating_sub(begun.elapsed()))
}

/// Returns whether the runtime runs a task within `limit`. One whose only thread waits for this one does
/// not, nor does one that is gone.
fn is_running(runtime: &Handle, limit: Duration) -> bool {
    let (sender, receiver) = mpsc::sync_channel(1);
    // A runtime that is gone drops the task and, with it, the sender.
    runtime.spawn(async move { sender.send(()) });
    receiver.recv_timeout(limit).is_ok()
}

fn close_on_new_runtime(live: LiveResource, limit: Duration) -> Option<Result<(), ResourceError>> {
    let Ok(runtime) = Builder::new_current_thread().enable_all().build() else {
        return block_on(live.resource.close_boxed(), limit);
    };
    let closed = runtime.block_on(within(live.resource.close_boxed(), limit));
    runtime.shutdown_background();
    closed
}

/// Polls until `limit` has passed. The feature `time` of tokio, which the program may not use, is not
/// needed: another thread wakes the task.
async fn within<F: Future>(future: F, limit: Duration) -> Option<F::Output> {
    let mut future = pin!(future);
    let deadline = Instant::now().checked_add(limit);
    let mut alarm = None;
    std::future::poll_fn(move |context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return Poll::Ready(None);
        }
        let waker = context.waker().clone();
        alarm.get_or_insert_with(|| {
            let alarm = move || {
                std::thread::sleep(limit);
                waker.wake();
            };
            std::thread::Builder::new().name("logkit-alarm".into()).spawn(alarm).is_ok()
        });
        Poll::Pending
    })
    .await
}

/// Runs code that blocks. On a thread of a multi-threaded runtime, another thread takes over that
/// thread's tasks, which the code may wait for.
pub(crate) fn blocking(work: impl FnOnce()) {
    // Other threads have no tasks to hand over, and within a `LocalSet` on one of them `block_in_place`
    // panics.
    let is_worker = worker_index().is_some()
        && Handle::try_current()
            .is_ok_and(|runtime| runtime.runtime_flavor() == RuntimeFlavor::MultiThread);
    let mut work = Some(work);
    if is_worker {
        // Panics, before it calls the closure, if a single-threaded runtime runs and has entered another.
        let _ = catch_panic(|| tokio::task::block_in_place(|| work.take().map(|work| work())));
    }
    if let Some(work) = work {
        work();
    }
}

//! Closing functions on the tokio runtime in which their resource was opened, or on one of their own
//! if that runtime is gone or does not run.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::AcqRel};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::task::Poll;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Handle, RuntimeFlavor};

use crate::resource::drive::block_on;
use crate::resource::error::ResourceError;
use crate::resource::live::LiveResource;
use crate::util::catch_panic::catch_panic;

/// The time within which a runtime must start a task to be considered running.
const START: Duration = Duration::from_millis(200);

/// Closes the resource on a thread that is not the runtime's; `None` after `limit`.
pub(super) fn close(
    live: LiveResource,
    runtime: &Handle,
    limit: Duration,
) -> Option<Result<(), ResourceError>> {
    let deadline = Instant::now().checked_add(limit)?;
    let left = || deadline.saturating_duration_since(Instant::now());
    let (sender, receiver) = mpsc::sync_channel(1);
    let claim = Arc::new(AtomicBool::new(false));
    let task_claim = Arc::clone(&claim);
    // A runtime that is gone drops the task and, with it, the sender.
    let task = runtime.spawn(async move {
        if !task_claim.swap(true, AcqRel) {
            let _ = sender.send(live.resource.close_boxed().await);
        }
    });
    match receiver.recv_timeout(START.min(limit)) {
        Ok(closed) => return Some(closed),
        Err(RecvTimeoutError::Disconnected) => {}
        Err(RecvTimeoutError::Timeout) if claim.swap(true, AcqRel) => {
            match receiver.recv_timeout(left()) {
                Ok(closed) => return Some(closed),
                // Dropped half-way, with the runtime: the resource counts as closed by now.
                Err(RecvTimeoutError::Disconnected) => {}
                Err(RecvTimeoutError::Timeout) => {
                    task.abort();
                    return None;
                }
            }
        }
        // Its only thread may wait for this one.
        Err(RecvTimeoutError::Timeout) => {}
    }
    close_on_new_runtime(live, left())
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
    let is_worker = Handle::try_current()
        .is_ok_and(|runtime| runtime.runtime_flavor() == RuntimeFlavor::MultiThread);
    let mut work = Some(work);
    if is_worker {
        // Panics within a `LocalSet`, before it calls the closure.
        let _ = catch_panic(|| tokio::task::block_in_place(|| work.take().map(|work| work())));
    }
    if let Some(work) = work {
        work();
    }
}

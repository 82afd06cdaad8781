//! The threads on which closing functions run at the end of the process, each with its limit.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use crate::resource::error::ResourceError;
use crate::resource::live::{AsyncRuntime, LiveResource};
use crate::util::catch_panic::catch_panic;
use crate::util::clock;

/// The result of closing a resource at the end of the process.
pub(crate) enum Ended {
    Closed,
    Failed(ResourceError),
    /// The limit has passed. A future was dropped; a thread that is blocked is left behind.
    TimedOut,
}

/// The time by which the thread that waits is more patient than the one that closes.
const GRACE: Duration = Duration::from_millis(100);

/// Closes a resource within its limit, on a thread of its own: a function that blocks for ever must
/// not stop the others, and a runtime's thread must not be blocked by its own tasks.
pub(crate) fn close_within_limit(live: LiveResource, runtime: AsyncRuntime) -> Ended {
    let limit = live.resource.limit();
    let (sender, receiver) = mpsc::sync_channel(1);
    let close = move || {
        let ended = catch_panic(|| close_here(live, &runtime, limit));
        // The receiver is gone if the limit has passed.
        let _ = sender.send(ended.unwrap_or(Ended::Closed));
    };
    let spawned = thread::Builder::new().name("logkit-close".into()).spawn(close);
    if spawned.is_err() {
        // Without a thread, only functions that await can be cut.
        return block_on(live.resource.close_boxed(), limit).map_or(Ended::TimedOut, ended);
    }
    match receiver.recv_timeout(limit.saturating_add(GRACE)) {
        Ok(ended) => ended,
        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => Ended::TimedOut,
    }
}

fn ended(result: Result<(), ResourceError>) -> Ended {
    match result {
        Ok(()) => Ended::Closed,
        Err(error) => Ended::Failed(error),
    }
}

#[cfg_attr(not(feature = "tokio"), expect(unused_variables, reason = "no runtime is known"))]
fn close_here(live: LiveResource, runtime: &AsyncRuntime, limit: Duration) -> Ended {
    #[cfg(feature = "tokio")]
    if let Some(runtime) = &runtime.tokio {
        return super::on_tokio::close(live, runtime, limit).map_or(Ended::TimedOut, ended);
    }
    block_on(live.resource.close_boxed(), limit).map_or(Ended::TimedOut, ended)
}

/// Runs a future to its end on this thread; `None` if it takes longer than `limit`.
pub(super) fn block_on<F: Future>(future: F, limit: Duration) -> Option<F::Output> {
    let mut future = pin!(future);
    run_until(future.as_mut(), clock::deadline(limit))
}

fn run_until<F: Future>(mut future: Pin<&mut F>, deadline: Option<Instant>) -> Option<F::Output> {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return Some(output);
        }
        let left = clock::left_until(deadline);
        if left.is_zero() {
            return None;
        }
        thread::park_timeout(left);
    }
}

/// Runs a future to its end on this thread, however long it takes.
pub(super) fn block_on_forever<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        // Without a deadline it returns at the end only.
        if let Some(output) = run_until(future.as_mut(), None) {
            return output;
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

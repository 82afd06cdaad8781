//! User code that opens or closes a resource: its panics are caught, and it is known on the thread
//! that runs it.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::util::catch_panic::{Panicked, catch_panic};

/// The depth to which resources that open each other are recognized.
const DEPTH: usize = 16;

/// A resource one of whose functions runs.
#[derive(Clone, Copy)]
pub(super) struct Running {
    pub(super) address: usize,
    pub(super) name: &'static str,
}

thread_local! {
    // No destructors, so that they can be used in `atexit`.
    /// The resources whose functions run on this thread, the outermost first.
    static RUNNING: [Cell<Option<Running>>; DEPTH] = const { [const { Cell::new(None) }; DEPTH] };
    static RUNNING_COUNT: Cell<usize> = const { Cell::new(0) };
    /// The number of closing functions among them.
    static CLOSING: Cell<usize> = const { Cell::new(0) };
}

/// The function of a resource that runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ResourceCall {
    Opening,
    Closing,
}

/// Restores the outer state when it is dropped.
struct RunningScope(ResourceCall);

impl RunningScope {
    fn enter(resource: Running, call: ResourceCall) -> Self {
        let count = RUNNING_COUNT.get();
        RUNNING.with(|running| {
            if let Some(cell) = running.get(count) {
                cell.set(Some(resource));
            }
        });
        RUNNING_COUNT.set(count + 1);
        if call == ResourceCall::Closing {
            CLOSING.set(CLOSING.get() + 1);
        }
        Self(call)
    }
}

impl Drop for RunningScope {
    fn drop(&mut self) {
        RUNNING_COUNT.set(RUNNING_COUNT.get().saturating_sub(1));
        if self.0 == ResourceCall::Closing {
            CLOSING.set(CLOSING.get().saturating_sub(1));
        }
    }
}

/// The resources whose functions run on this thread, the outermost first.
pub(super) fn running() -> Vec<Running> {
    let count = RUNNING_COUNT.get();
    RUNNING.with(|running| running.iter().take(count).filter_map(Cell::get).collect())
}

/// Returns `true` inside a function that closes any resource.
pub(crate) fn is_closing() -> bool {
    CLOSING.get() > 0
}

/// Runs the future that `start` returns. A panic of either is caught.
pub(super) async fn contain<T>(
    resource: Running,
    call: ResourceCall,
    start: impl FnOnce() -> Pin<Box<dyn Future<Output = T> + Send>>,
) -> Result<T, Panicked> {
    let started = {
        let _scope = RunningScope::enter(resource, call);
        catch_panic(start)
    };
    Contained { resource, call, future: Some(started?) }.await
}

struct Contained<T> {
    resource: Running,
    call: ResourceCall,
    /// `None` after the end.
    future: Option<Pin<Box<dyn Future<Output = T> + Send>>>,
}

impl<T> Future for Contained<T> {
    type Output = Result<T, Panicked>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let _scope = RunningScope::enter(self.resource, self.call);
        let future = &mut self.future;
        // Polled after its end, which an executor does not do, it never ends again.
        let Some(running) = future.as_mut() else { return Poll::Pending };
        match catch_panic(|| running.as_mut().poll(context)) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(output)) => {
                let _ = catch_panic(|| *future = None);
                Poll::Ready(Ok(output))
            }
            Err(panicked) => {
                // Its destructors may panic, too.
                let _ = catch_panic(|| *future = None);
                Poll::Ready(Err(panicked))
            }
        }
    }
}

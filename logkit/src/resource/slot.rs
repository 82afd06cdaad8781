//! The place of a resource's value: closed, busy or open, and the tasks that wait while it is busy.

use std::collections::BTreeMap;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::thread::{self, Thread};

use crate::resource::error::ResourceError;
use crate::resource::per_process::PerProcess;
use crate::util::catch_panic::catch_panic;

/// The value of a resource in this process, and who waits for it.
pub(super) struct Slot<T>(PerProcess<State<T>>);

struct State<T> {
    phase: Phase<T>,
    /// The number of the last attempt to open.
    attempt: u64,
    /// The attempt that failed last, and why; `None` after a success.
    failure: Option<(u64, ResourceError)>,
    wakers: BTreeMap<u64, Waker>,
    next_waker: u64,
    /// The number of turns that are over.
    turns: u64,
    /// The time of the present turn is watched.
    is_watched: bool,
    /// The thread that watches it.
    watcher: Option<Thread>,
}

enum Phase<T> {
    Closed,
    /// A task opens or closes it.
    Busy,
    Open(Arc<T>),
}

impl<T> Default for State<T> {
    fn default() -> Self {
        Self {
            phase: Phase::Closed,
            attempt: 0,
            failure: None,
            wakers: BTreeMap::new(),
            next_waker: 0,
            turns: 0,
            is_watched: false,
            watcher: None,
        }
    }
}

/// The answer to a task that asks for the value.
pub(super) enum Request<'a, T> {
    Open(Arc<T>),
    /// The attempt that the task waited for has failed.
    Failed(ResourceError),
    /// Another task opens or closes the resource, after this attempt to open.
    Busy(u64),
    /// This task must open the resource.
    Mine(Turn<'a, T>),
}

/// The answer to a task that closes the resource.
pub(super) enum Closing<'a, T> {
    Closed,
    Busy,
    Mine(Arc<T>, Turn<'a, T>),
}

impl<T> Slot<T> {
    pub(super) const fn new() -> Self {
        Self(PerProcess::new())
    }

    /// Asks for the value. `waited_for` is the attempt to open that the task has waited for.
    pub(super) fn request(&self, waited_for: Option<u64>) -> Request<'_, T> {
        self.0.with(|state| match (&state.phase, &state.failure) {
            (Phase::Open(value), _) => Request::Open(Arc::clone(value)),
            (Phase::Busy, _) => Request::Busy(state.attempt),
            (Phase::Closed, Some((failed, error)))
                if waited_for.is_some_and(|waited| *failed >= waited) =>
            {
                Request::Failed(error.clone())
            }
            (Phase::Closed, _) => {
                state.phase = Phase::Busy;
                state.attempt += 1;
                Request::Mine(Turn { slot: self, is_over: false })
            }
        })
    }

    /// Takes the value out, to close it.
    pub(super) fn take(&self) -> Closing<'_, T> {
        self.0.with(|state| match mem::replace(&mut state.phase, Phase::Busy) {
            Phase::Busy => Closing::Busy,
            Phase::Open(value) => Closing::Mine(value, Turn { slot: self, is_over: false }),
            Phase::Closed => {
                state.phase = Phase::Closed;
                Closing::Closed
            }
        })
    }

    /// Returns the value if it is open.
    pub(super) fn peek(&self) -> Option<Arc<T>> {
        self.0.with(|state| match &state.phase {
            Phase::Open(value) => Some(Arc::clone(value)),
            Phase::Closed | Phase::Busy => None,
        })
    }

    /// Waits until no task opens or closes the resource.
    pub(super) fn settled(&self) -> Settled<'_, T> {
        Settled { slot: self, number: None }
    }

    /// Begins to watch the time of the present turn. Returns its number; `None` if the resource is not
    /// busy, or if it is watched already.
    pub(super) fn begin_watch(&self) -> Option<u64> {
        self.0.with(|state| {
            let begins = matches!(state.phase, Phase::Busy) && !state.is_watched;
            state.is_watched |= begins;
            begins.then_some(state.turns)
        })
    }

    /// Returns whether a turn lasts. Its end wakes this thread.
    pub(super) fn is_watched_by_this_thread(&self, turn: u64) -> bool {
        let thread = thread::current();
        self.0.with(|state| {
            let lasts = state.turns == turn;
            if lasts {
                state.watcher = Some(thread);
            }
            lasts
        })
    }

    fn end(&self, phase: Phase<T>, failure: Option<ResourceError>) {
        let (wakers, watcher, _before) = self.0.with(|state| {
            state.phase = phase;
            let failure = failure.map(|error| (state.attempt, error));
            state.turns += 1;
            state.is_watched = false;
            // The destructor of an error is the user's code, so it runs outside the lock.
            let before = mem::replace(&mut state.failure, failure);
            (mem::take(&mut state.wakers), state.watcher.take(), before)
        });
        if let Some(watcher) = watcher {
            watcher.unpark();
        }
        // Wakers are the executors' code, so they are called outside the lock. After a panic of one the
        // others still have to be called.
        for waker in wakers.into_values() {
            let _ = catch_panic(|| waker.wake());
        }
    }
}

/// The right of one task to open or close the resource. If it is dropped, because the task was
/// cancelled, the resource is closed and the next task has its turn.
pub(super) struct Turn<'a, T> {
    slot: &'a Slot<T>,
    is_over: bool,
}

impl<T> Turn<'_, T> {
    pub(super) fn opened(mut self, value: Arc<T>) {
        self.is_over = true;
        self.slot.end(Phase::Open(value), None);
    }

    pub(super) fn failed(mut self, error: ResourceError) {
        self.is_over = true;
        self.slot.end(Phase::Closed, Some(error));
    }
}

impl<T> Drop for Turn<'_, T> {
    fn drop(&mut self) {
        if !self.is_over {
            self.slot.end(Phase::Closed, None);
        }
    }
}

/// A future that ends when no task opens or closes the resource.
pub(super) struct Settled<'a, T> {
    slot: &'a Slot<T>,
    /// The number of this task's waker.
    number: Option<u64>,
}

impl<T> Future for Settled<'_, T> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        // Cloning and dropping a waker is the executor's code as well.
        let waker = context.waker().clone();
        let known = self.number;
        let slot = self.slot;
        let (number, _before) = slot.0.with(|state| {
            if !matches!(state.phase, Phase::Busy) {
                return (None, known.and_then(|number| state.wakers.remove(&number)));
            }
            let number = known.unwrap_or_else(|| {
                state.next_waker += 1;
                state.next_waker
            });
            (Some(number), state.wakers.insert(number, waker))
        });
        self.number = number;
        if number.is_some() { Poll::Pending } else { Poll::Ready(()) }
    }
}

impl<T> Drop for Settled<'_, T> {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            let _waker = self.slot.0.with(|state| state.wakers.remove(&number));
        }
    }
}

//! Checks for the host's subscriber: whether there is one, and whether it listens.

use ::tracing::Dispatch;
use ::tracing::dispatcher::{get_default, has_been_set};
use ::tracing::subscriber::NoSubscriber;

#[cfg(not(feature = "layer"))]
use crate::record::Record;

/// Returns whether the process has ever had a subscriber.
#[inline]
pub(crate) fn has_host() -> bool {
    has_been_set()
}

/// Returns whether a subscriber is installed that this thread's events reach.
pub(crate) fn host_listens() -> bool {
    get_default(listens)
}

/// Returns whether the process has a subscriber, even if this thread has one of its own, or either of
/// them discards everything.
#[cfg(feature = "layer")]
pub(crate) fn process_has_subscriber() -> bool {
    let is_set = || get_default(|dispatch| !is_initial(dispatch));
    // A new thread has only that of the process.
    let of_process = || std::thread::Builder::new().spawn(is_set)?.join().or(Ok(false));
    has_been_set() && of_process().unwrap_or_else(|_: std::io::Error| is_set())
}

/// Returns whether `dispatch` is the one from before any was set.
#[cfg(feature = "layer")]
fn is_initial(dispatch: &Dispatch) -> bool {
    let discards =
        |dispatch: &Dispatch| dispatch.downcast_ref().map(std::ptr::from_ref::<NoSubscriber>);
    discards(dispatch).is_some_and(|found| discards(&Dispatch::none()) == Some(found))
}

/// Returns whether a subscriber is installed behind `dispatch`.
pub(super) fn listens(dispatch: &Dispatch) -> bool {
    !dispatch.is::<NoSubscriber>()
}

/// Calls `then` with the record, and with whether the host listens. Without the feature `layer`,
/// the host's spans are not looked up.
#[cfg(not(feature = "layer"))]
pub(crate) fn with_host<R>(record: &Record<'_>, then: impl FnOnce(&Record<'_>, bool) -> R) -> R {
    then(record, host_listens())
}

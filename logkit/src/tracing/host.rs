//! The host's subscriber, as a record's dispatch asks it whether it listens.

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

/// Returns whether a subscriber is installed behind `dispatch`.
pub(super) fn listens(dispatch: &Dispatch) -> bool {
    !dispatch.is::<NoSubscriber>()
}

/// Gives `then` the record, and whether the host listens. The host's spans are known to the feature
/// `layer` only.
#[cfg(not(feature = "layer"))]
pub(crate) fn with_host<R>(record: &Record<'_>, then: impl FnOnce(&Record<'_>, bool) -> R) -> R {
    then(record, host_listens())
}

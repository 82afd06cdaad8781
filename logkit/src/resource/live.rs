//! The open resources of the process, in the order in which they were opened.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use crate::logger::Logger;
use crate::resource::error::ResourceError;
use crate::resource::per_process::PerProcess;

/// A resource of any type.
pub(crate) trait Closable: Sync {
    fn name(&self) -> &'static str;
    fn logger(&self) -> Option<&'static Logger>;
    /// The longest time that closing may take at the end of the process.
    fn limit(&self) -> Duration;
    /// Closes the resource if it is open.
    fn close_boxed(
        &'static self,
    ) -> Pin<Box<dyn Future<Output = Result<(), ResourceError>> + Send>>;
}

/// An open resource.
#[derive(Clone, Copy)]
pub(crate) struct LiveResource {
    pub(crate) address: usize,
    pub(crate) resource: &'static dyn Closable,
}

#[derive(Default)]
struct Live {
    is_ending: bool,
    /// In the order in which they were opened.
    open: Vec<OpenResource>,
}

struct OpenResource {
    live: LiveResource,
    runtime: AsyncRuntime,
}

/// The runtime in which a resource was opened, if there was one and the feature `tokio` is on.
pub(crate) struct AsyncRuntime {
    #[cfg(feature = "tokio")]
    pub(super) tokio: Option<tokio::runtime::Handle>,
}

impl AsyncRuntime {
    fn current() -> Self {
        Self {
            #[cfg(feature = "tokio")]
            tokio: tokio::runtime::Handle::try_current().ok(),
        }
    }
}

static LIVE: PerProcess<Live> = PerProcess::new();

/// Adds a resource that has been opened. Returns `false` if the process is ending, which no
/// longer closes it.
pub(super) fn add(live: LiveResource) -> bool {
    let runtime = AsyncRuntime::current();
    LIVE.with(|state| {
        if !state.is_ending {
            state.open.push(OpenResource { live, runtime });
        }
        !state.is_ending
    })
}

/// Removes a resource that has been closed.
pub(super) fn remove(address: usize) {
    let _removed = LIVE.with(|state| {
        let at = state.open.iter().rposition(|open| open.live.address == address)?;
        Some(state.open.remove(at))
    });
}

/// Returns `true` if the process is ending.
pub(super) fn is_ending() -> bool {
    LIVE.with(|state| state.is_ending)
}

/// Refuses to open resources from now on.
pub(crate) fn begin_to_end() {
    LIVE.with(|state| state.is_ending = true);
}

/// Takes the resource that was opened last.
pub(crate) fn take_newest() -> Option<(LiveResource, AsyncRuntime)> {
    let newest = LIVE.with(|state| state.open.pop())?;
    Some((newest.live, newest.runtime))
}

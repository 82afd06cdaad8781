//! The twin of `Resource` for programs without tasks: threads wait for each other.

use std::fmt;
use std::future::ready;
use std::sync::Arc;
use std::time::Duration;

use crate::logger::Logger;
use crate::resource::core::{self, Functions, ResourceCore, ResourceFuture};
use crate::resource::drive::block_on_forever;
use crate::resource::error::ResourceError;

type SyncResult<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// A value that is opened on the first request and shared by all threads, like a
/// [`Resource`](crate::Resource) with functions that block. Requires the feature `resource`.
///
/// ```
/// use std::fs::File;
/// use std::sync::Arc;
///
/// use logkit::SyncResource;
///
/// static DATA: SyncResource<File> = SyncResource::new("data", || Ok(File::open("/dev/null")?))
///     .on_close(|file| Ok(file.sync_all()?));
///
/// # if cfg!(unix) {
/// let data: Arc<File> = DATA.get()?;
/// # }
/// # Ok::<(), logkit::ResourceError>(())
/// ```
///
/// In asynchronous code, a thread that waits for another one to open the value blocks its runtime.
pub struct SyncResource<T: Send + Sync + 'static> {
    core: ResourceCore<T>,
    open: fn() -> SyncResult<T>,
    close: Option<fn(Arc<T>) -> SyncResult<()>>,
}

impl<T: Send + Sync + 'static> SyncResource<T> {
    /// A resource that `open` opens. The name is for log lines and errors.
    pub const fn new(name: &'static str, open: fn() -> SyncResult<T>) -> Self {
        Self { core: ResourceCore::new(name), open, close: None }
    }

    /// Calls `close` with the value when the resource is closed. Without such a function the value is
    /// only dropped, when its last user drops it.
    #[must_use]
    pub const fn on_close(mut self, close: fn(Arc<T>) -> SyncResult<()>) -> Self {
        self.close = Some(close);
        self
    }

    /// Sets the logger of the lines about this resource. Without one, only the errors of
    /// [`shutdown`](crate::shutdown()), panics and long waits are logged, to the logger `logkit`.
    #[must_use]
    pub const fn with_logger(mut self, logger: &'static Logger) -> Self {
        self.core.logger = Some(logger);
        self
    }

    /// Sets how long closing may take at the end of the process; 5 seconds if it is not set. If requests
    /// have waited as long for another one's opening or closing, a WARNING reports it once; they go on
    /// waiting.
    #[must_use]
    pub const fn with_limit(mut self, limit: Duration) -> Self {
        self.core.limit = limit;
        self
    }

    /// The name.
    pub const fn name(&self) -> &'static str {
        self.core.name
    }

    /// Returns the value. If the resource is closed it is opened first, once for all threads that wait.
    ///
    /// # Errors
    ///
    /// The same as those of [`Resource::get`](crate::Resource::get).
    pub fn get(&'static self) -> Result<Arc<T>, ResourceError> {
        block_on_forever(core::get(self))
    }

    /// Returns the value if the resource is open.
    pub fn get_if_open(&'static self) -> Option<Arc<T>> {
        self.core.peek()
    }

    /// Closes the resource if it is open; the next request opens it again. The closing function gets the
    /// value while others may still use it: nothing waits for them.
    ///
    /// # Errors
    ///
    /// The closing function failed or panicked. The resource is closed all the same.
    pub fn close(&'static self) -> Result<(), ResourceError> {
        block_on_forever(core::close(self))
    }
}

impl<T: Send + Sync + 'static> Functions for SyncResource<T> {
    type Value = T;

    fn core(&self) -> &ResourceCore<T> {
        &self.core
    }

    fn open(&self) -> ResourceFuture<T> {
        Box::pin(ready((self.open)()))
    }

    fn close(&self, value: Arc<T>) -> Option<ResourceFuture<()>> {
        let closed = self.close.map(|close| close(value))?;
        Some(Box::pin(ready(closed)))
    }
}

impl<T: Send + Sync + 'static> fmt::Debug for SyncResource<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SyncResource").field("name", &self.core.name).finish_non_exhaustive()
    }
}

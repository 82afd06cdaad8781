//! Resources that are opened once, on the first request, and closed when the process ends.
//!
//! | file | question |
//! |---|---|
//! | `core` | how a request becomes a value, and how a value is closed |
//! | `slot` | who opens, who waits, what a cancelled task leaves behind |
//! | `waits` | which resources wait for each other |
//! | `slow` | which requests wait too long |
//! | `live` | what is open, in which order |
//! | `contained` | what a panic of the user's functions does |
//! | `drive`, `on_tokio` | where closing functions run at the end, and how a limit cuts them |
//! | `per_process` | what the child of a fork sees |
//! | `notes` | which lines are logged |

pub(crate) mod contained;
mod core;
pub(crate) mod drive;
pub(crate) mod error;
pub(crate) mod live;
pub(crate) mod notes;
#[cfg(feature = "tokio")]
pub(crate) mod on_tokio;
pub(crate) mod per_process;
mod slot;
mod slow;
mod synchronous;
mod waits;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use self::core::{Functions, ResourceCore};
use self::error::ResourceError;
use crate::logger::Logger;

pub use self::core::ResourceFuture;
pub use self::synchronous::SyncResource;

/// A value that is opened on the first request and shared by all tasks: a client, a pool, a connection.
/// Requires the feature `resource`.
///
/// ```
/// use std::sync::Arc;
/// use std::time::Duration;
///
/// use logkit::{Logger, Resource, ResourceError, module_logger};
/// # struct Client;
/// # impl Client {
/// #     async fn connect() -> Result<Self, std::io::Error> { Ok(Self) }
/// #     async fn goodbye(&self) -> Result<(), std::io::Error> { Ok(()) }
/// # }
///
/// #[module_logger("shop.client")]
/// static LOGGER: Logger;
///
/// static CLIENT: Resource<Client> =
///     Resource::new("client", || Box::pin(async { Ok(Client::connect().await?) }))
///         .on_close(|client| Box::pin(async move { Ok(client.goodbye().await?) }))
///         .with_limit(Duration::from_secs(2))
///         .with_logger(&LOGGER);
///
/// async fn order() -> Result<(), ResourceError> {
///     let client: Arc<Client> = CLIENT.get().await?;
///     // ..
///     # drop(client);
///     Ok(())
/// }
/// # assert!(std::pin::pin!(order())
/// #     .poll(&mut std::task::Context::from_waker(std::task::Waker::noop()))
/// #     .is_ready());
/// # use std::future::Future as _;
/// ```
///
/// With a logger, opening and closing are logged at DEBUG:
///
/// ```text
/// 2026-11-22 07:31:00,123 - shop.client - DEBUG - opened resource=client
/// ```
///
/// It is closed by [`close`](Self::close), and at the end of the process by
/// [`shutdown`](crate::shutdown()).
///
/// It works in every runtime and without one: the first task that requests the value runs the opening
/// function, the others wait. If that task is cancelled, one of the others starts again. Resources whose
/// functions request each other in a circle get an
/// [error](crate::ResourceErrorKind::Recursive) instead of a wait without end, whichever tasks open them;
/// a task that such a function spawns and waits for is not recognized as a part of it. Requests that wait
/// for longer than the [limit](Self::with_limit) are reported by a WARNING.
///
/// The child of a fork opens a value of its own; it neither uses nor drops the parent's.
pub struct Resource<T: Send + Sync + 'static> {
    core: ResourceCore<T>,
    open: fn() -> ResourceFuture<T>,
    close: Option<fn(Arc<T>) -> ResourceFuture<()>>,
}

impl<T: Send + Sync + 'static> Resource<T> {
    /// A resource that `open` opens. The name is for log lines and errors.
    pub const fn new(name: &'static str, open: fn() -> ResourceFuture<T>) -> Self {
        Self { core: ResourceCore::new(name), open, close: None }
    }

    /// Calls `close` with the value when the resource is closed. Without such a function the value is
    /// only dropped, when its last user drops it.
    #[must_use]
    pub const fn on_close(mut self, close: fn(Arc<T>) -> ResourceFuture<()>) -> Self {
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

    /// Returns the value. If the resource is closed it is opened first, once for all tasks that wait.
    ///
    /// # Errors
    ///
    /// The opening function failed or panicked: all tasks that waited for it get the error, and the next
    /// request tries again. The process is shutting down, or the request comes from the resource's own
    /// functions, directly or through other resources.
    pub async fn get(&'static self) -> Result<Arc<T>, ResourceError> {
        core::get(self).await
    }

    /// Returns the value if the resource is open.
    pub fn get_if_open(&'static self) -> Option<Arc<T>> {
        self.core.peek()
    }

    /// Closes the resource if it is open; the next request opens it again. The closing function gets the
    /// value while others may still use it: nothing waits for them.
    ///
    /// There is no limit of time. If the returned future is dropped, the closing function is
    /// interrupted, and the resource counts as closed.
    ///
    /// # Errors
    ///
    /// The closing function failed or panicked. The resource is closed all the same.
    pub async fn close(&'static self) -> Result<(), ResourceError> {
        core::close(self).await
    }
}

impl<T: Send + Sync + 'static> Functions for Resource<T> {
    type Value = T;

    fn core(&self) -> &ResourceCore<T> {
        &self.core
    }

    fn open(&self) -> ResourceFuture<T> {
        (self.open)()
    }

    fn close(&self, value: Arc<T>) -> Option<ResourceFuture<()>> {
        self.close.map(|close| close(value))
    }
}

impl<T: Send + Sync + 'static> fmt::Debug for Resource<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resource").field("name", &self.core.name).finish_non_exhaustive()
    }
}

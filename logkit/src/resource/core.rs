//! The way from a request to an open value, and from an open value to a closed one.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::level::Level;
use crate::logger::Logger;
use crate::resource::contained::{ResourceCall, Running, contain};
use crate::resource::error::{ResourceError, ResourceErrorKind};
use crate::resource::live::{self, Closable, LiveResource};
use crate::resource::notes;
use crate::resource::slot::{Closing, Request, Slot, Turn};
use crate::resource::slow;
use crate::resource::waits;
use crate::shutdown;

/// The future that the functions of a [`Resource`](crate::Resource) return. Requires the feature `resource`.
pub type ResourceFuture<T> =
    Pin<Box<dyn Future<Output = Result<T, Box<dyn std::error::Error + Send + Sync>>> + Send>>;

/// The settings of a resource, and its value.
pub(super) struct ResourceCore<T> {
    pub(super) name: &'static str,
    pub(super) logger: Option<&'static Logger>,
    pub(super) limit: Duration,
    pub(super) slot: Slot<T>,
}

/// The part in which `Resource` and `SyncResource` differ.
pub(super) trait Functions: Sync {
    type Value: Send + Sync + 'static;

    fn core(&self) -> &ResourceCore<Self::Value>;
    fn open(&self) -> ResourceFuture<Self::Value>;
    /// `None` if there is nothing to do but drop the value.
    fn close(&self, value: Arc<Self::Value>) -> Option<ResourceFuture<()>>;
}

impl<F: Functions> Closable for F {
    fn name(&self) -> &'static str {
        self.core().name
    }

    fn logger(&self) -> Option<&'static Logger> {
        self.core().logger
    }

    fn limit(&self) -> Duration {
        self.core().limit
    }

    fn close_boxed(
        &'static self,
    ) -> Pin<Box<dyn Future<Output = Result<(), ResourceError>> + Send>> {
        Box::pin(close(self))
    }
}

/// The limit of a resource that sets none.
const DEFAULT_LIMIT: Duration = Duration::from_secs(5);

impl<T> ResourceCore<T> {
    pub(super) const fn new(name: &'static str) -> Self {
        Self { name, logger: None, limit: DEFAULT_LIMIT, slot: Slot::new() }
    }

    fn address(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    fn running(&self) -> Running {
        Running { address: self.address(), name: self.name }
    }

    /// Waits until no task opens or closes the resource.
    ///
    /// # Errors
    ///
    /// The resource waits for this task.
    async fn settled(&'static self) -> Result<(), ResourceError>
    where
        T: Send + Sync,
    {
        let waiting = waits::begin(self.running())
            .map_err(|through| self.error(ResourceErrorKind::Recursive).through(through))?;
        slow::watch(&self.slot, self.limit, |message| self.log(Level::Warning, message, None));
        self.slot.settled().await;
        drop(waiting);
        Ok(())
    }

    fn error(&self, kind: ResourceErrorKind) -> ResourceError {
        ResourceError::new(self.name, kind)
    }

    /// Returns the value if the resource is open.
    pub(super) fn peek(&self) -> Option<Arc<T>> {
        shutdown::install();
        self.slot.peek()
    }

    pub(super) fn log(&self, level: Level, message: &str, error: Option<&ResourceError>) {
        let error = error.map(|error| error as _);
        notes::log(self.logger, level, message, Some(self.name), error);
    }
}

/// Returns the value, and opens the resource first if it is closed.
pub(super) async fn get<F: Functions>(
    functions: &'static F,
) -> Result<Arc<F::Value>, ResourceError> {
    let core = functions.core();
    shutdown::install();
    let mut waited_for = None;
    loop {
        match core.slot.request(waited_for) {
            Request::Open(value) => return Ok(value),
            Request::Failed(error) => return Err(error),
            Request::Mine(turn) => return open(functions, turn).await,
            Request::Busy(attempt) => {
                waited_for.get_or_insert(attempt);
                core.settled().await?;
            }
        }
    }
}

async fn open<F: Functions>(
    functions: &'static F,
    turn: Turn<'_, F::Value>,
) -> Result<Arc<F::Value>, ResourceError> {
    let core = functions.core();
    let address = core.address();
    if live::is_ending() {
        let error = core.error(ResourceErrorKind::ShutDown);
        turn.failed(error.clone());
        return Err(error);
    }
    let opened = contain(core.running(), ResourceCall::Opening, || functions.open()).await;
    let error = match opened {
        Ok(Ok(value)) => {
            let value = Arc::new(value);
            if live::add(LiveResource { address, resource: functions }) {
                turn.opened(Arc::clone(&value));
                core.log(Level::Debug, "opened", None);
                return Ok(value);
            }
            // The process began to end in the meantime, and does not know the value.
            if let Err(error) = close_value(functions, value).await {
                core.log(Level::Error, "not closed", Some(&error));
            }
            core.error(ResourceErrorKind::ShutDown)
        }
        Ok(Err(error)) => core.error(ResourceErrorKind::OpenFailed).with_source(error),
        Err(_) => core.error(ResourceErrorKind::OpenPanicked),
    };
    turn.failed(error.clone());
    let is_panic = error.kind() == ResourceErrorKind::OpenPanicked;
    let level = if is_panic { Level::Error } else { Level::Debug };
    core.log(level, "not opened", Some(&error));
    Err(error)
}

/// Closes the resource if it is open, and waits while another task opens or closes it.
pub(super) async fn close(functions: &'static impl Functions) -> Result<(), ResourceError> {
    let core = functions.core();
    shutdown::install();
    loop {
        match core.slot.take() {
            Closing::Closed => return Ok(()),
            Closing::Busy => core.settled().await?,
            Closing::Mine(value, turn) => {
                let removal = Removal(core.address());
                let closed = close_value(functions, value).await;
                drop(removal);
                drop(turn);
                match &closed {
                    Ok(()) => core.log(Level::Debug, "closed", None),
                    Err(error) if error.kind() == ResourceErrorKind::ClosePanicked => {
                        core.log(Level::Error, "not closed", Some(error));
                    }
                    // For the caller to log.
                    Err(_) => {}
                }
                return closed;
            }
        }
    }
}

/// Removes a resource from the list of open ones, also if the task that closes it is cancelled.
struct Removal(usize);

impl Drop for Removal {
    fn drop(&mut self) {
        live::remove(self.0);
    }
}

async fn close_value<F: Functions>(
    functions: &F,
    value: Arc<F::Value>,
) -> Result<(), ResourceError> {
    let core = functions.core();
    let start = || match functions.close(value) {
        Some(closing) => closing,
        None => Box::pin(std::future::ready(Ok(()))),
    };
    match contain(core.running(), ResourceCall::Closing, start).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(core.error(ResourceErrorKind::CloseFailed).with_source(error)),
        Err(_) => Err(core.error(ResourceErrorKind::ClosePanicked)),
    }
}

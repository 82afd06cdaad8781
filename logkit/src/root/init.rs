//! `logkit::init()`: logkit as the subscriber of a process that has none.

use std::error::Error;
use std::fmt;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::{AcqRel, Release};

use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry::Registry;

use crate::root::global;
use crate::tracing::{RootLayer, host_listens, layer, process_has_subscriber};
use crate::util::diagnostics;
use crate::util::process_id::process_id;

/// Installs logkit as the `tracing` subscriber of the process, and, with the feature `log`, as the
/// logger of the `log` crate.
///
/// ```
/// use logkit::{Level, Logger, info, module_logger};
///
/// #[module_logger("payments")]
/// static LOGGER: Logger;
///
/// fn main() {
///     let _logkit = logkit::init();
///     logkit::silence(["h2"], Level::Error);
///
///     let _span = tracing::info_span!("request", id = 7).entered();
///     info!(cents = 1_999, "charging");
///     tracing::warn!(target: "hyper::client", "retrying");
/// }
/// ```
/// ```text
/// 2026-11-28 07:31:00,123 - payments - INFO - charging cents=1999 span=request{id=7}
/// 2026-11-28 07:31:00,124 - hyper::client - WARNING - retrying span=request{id=7}
/// ```
///
/// * **Third parties.** Events of `tracing` and records of `log` go to stderr from WARNING on, in the
///   standard format; the target is the name. [`silence`](crate::silence) sets levels of targets.
///   For other handlers or another level of the root, use
///   [`logkit::layer().with_handler(..).init()`](RootLayer::init).
/// * **Modules with a logger.** Statements of `tracing` and `log` in a logger's module, those that
///   `#[instrument(err)]` makes included, are records of that logger: see
///   [Claims](RootLayer#claims).
/// * **Spans** work as with any subscriber, and records list those around them. Third parties' spans
///   are kept at the levels at which any logger logs, unless a rule covers their target.
/// * **Cost.** `tracing` caches at each call site whether anything wants it: a disabled one costs what
///   it costs behind `tracing_subscriber`'s `Targets`. A change of the lowest level in force, by
///   `set_level` or an override, asks every call site of the process again.
///
/// Call it in `main`, and keep the guard to its end. **Not in a library:** the subscriber belongs to
/// the program, and a library's loggers work without it. If the process has a subscriber or a `log`
/// logger already, nothing is installed, and a line on stderr reports it: [`try_init`] returns an
/// error instead.
///
/// Requires the feature `layer`.
pub fn init() -> InitGuard {
    layer().init()
}

/// Installs logkit as [`init`] does, or returns an error.
///
/// ```
/// use logkit::InitError;
///
/// let _logkit = logkit::try_init()?;
/// assert_eq!(logkit::try_init().unwrap_err(), InitError::AlreadyInitialized);
/// # Ok::<(), InitError>(())
/// ```
///
/// # Errors
///
/// logkit is installed already, or the process has another subscriber or `log` logger. Nothing is
/// changed then.
pub fn try_init() -> Result<InitGuard, InitError> {
    layer().try_init()
}

impl RootLayer {
    /// Installs this layer as the only one, as [`logkit::init`](init) does with a plain one.
    ///
    /// ```
    /// use logkit::Level;
    /// use logkit::handler::Memory;
    ///
    /// let memory = Memory::new();
    /// let _logkit = logkit::layer().with_handler(memory.clone()).with_level(Level::Info).init();
    /// tracing::info!(target: "hyper", "connected");
    /// assert!(memory.lines()[0].ends_with("hyper - INFO - connected"));
    /// ```
    pub fn init(self) -> InitGuard {
        self.try_init().unwrap_or_else(|error| {
            diagnostics::report(format_args!("logkit::init() had no effect: {error}"));
            InitGuard { is_installed: false }
        })
    }

    /// Installs this layer as the only one, as [`logkit::try_init`](try_init) does with a plain one.
    ///
    /// # Errors
    ///
    /// As for [`try_init`].
    pub fn try_init(self) -> Result<InitGuard, InitError> {
        let claim = Claim::take().filter(|_| !global::is_installed());
        let _claim = claim.ok_or(InitError::AlreadyInitialized)?;
        if host_listens() || process_has_subscriber() {
            return Err(InitError::SubscriberSet);
        }
        // First, because `tracing` does not take a subscriber back.
        #[cfg(feature = "log")]
        crate::log_crate::install().map_err(|_| InitError::LoggerSet)?;
        let layer = self.into_global();
        let root = layer.root().clone();
        let subscriber = Registry::default().with(layer);
        // Another thread may have installed one meanwhile.
        ::tracing::subscriber::set_global_default(subscriber)
            .map_err(|_| InitError::SubscriberSet)?;
        global::install(root);
        Ok(InitGuard { is_installed: true })
    }
}

/// The process whose thread is installing logkit; 0 if none is. That of a fork's parent installs nothing
/// in the child.
static INSTALLING: AtomicU32 = AtomicU32::new(0);

/// The right of one thread to install logkit, so that of several at once one succeeds and the others learn
/// the reason.
struct Claim;

impl Claim {
    /// `None` if another thread of the process has it.
    fn take() -> Option<Self> {
        let process = process_id();
        (INSTALLING.swap(process, AcqRel) != process).then(|| Self)
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        INSTALLING.store(0, Release);
    }
}

/// Ends the log of the process when it is dropped, at the end of `main`: flushes all handlers, and with
/// the feature `resource` does all that `logkit::shutdown` does. The loggers still work afterwards.
///
/// ```
/// let _logkit = logkit::init();
/// tracing::warn!("the last line");
/// // At the end of `main` the guard is dropped, and the line flushed.
/// ```
///
/// The guard of an [`init`] that had no effect does nothing.
#[must_use = "the log ends when this is dropped; bind it in `main` to a name such as `_logkit`, because \
              `let _ =` drops it at once"]
pub struct InitGuard {
    is_installed: bool,
}

impl Drop for InitGuard {
    fn drop(&mut self) {
        if !self.is_installed {
            return;
        }
        #[cfg(feature = "resource")]
        crate::shutdown::shutdown();
        #[cfg(not(feature = "resource"))]
        crate::registry::dispatch::flush_all();
    }
}

impl fmt::Debug for InitGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InitGuard").finish_non_exhaustive()
    }
}

/// The reason why [`try_init`] installed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InitError {
    /// logkit is installed already.
    AlreadyInitialized,
    /// The process, or this thread, has a subscriber of `tracing`. Add [`layer`](crate::layer()) to
    /// that.
    SubscriberSet,
    /// The `log` crate has a logger. Only with the feature `log`.
    LoggerSet,
}

impl fmt::Display for InitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AlreadyInitialized => "logkit is installed already",
            Self::SubscriberSet => {
                "a `tracing` subscriber is installed already; add `logkit::layer()` to it"
            }
            Self::LoggerSet => {
                "the `log` crate has a logger already; remove its initialization, or use logkit \
                 without the feature `log`"
            }
        })
    }
}

impl Error for InitError {}

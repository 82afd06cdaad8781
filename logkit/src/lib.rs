//! [file_module]: Logger
//! [isolation]: macro@module_logger
//! [own_handler]: handler::Handler
//! [masks]: redact
//! [masking]: redact#what-masking-can-and-cannot-do
#![cfg_attr(feature = "config", doc = "[config_file]: Config")]
#![cfg_attr(not(feature = "config"), doc = "[config_file]: crate#handlers-and-formats")]
#![cfg_attr(feature = "control", doc = "[control]: control")]
#![cfg_attr(not(feature = "control"), doc = "[control]: explain")]
#![cfg_attr(feature = "file", doc = "[rotation]: handler::File")]
#![cfg_attr(not(feature = "file"), doc = "[rotation]: handler")]
#![cfg_attr(feature = "queue", doc = "[queue]: handler::Queued")]
#![cfg_attr(not(feature = "queue"), doc = "[queue]: handler")]
#![cfg_attr(feature = "layer", doc = "[root]: init")]
#![cfg_attr(not(feature = "layer"), doc = "[root]: crate#together-with-tracing-and-log")]
#![cfg_attr(feature = "resource", doc = "[http_client]: Resource")]
#![cfg_attr(not(feature = "resource"), doc = "[http_client]: crate#features")]
#![cfg_attr(feature = "layer", doc = "[third_parties]: layer")]
#![cfg_attr(not(feature = "layer"), doc = "[third_parties]: crate#together-with-tracing-and-log")]
#![cfg_attr(feature = "scrub", doc = "[scrub]: scrub")]
#![cfg_attr(not(feature = "scrub"), doc = "[scrub]: redact")]
#![cfg_attr(feature = "testing", doc = "[never_logged]: testing")]
#![cfg_attr(not(feature = "testing"), doc = "[never_logged]: redact")]
//!
#![cfg_attr(
    // Its examples use these features.
    any(
        not(doctest),
        all(
            feature = "config",
            feature = "layer",
            feature = "resource",
            feature = "testing"
        )
    ),
    doc = include_str!("../README.md")
)]
// Except in `util/process_hooks.rs` and `util/std_descriptor.rs`.
#![deny(unsafe_code)]
// The first definition of a link counts: above, README.md's links to examples lead to the page that
// has such an example.

mod callsite;
#[cfg(feature = "config")]
mod config;
#[cfg(feature = "control")]
mod control;
mod directives;
mod format;
pub mod handler;
mod level;
#[cfg(feature = "log")]
mod log_crate;
mod logger;
mod loggers;
pub mod macros;
#[cfg(not(all(
    feature = "formats",
    feature = "gzip",
    feature = "log",
    feature = "scrub",
    feature = "signals"
)))]
mod missing_features;
mod missing_methods;
#[cfg(feature = "panics")]
mod panics;
mod record;
pub mod redact;
mod registry;
#[cfg(feature = "resource")]
mod resource;
#[cfg(feature = "layer")]
mod root;
#[cfg(feature = "scrub")]
pub mod scrub;
#[cfg(feature = "resource")]
mod shutdown;
pub mod sink;
#[cfg(feature = "testing")]
pub mod testing;
mod tracing;
mod util;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

/// The code in these pages is compiled and run.
#[cfg(all(
    doctest,
    feature = "config",
    feature = "log",
    feature = "panics",
    feature = "resource",
    feature = "signals"
))]
mod pages {
    #[doc = include_str!("../GUIDE.md")]
    mod guide {}
    #[doc = include_str!("../MIGRATION.md")]
    mod migration {}
}

// So that the macros work in logkit's own examples and tests.
#[allow(unused_extern_crates, reason = "expansions name `::logkit`")]
extern crate self as logkit;

/// Declares a logger. On an inline module, it also brings the level macros into scope; in a module
/// that is a file, it goes on a static.
///
/// ```
/// use logkit::{Logger, info, module_logger};
///
/// #[module_logger("billing", level = "debug")]
/// mod billing {
///     pub fn charge(cents: u64) {
///         debug!(cents, "charging");
///     }
/// }
///
/// // At the top of a file.
/// #[module_logger("mail")]
/// pub(crate) static LOGGER: Logger;
///
/// billing::charge(1_999);
/// info!("sent");
/// ```
///
/// Nested inline modules without a logger of their own inherit `LOGGER` and the macros. Statements
/// that would bypass the logger (`tracing::info!(..)`, `use log::*;`) do not compile. Neither does
/// a function with `tracing`'s `#[instrument]`, which records arguments in a span of the host, if a
/// parameter or field is [named like a secret](info!#secrets) and is neither masked nor in
/// `skip(..)`.
///
/// With `strict`, every value that any module logs to the static must be
/// [`LogSafe`](redact::LogSafe); see [`StrictLogger`].
///
/// All arguments are optional: the name, `level`, `propagate`, `strict`, `allow_bypass`, `vis`,
/// `crate`; see the [table](crate#attribute-arguments). Without a name, the logger takes the path
/// of its module, with dots: `my_crate.shop.payments`.
pub use logkit_macros::module_logger;

#[cfg(feature = "config")]
pub use crate::config::{Config, ConfigError, ConfigMistake, ConfigWatch};
#[cfg(all(unix, feature = "control"))]
pub use crate::control::ControlSocket;
#[cfg(feature = "control")]
pub use crate::control::{Control, ControlResponse, control};
#[cfg(feature = "formats")]
pub use crate::format::{
    DateFormat, DateFormatError, JsonOptions, JsonOptionsError, JsonPart, TemplateError,
};
pub use crate::format::{Format, TimeFormat, TimeStyle, TimeZone, TraceContext, UtcOffset};
pub use crate::level::{Level, LevelFilter, ParseLevelError};
#[cfg(feature = "log")]
pub use crate::log_crate::LogBridge;
pub use crate::logger::Logger;
pub use crate::loggers::{explain, logger, logger_tree, loggers};
#[cfg(feature = "panics")]
pub use crate::panics::log_panics;
pub use crate::record::owned_record::OwnedRecord;
pub use crate::record::{Message, Record, Span, ToValue, Value};
#[cfg(feature = "hash")]
pub use crate::redact::hashed;
pub use crate::redact::{Redact, Sensitive, StrictLogger, keep_first, keep_last, masked, unmasked};
pub use crate::registry::disagreement::DeclaredSettings;
pub use crate::registry::dispatch::flush_all;
pub use crate::registry::explain::{Explanation, Finding};
pub use crate::registry::overrides::{LevelOverride, TimedOverride};
pub use crate::registry::reopen::reopen_all;
pub use crate::registry::report::{HandlerInfo, LoggerRow, LoggerTree};
pub use crate::registry::route::{HandlerId, Stats};
#[cfg(feature = "resource")]
pub use crate::resource::error::{ResourceError, ResourceErrorKind};
#[cfg(feature = "resource")]
pub use crate::resource::{Resource, ResourceFuture, SyncResource};
#[cfg(feature = "layer")]
pub use crate::root::init::{InitError, InitGuard, init, try_init};
#[cfg(feature = "layer")]
pub use crate::root::noise::silence;
#[cfg(feature = "resource")]
pub use crate::shutdown::{ShutdownGuard, shutdown, shutdown_guard};
pub use crate::tracing::HostAnswer;
#[cfg(feature = "layer")]
pub use crate::tracing::{RootLayer, layer};

//! [file_module]: Logger
//! [isolation]: macro@module_logger
//! [own_handler]: handler::Handler
//! [masks]: redact
//! [third_parties]: layer
//! [masking]: redact#what-masking-can-and-cannot-do
//! [never_logged]: testing
#![cfg_attr(feature = "scrub", doc = "[scrub]: scrub")]
#![cfg_attr(not(feature = "scrub"), doc = "[scrub]: redact")]
//!
#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
// The first definition of a link counts: above, README.md's links to examples lead to the page that
// shows the like.

mod bridge;
mod buffer;
mod callsite;
mod clock;
mod declaration;
mod diagnostics;
mod escape;
mod format;
pub mod handler;
mod level;
mod logger;
pub mod macros;
mod overrides;
mod overview;
mod panics;
mod record;
pub mod redact;
mod reentry;
mod root;
mod route;
#[cfg(feature = "scrub")]
pub mod scrub;
mod site;
mod span;
mod specialize;
mod std_fd;
mod stored;
mod strict;
pub mod testing;
mod to_value;
mod tree;
mod value;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

// So that the macros work in logkit's own examples and tests.
#[allow(unused_extern_crates, reason = "expansions name `::logkit`")]
extern crate self as logkit;

/// Declares a logger: on an inline module, which then has the level macros in scope, or on a static
/// of a module that is a file.
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
/// Within an inline module, nested inline modules without a logger of their own inherit `LOGGER`
/// and the macros, and statements that would go past the logger (`tracing::info!(..)`, `use log::*;`)
/// do not compile. Neither does a function under `tracing`'s `#[instrument]`, which records every
/// argument in a span of the host's, with a parameter or a field that is [named like a
/// secret](info!#secrets) and neither in `skip(..)` nor masked.
///
/// With `strict` every value of every statement that logs to the static, from whatever module, has to
/// be [`LogSafe`](redact::LogSafe); see [`StrictLogger`].
///
/// Arguments, all of them optional: the name, `level`, `propagate`, `strict`, `allow_bypass`, `vis`,
/// `crate`; the [table](crate#what-the-attribute-takes) says what each means.
pub use logkit_macros::module_logger;

pub use crate::format::Format;
pub use crate::level::{Level, LevelFilter, ParseLevelError};
pub use crate::logger::{Logger, logger, loggers};
pub use crate::overrides::LevelOverride;
pub use crate::overview::tree;
pub use crate::record::{Message, Record};
#[cfg(feature = "hash")]
pub use crate::redact::hashed;
pub use crate::redact::{Redact, Sensitive, keep_first, keep_last, masked, unmasked};
#[cfg(feature = "log")]
pub use crate::root::LogBridge;
pub use crate::root::{RootLayer, layer};
pub use crate::route::Stats;
pub use crate::span::Span;
pub use crate::strict::StrictLogger;
pub use crate::to_value::ToValue;
pub use crate::tree::HandlerId;
pub use crate::value::Value;

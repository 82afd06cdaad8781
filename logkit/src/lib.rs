#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod bridge;
mod buffer;
mod callsite;
mod declaration;
mod diagnostics;
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
mod route;
mod site;
mod specialize;
mod std_fd;
mod to_value;
mod tree;
mod value;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

// So that the macros work in logkit's own examples and tests.
#[allow(unused_extern_crates, reason = "expansions name `::logkit`")]
extern crate self as logkit;

pub use logkit_macros::module_logger;

pub use crate::format::Format;
pub use crate::level::{Level, LevelFilter, ParseLevelError};
pub use crate::logger::{Logger, logger, loggers};
pub use crate::overrides::LevelOverride;
pub use crate::overview::tree;
pub use crate::record::{Message, Record};
pub use crate::redact::{Redact, keep_first, keep_last, masked};
pub use crate::route::Stats;
pub use crate::to_value::ToValue;
pub use crate::tree::HandlerId;
pub use crate::value::Value;

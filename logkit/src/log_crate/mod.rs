//! The bridge to the `log` crate in both directions: its records, with their key-values, for the
//! handlers of a root, and the records of loggers that propagate for a host's `log` logger.

mod from_log;
mod global;
mod level;
pub(crate) mod to_log;

use std::sync::Arc;

use log::{Log, Metadata as LogMetadata};

use crate::root::Root;
use crate::tracing::RootLayer;

pub(crate) use self::global::{install, refresh_max_level};

/// A logger for the `log` crate that shares the handlers of a [`RootLayer`].
///
/// ```
/// use log::Log as _;
/// use logkit::handler::Memory;
///
/// let memory = Memory::new();
/// let layer = logkit::layer().with_handler(memory.clone());
/// let bridge = layer.log_bridge();
/// // log::set_boxed_logger(Box::new(bridge))?; log::set_max_level(log::LevelFilter::Warn);
/// bridge.log(
///     &log::Record::builder()
///         .level(log::Level::Warn)
///         .target("hyper")
///         .args(format_args!("refused"))
///         .key_values(&[("status", "401"), ("api_key", "s3cr3t")])
///         .build(),
/// );
/// assert!(memory.lines()[0].ends_with("hyper - WARNING - refused status=401 api_key=[redacted]"));
/// ```
///
/// Values that are `None` are left out, and records of a logger's module go to that logger: see
/// [Claims](RootLayer#claims). `tracing-log` brings the records of `log` to a [`RootLayer`] as well,
/// but without their key-values. [`init`](crate::init) installs such a bridge by itself.
///
/// A [`Layered`](crate::handler::Layered) handler gets the key-values as fields, under the record's
/// own target. The metadata of a statement for `tracing` is never freed, so there are at most 4,096
/// of them, identified by target, place and keys. For further statements such a handler gets only
/// the message, under the target `log`. Of more than 1,000 key-values it gets the first ones and, as
/// `fields_left_out`, the number of the others.
#[derive(Debug)]
pub struct LogBridge {
    root: Arc<Root>,
}

impl RootLayer {
    /// Returns a logger for the `log` crate with the level, the handlers and the counters of the
    /// layer.
    pub fn log_bridge(&self) -> LogBridge {
        LogBridge { root: Arc::clone(self.root()) }
    }
}

impl Log for LogBridge {
    fn enabled(&self, metadata: &LogMetadata<'_>) -> bool {
        from_log::is_enabled(&self.root, metadata)
    }

    fn log(&self, logged: &log::Record<'_>) {
        from_log::log(&self.root, logged);
    }

    fn flush(&self) {
        self.root.flush();
    }
}

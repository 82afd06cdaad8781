//! A file module with a logger, whose statements go around it.

use logkit::{Logger, info, module_logger};

pub(crate) mod deeper;

#[module_logger("shop.till", level = "debug")]
pub(crate) static LOGGER: Logger;

#[module_logger("shop.audit")]
pub(crate) static AUDIT: Logger;

pub(crate) fn log_at_every_level() {
    tracing::trace!("with tracing");
    tracing::debug!(cents = 1_999, password = "hunter2", "with tracing");
    tracing::error!(target: "elsewhere", "under another target");
    log::trace!("with log");
    log::debug!(cents = 1_999_u64, password = "hunter2"; "with log");
    log::warn!(target: "elsewhere", "under another target");
    info!("with logkit");
}

/// The lines of it that its logger shows.
pub(crate) const SHOWN: [&str; 5] = [
    "shop.till - DEBUG - with tracing cents=1999 password=[redacted]",
    "shop.till - ERROR - under another target",
    "shop.till - DEBUG - with log cents=1999 password=[redacted]",
    "shop.till - WARNING - under another target",
    "shop.till - INFO - with logkit",
];

/// An error and a result of `tracing`'s attribute.
#[cfg(feature = "host")]
#[tracing::instrument(err, ret)]
pub(crate) fn charge(cents: u32, token: &str) -> Result<u32, std::num::TryFromIntError> {
    let _ = token;
    Ok(u8::try_from(cents)?.into())
}

//! Every form that logkit's macros write, under lints that deny everything.

#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications, rust_2018_idioms)]
#![deny(unused_results, unused_lifetimes, single_use_lifetimes, let_underscore_drop)]
#![deny(trivial_casts, trivial_numeric_casts, unit_bindings, missing_debug_implementations)]
#![deny(unused_import_braces, meta_variable_misuse, explicit_outlives_requirements)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::alloc_instead_of_core)]
#![deny(clippy::allow_attributes_without_reason, clippy::absolute_paths)]

use std::error::Error;
use std::fmt::{self, Debug, Display};
use std::future::ready;

use logkit::{critical, debug, enabled, error, event, exception, info, trace, warn};
use logkit::{masked, module_logger, unmasked, Level, Logger};

#[module_logger("strict", level = "debug")]
pub(crate) static LOGGER: Logger;

#[module_logger("strict.audit", propagate)]
static AUDIT: Logger;

/// Logs only values that are safe.
#[module_logger("strict.safe", level = "info", strict)]
pub static SAFE: Logger;

/// Statements of a strict logger.
pub fn safe<E: Error + 'static>(order_id: u64, name: &str, error: &E) {
    info!(logger: SAFE, order_id, name = masked(name), "{order_id} {}", unmasked(name));
    event!(logger: SAFE, Level::Warning, state = "literal", "{:>8}", order_id);
    exception!(logger: SAFE, unmasked(error), order_id, "failed");
}

/// Every statement.
///
/// # Errors
///
/// Always the given error.
pub fn statements<T: Debug, E: Error + 'static>(
    level: Level,
    value: &T,
    error: E,
    text: &str,
) -> Result<(), E> {
    const KEY: &str = "key";
    let (order_id, count) = (7_u64, 3_usize);
    trace!("plain");
    debug!(order_id, count, "{} of {count}", order_id);
    info!(?value, %text, order.id = order_id, "quoted" = text, { KEY } = 1);
    warn!({ order_id, of = ?value }, "{value:?} {text} {0:>8.3} {0:>1$}", 0.5, count);
    error!(name: "named", parent: None, logger: AUDIT, text, option = Some(1), none = None::<u8>);
    critical!("{}", text.len());
    event!(level, order_id, "chosen");
    event!(Level::Warning, message = "fixed");
    if enabled!(level) && enabled!(logger: AUDIT, Level::Debug) {
        info!(sum = order_id + 1, "sum");
    }
    let closure = |x: u8| info!(x);
    closure(1);
    match count {
        0 => info!("none"),
        1 => debug!("one"),
        _ => warn!("some"),
    }
    exception!(error, "failed with {}", text, order_id, count);
    exception!(error);
    Err(error)
}

/// A future that must stay `Send`.
pub async fn asynchronous(text: String) -> usize {
    async fn length(text: &str) -> usize {
        ready(text.len()).await
    }
    info!(first = length(&text).await, second = %length("b").await, "{}", length("c").await);
    exception!(fmt::Error, "{:>1$}", length(&text).await, length("d").await);
    text.len()
}

/// Requires `Send`.
#[must_use]
pub fn is_send() -> impl Send {
    asynchronous(String::new())
}

/// A generic type.
#[derive(Debug)]
pub struct Wrapper<T>(T);

impl<T: Display> Wrapper<T> {
    /// Logs the value.
    pub fn log(&self) -> &Self {
        info!(%self.0, "{}", self.0);
        self
    }
}

#[module_logger]
pub mod inline {
    //! An inline module, with its documentation within.

    /// Logs.
    pub fn log() {
        info!("inline");
        nested::log();
    }

    mod nested {
        pub(super) fn log() {
            super::super::info!("nested");
            warn!("nested");
        }
    }

    mod unused {}

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn logs() {
            log();
        }
    }
}

#[module_logger("strict.public", vis = pub, propagate)]
pub mod public {
    //! The logger is public.
}

#[module_logger("strict.empty")]
mod empty {}

#[module_logger("strict.safe_inline", strict, vis = pub)]
pub mod safe_inline {
    //! A strict logger.

    /// Logs.
    pub fn log(order_id: u64) {
        info!(?order_id);
        nested::log();
    }

    mod nested {
        pub(super) fn log() {
            warn!("{:.1}", 0.25);
        }
    }
}

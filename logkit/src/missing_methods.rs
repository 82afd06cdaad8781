//! Methods that loggers of other languages have, so that a call names the macro: rustc would propose
//! `into` for `LOGGER.info("..")`.
//!
//! No type implements the trait. A bound without parameters would be checked here; with `for<'a>` it is
//! checked at the call.

use crate::logger::Logger;

/// The bound of the methods.
#[diagnostic::on_unimplemented(
    message = "a record is logged by a macro, not by a method of the logger",
    label = "a logger has no such method",
    note = "write `info!(\"message\")` in the logger's module, or `info!(logger: LOGGER, \"message\")` \
            elsewhere"
)]
pub trait LogsByMethods {}

macro_rules! methods {
    ($($name:ident)*) => {
        #[allow(missing_docs, reason = "a call does not compile")]
        impl Logger {
            $(
                #[doc(hidden)]
                pub fn $name<T>(&self, _: T)
                where
                    for<'a> Self: LogsByMethods,
                {
                }
            )*
        }
    };
}

methods! { trace debug info warn warning error critical exception }

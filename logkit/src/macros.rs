//! The level macros, to import all at once.
//!
//! ```
//! use logkit::macros::*;
//! use logkit::{Logger, module_logger};
//!
//! #[module_logger("mail")]
//! static LOGGER: Logger;
//!
//! info!(recipients = 3, "sent");
//! warn!("the queue is long");
//! ```

/// Logs at TRACE, to the `LOGGER` in scope.
///
/// The arguments are those of [`info!`](crate::info!).
#[doc = include_str!("missing_logger.md")]
#[macro_export]
macro_rules! trace {
    ($($tokens:tt)*) => { $crate::__private::event_macro!([$crate] trace $($tokens)*) };
}

/// Logs at DEBUG, to the `LOGGER` in scope.
///
/// The arguments are those of [`info!`](crate::info!).
#[doc = include_str!("missing_logger.md")]
#[macro_export]
macro_rules! debug {
    ($($tokens:tt)*) => { $crate::__private::event_macro!([$crate] debug $($tokens)*) };
}

/// Logs at INFO, to the `LOGGER` in scope.
///
/// ```
/// use logkit::{Logger, info, module_logger};
///
/// #[module_logger("shop")]
/// static LOGGER: Logger;
/// # #[module_logger("shop.audit")]
/// # static AUDIT: Logger;
///
/// let order_id = 7;
/// let customer = "Ada";
///
/// info!("packed {order_id} for {}", customer);
/// info!(order_id, customer, "packed");
/// info!(order.id = order_id, sizes = ?[3, 4], host = %"localhost", "packed");
/// info!({ order_id, customer }, "packed in {:.1} s", 0.25);
/// info!(logger: AUDIT, order_id, "packed");
/// ```
///
/// The grammar is that of `tracing`'s macros: fields (`key`, `key = value`, `key = %value` for
/// `Display`, `key = ?value` for `Debug`, `%key`, `?key`; dotted and quoted keys), then a message
/// with format arguments and inline captures. The arguments `name:` and `parent:`, for `tracing`'s
/// subscribers, and `logger:`, which selects another static than `LOGGER`, come before the fields.
/// There is no `target:`: the target is the logger's name.
///
/// A field without a sigil must be [`ToValue`](crate::ToValue). The arguments are evaluated only if
/// the level is enabled, and formatted only if a handler takes the record.
///
/// # Secrets
///
/// In all level macros, a value that is named like a secret does not compile without a mask:
///
/// ```compile_fail
/// # use logkit::{Logger, info, module_logger};
/// # #[module_logger("shop")]
/// # static LOGGER: Logger;
/// # let (user, password) = ("ada", "hunter2");
/// info!(user, password, "signing in");
/// ```
/// ```text
/// error: `password` looks like a secret; write `password = logkit::masked(&password)`, or, to log it as it is, `password = logkit::unmasked(&password)`
/// ```
///
/// It compiles with one of `masked`, `keep_first`, `keep_last`, `hashed` and `unmasked` around it, under
/// any path:
///
/// ```
/// # use logkit::{Logger, info, module_logger};
/// # #[module_logger("shop")]
/// # static LOGGER: Logger;
/// # let (user, password, card_number) = ("ada", "hunter2", "4111111111111111");
/// use logkit::{keep_last, masked};
///
/// info!(user, password = masked(&password), "signing in with {}", keep_last(4, &card_number));
/// ```
///
/// The macros check the names of fields and named arguments, the variables that a message captures,
/// and values that are a variable, a field or a getter, through references, casts, indices, `Some(..)`
/// and methods that return the same value (`user.token.as_str()`, `token.unwrap_or("none")`). They
/// also check values that are looked up by a name (`headers.get("authorization")`,
/// `env::var("API_KEY")`) and the elements of a tuple, an array or a `vec!`. Literals may be logged
/// under any name, and so may a variable under a plural if it is a number or a bool: `tokens = n`.
///
/// The last segment of a name counts (`user.password`, not `password.len`), split into words in any
/// case (`userPIN`, `x-auth-token`). Its last word decides, after words for a representation are
/// skipped: `password_hash` is a secret; `token_count`, `has_password` and `path_to_token` are not.
///
/// A [strict](crate::StrictLogger) logger checks the types as well, and refuses every value that may be
/// a secret, under any name.
#[doc = include_str!("missing_logger.md")]
#[macro_export]
macro_rules! info {
    ($($tokens:tt)*) => { $crate::__private::event_macro!([$crate] info $($tokens)*) };
}

/// Logs at WARNING, to the `LOGGER` in scope.
///
/// The arguments are those of [`info!`](crate::info!).
#[doc = include_str!("missing_logger.md")]
#[macro_export]
macro_rules! warn {
    ($($tokens:tt)*) => { $crate::__private::event_macro!([$crate] warn $($tokens)*) };
}

/// Explains that the macro for WARNING is [`warn!`](crate::warn!).
#[doc(hidden)]
#[macro_export]
macro_rules! warning {
    ($($tokens:tt)*) => { $crate::__private::event_macro!([$crate] warning $($tokens)*) };
}

/// Logs at ERROR, to the `LOGGER` in scope.
///
/// The arguments are those of [`info!`](crate::info!).
#[doc = include_str!("missing_logger.md")]
#[macro_export]
macro_rules! error {
    ($($tokens:tt)*) => { $crate::__private::event_macro!([$crate] error $($tokens)*) };
}

/// Logs at CRITICAL, to the `LOGGER` in scope.
///
/// The arguments are those of [`info!`](crate::info!).
#[doc = include_str!("missing_logger.md")]
#[macro_export]
macro_rules! critical {
    ($($tokens:tt)*) => { $crate::__private::event_macro!([$crate] critical $($tokens)*) };
}

/// Logs an error with its whole chain of causes, at ERROR, to the `LOGGER` in scope.
///
/// ```
/// use logkit::{Logger, exception, module_logger};
///
/// #[module_logger("shop")]
/// static LOGGER: Logger;
///
/// let order_id = 7;
/// if let Err(err) = "x7".parse::<u32>() {
///     exception!(err, "order {} was refused", order_id);
///     exception!(err, "order was refused", order_id);
/// }
/// ```
/// ```text
/// 2026-11-22 07:31:00,123 - shop - ERROR - order 7 was refused error="invalid digit found in string"
/// ```
///
/// The error comes first: any type that is an error or derefs to one (`&dyn Error`, `Box<dyn Error>`,
/// with `Send` and `Sync` or without, `anyhow::Error`, `eyre::Report`). Dereference a reference to a
/// reference, as a closure may get it: `exception!(*err)`. Fields may be before or after the message; one
/// named `error` is written as `error#2`.
/// Each `source()` becomes an indented line, `    caused by: ..`; after 32 errors, the line says that there
/// are more. The backtrace of an `anyhow::Error` or an `eyre::Report` follows, if one was captured
/// (`RUST_BACKTRACE=1`). Nothing else of an error's `Debug` is shown: it may contain secrets.
#[doc = include_str!("missing_logger.md")]
#[macro_export]
macro_rules! exception {
    ($($tokens:tt)*) => { $crate::__private::event_macro!([$crate] exception $($tokens)*) };
}

/// Logs at a level given by an expression of type [`Level`](crate::Level) or `tracing::Level`.
///
/// ```
/// use logkit::{Level, Logger, event, module_logger};
///
/// #[module_logger("shop")]
/// static LOGGER: Logger;
///
/// let attempts = 3;
/// let level = if attempts > 2 { Level::Warning } else { Level::Debug };
/// event!(level, attempts, "delivered");
/// ```
///
/// The arguments after the level are those of [`info!`](crate::info!). A variable that is named like a level
/// macro is in parentheses, `event!((info), ..)`, because `event!(info, ..)` is most often meant as
/// `Level::Info`.
#[doc = include_str!("missing_logger.md")]
#[macro_export]
macro_rules! event {
    ($($tokens:tt)*) => { $crate::__private::event_macro!([$crate] event $($tokens)*) };
}

/// Returns `true` if the `LOGGER` in scope logs at a level.
///
/// ```
/// use logkit::{Level, Logger, debug, enabled, module_logger};
///
/// #[module_logger("shop")]
/// static LOGGER: Logger;
///
/// if enabled!(Level::Debug) {
///     let stock: u64 = (1..1_000).sum();
///     debug!(stock);
/// }
/// ```
///
/// `enabled!(logger: AUDIT, Level::Debug)` checks another logger.
#[doc = include_str!("missing_logger.md")]
#[macro_export]
macro_rules! enabled {
    ($($tokens:tt)*) => { $crate::__private::enabled_macro!([$crate] enabled $($tokens)*) };
}

/// Explains the error of `testing::assert_never_logged!` where the feature `testing` is off.
#[cfg(not(feature = "testing"))]
#[doc(hidden)]
#[macro_export]
macro_rules! assert_never_logged {
    ($($tokens:tt)*) => {
        $crate::__private::compile_error!(
            "`assert_never_logged!` needs logkit's feature `testing`; in Cargo.toml, add \
             `features = [\"testing\"]` to the entry of logkit in `[dev-dependencies]`"
        )
    };
}

pub use crate::{critical, debug, enabled, error, event, exception, info, trace, warn, warning};

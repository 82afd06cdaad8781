//! The level macros that a user types.

/// Logs at TRACE, to the `LOGGER` in scope.
///
/// See [`info!`](crate::info!) for what it takes.
#[macro_export]
macro_rules! trace {
    ($($tokens:tt)*) => { $crate::__private::event_macro!([$crate] trace $($tokens)*) };
}

/// Logs at DEBUG, to the `LOGGER` in scope.
///
/// See [`info!`](crate::info!) for what it takes.
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
/// It takes what `tracing`'s macros take: fields (`key`, `key = value`, `key = %value` for
/// `Display`, `key = ?value` for `Debug`, `%key`, `?key`; dotted and quoted keys), then a message
/// with format arguments and inline captures, and before all of them `name:` and `parent:` for
/// `tracing`'s subscribers. `logger:` names another static than `LOGGER`. There is no `target:`; it
/// is the logger's name.
///
/// A field without a sigil is a [`ToValue`](crate::ToValue). Nothing is evaluated unless the level
/// is enabled, and nothing is formatted before a handler wants it.
///
/// # Secrets
///
/// What is named like a secret does not compile as it is, in any of the level macros:
///
/// ```compile_fail
/// # use logkit::{Logger, info, module_logger};
/// # #[module_logger("shop")]
/// # static LOGGER: Logger;
/// # let (user, password) = ("ada", "hunter2");
/// info!(user, password, "signing in");
/// ```
/// ```text
/// error: `password` looks like a secret; write `password = masked(&password)`, or, to log it as it is, `password = unmasked(&password)`
/// ```
///
/// It compiles with a mask around it that can be seen, `masked`, `keep_first`, `keep_last`, `hashed`
/// or `unmasked`, by any path:
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
/// Looked at are the names of fields and named arguments, what a message captures, and values that
/// are a variable, a field or a getter, through references, casts, indices, `Some(..)` and methods
/// that hand the value on (`user.token.as_str()`, `token.unwrap_or("none")`); what is looked up by a
/// name (`headers.get("authorization")`, `env::var("API_KEY")`), and what a tuple, an array or a
/// `vec!` holds. Literals may be logged under any name.
///
/// Of a name the last segment counts (`user.password`, not `password.len`), word by word, in any
/// case (`userPIN`, `x-auth-token`), and of its words the last, unless it only says in what shape a
/// secret is: `password_hash` is one; `token_count`, `has_password` and `path_to_token` are not.
///
/// A [strict](crate::StrictLogger) logger goes by types as well, and takes nothing that may be a
/// secret, whatever its name.
#[macro_export]
macro_rules! info {
    ($($tokens:tt)*) => { $crate::__private::event_macro!([$crate] info $($tokens)*) };
}

/// Logs at WARNING, to the `LOGGER` in scope.
///
/// See [`info!`](crate::info!) for what it takes.
#[macro_export]
macro_rules! warn {
    ($($tokens:tt)*) => { $crate::__private::event_macro!([$crate] warn $($tokens)*) };
}

/// Logs at ERROR, to the `LOGGER` in scope.
///
/// See [`info!`](crate::info!) for what it takes.
#[macro_export]
macro_rules! error {
    ($($tokens:tt)*) => { $crate::__private::event_macro!([$crate] error $($tokens)*) };
}

/// Logs at CRITICAL, to the `LOGGER` in scope.
///
/// See [`info!`](crate::info!) for what it takes.
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
/// The error comes first: anything that is one or derefs to one (`&dyn Error`, `Box<dyn Error>`, with
/// `Send` and `Sync` or without, `anyhow::Error`, `eyre::Report`). Of a reference to a reference,
/// as a closure may get it, take one away: `exception!(*err)`. Fields may stand before the message
/// or after it. Each `source()` becomes an indented line, `    caused by: ..`.
#[macro_export]
macro_rules! exception {
    ($($tokens:tt)*) => { $crate::__private::event_macro!([$crate] exception $($tokens)*) };
}

/// Logs at a level that is an expression, of [`Level`](crate::Level) or `tracing::Level`.
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
/// After the level it takes what [`info!`](crate::info!) takes.
#[macro_export]
macro_rules! event {
    ($($tokens:tt)*) => { $crate::__private::event_macro!([$crate] event $($tokens)*) };
}

/// Whether the `LOGGER` in scope would let a level pass.
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
/// `enabled!(logger: AUDIT, Level::Debug)` asks another logger.
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
            "`assert_never_logged!` needs logkit's feature `testing`; in Cargo.toml, write \
             `logkit = { version = \"0.1\", features = [\"testing\"] }` under \
             `[dev-dependencies]`"
        )
    };
}

pub use crate::{critical, debug, enabled, error, event, exception, info, trace, warn};

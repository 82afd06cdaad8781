//! For tests: that a secret gets out nowhere.
//!
//! ```
//! use logkit::Redact;
//! use logkit::testing::{assert_never_logged, canaries};
//!
//! #[derive(Redact)]
//! struct Login {
//!     user: String,
//!     #[redact]
//!     password: String,
//! }
//!
//! for secret in canaries() {
//!     assert_never_logged!(secret, || Login { user: "ada".into(), password: secret.into() });
//! }
//! ```

mod canary;
mod drive;
pub(crate) mod probe;
mod reading;
mod report;
mod secret;
pub(crate) mod watch;

use std::fmt;

pub use crate::assert_never_logged;
pub use crate::testing::canary::canaries;
use crate::testing::watch::Watch;

/// Calls `make`, and panics if what it logs or returns shows the secret; as
/// [`assert_never_logged!`](macro@assert_never_logged), for what is known to be `Debug` only.
///
/// ```
/// use logkit::testing::assert_never_logged;
/// use logkit::{Logger, info, masked, module_logger};
///
/// #[module_logger("shop")]
/// static LOGGER: Logger;
///
/// fn sign_in(user: &str, password: &str) {
///     info!(user, password = masked(password), "signing in");
/// }
///
/// assert_never_logged("xV7#qK9!zW", || sign_in("ada", "xV7#qK9!zW"));
/// ```
///
/// In generic code this one is to be taken: there the macro sees what the bounds tell, and no more.
///
/// # Panics
///
/// The secret shows, or is empty, or `make` panics.
#[track_caller]
pub fn assert_never_logged<T: fmt::Debug>(secret: &str, make: impl FnOnce() -> T) {
    let watch = Watch::new(secret);
    let value = watch.call(make);
    watch.finish(value);
}

/// Calls a closure, and panics if what it logs or returns shows the secret.
///
/// ```should_panic
/// use logkit::testing::assert_never_logged;
///
/// #[derive(Debug)]
/// struct Login {
///     user: &'static str,
///     token: Vec<u8>,
/// }
///
/// let login = || Login { user: "ada", token: b"xV7#qK9!zW".to_vec() };
/// assert_never_logged!("xV7#qK9!zW", login);
/// ```
/// ```text
/// the secret shows, 20 times
///   in `{:?}`: all of it, as a list of bytes: Login { user: "ada", token: [***] }
///   in `{:#?}`: all of it, as a list of bytes: {\n    user: "ada",\n    token: [\n        ***,\n    ],\n}
///   in `{:x?}`: all of it, as hex bytes: Login { user: "ada", token: [***] }
///   ..
/// ```
///
/// It takes the secret, a `&str`, and a closure without arguments. The value that this returns has
/// to be `Debug`; `()` will do. Looked at is
///
/// * what any of the program's loggers lets pass on this thread meanwhile, whatever its handlers
///   make of it, which get it as usual: the line as text and as JSON, the message, each field, and
///   of errors every source;
/// * the value's `Debug`, with flags and without, within others, as a field, and as the message of a
///   panic; where it has these, its `Display`, the parts that it has as a
///   [`Redact`](trait@crate::Redact), and what it is as a [field](crate::ToValue) without a sigil;
///   where it is an error, or a `Result` with one, the whole chain. What is written before one of
///   them fails or panics counts;
/// * the message of every panic on this thread, also of one that is caught. None of them reaches
///   stderr, for which a panic hook is set that hands on what other threads panic with;
/// * all of this while the value is dropped, too.
///
/// It is looked for as it is, escaped as Rust or JSON does it (also several times over), in hex and
/// in base64 of either alphabet, percent-encoded, as a list of bytes or characters, reversed, and in
/// another case; the whole of it or any piece of 4 characters (extended grapheme clusters) or more.
/// A secret that has fewer is looked for whole.
///
/// The message says where it shows and in which form. It shows what stands around it, never any
/// piece of the secret, so that it may stand in a public log.
///
/// # False alarms
///
/// What stands in the source of a log statement (its logger's name, its keys, its words) and what a
/// format adds is left out of account. Names within a `Debug` are not: of `passw0rd!` the piece
/// `pass` is in `Login { password: [redacted] }`. Secrets like those of [`canaries`] collide with
/// nothing.
///
/// What a mask keeps is shown on purpose: the secret of `keep_last = 4` is what stands before.
///
/// ```
/// use logkit::keep_last;
/// use logkit::testing::assert_never_logged;
///
/// assert_never_logged!("411111111111", || keep_last(4, "4111111111111234"));
/// ```
///
/// # What it does not see
///
/// Lines below their logger's threshold, since they are logged nowhere: lower it, or
/// [`override_level`](crate::Logger::override_level). Other threads. What is printed or sent by other
/// means than these. Serializers, of which a masked view's shows the parts that are looked at.
///
/// # Panics
///
/// The secret shows, or is empty, or the closure panics: the test has failed then, whatever its
/// message says. To test the message of a panic, catch it within the closure.
#[macro_export]
macro_rules! assert_never_logged {
    ($secret:expr, $make:expr $(,)?) => {
        match $crate::__private::Watch::new($secret) {
            watch => {
                let value = watch.call($make);
                if let $crate::__private::Option::Some(value) = &value {
                    let returned = $crate::__private::Returned::new(value);
                    returned.__display(&watch);
                    returned.__field(&watch);
                    returned.__parts(&watch);
                    returned.__error(&watch);
                }
                watch.finish(value);
            }
        }
    };
}

//! Support for tests: the records of a logger, tests that fail on warnings, and tests that a secret is
//! never printed, logged or part of a panic message.
//!
//! ```
//! use logkit::testing::{capture, quiet};
//! use logkit::{Level, Logger, info, module_logger};
//!
//! #[module_logger("shop")]
//! static LOGGER: Logger;
//!
//! // Fails the test if it logs a warning.
//! let _quiet = quiet();
//! let logs = capture(&LOGGER);
//! info!(order_id = 7, "packed");
//! logs.assert_logged(Level::Info, "packed order_id=7");
//! ```
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
//!
//! The module requires the feature `testing`, which belongs in `[dev-dependencies]`:
//!
//! ```toml
//! [dev-dependencies]
//! logkit = { path = "../logkit/logkit", features = ["testing"] }
//! ```

mod capture;
mod decode;
mod detector;
mod drive;
pub(crate) mod leak_test;
mod observer;
mod probe;
mod quiet;
mod search;

use std::fmt;

pub use self::capture::{Capture, capture, capture_named};
use self::leak_test::LeakTest;
pub use self::observer::{Handover, handover};
pub use self::quiet::{Quiet, quiet};
pub use crate::assert_never_logged;
use crate::redact::allowance;

/// Returns secrets to test with. No four characters of them occur by chance, and each is hard to
/// print in its own way: plain text, quotes and backslashes, control characters, characters that a
/// URL escapes, emoji, combining marks, right-to-left text.
///
/// ```
/// use logkit::masked;
/// use logkit::testing::{assert_never_logged, canaries};
///
/// for secret in canaries() {
///     assert_never_logged(secret, || masked(secret));
/// }
/// ```
pub fn canaries() -> impl Iterator<Item = &'static str> {
    CANARIES.into_iter()
}

const CANARIES: [&str; 7] = [
    "qJ7xVw2zKf9pXgQ4",
    r#"xQ"7\vZ'k2"\Wj'9qX"#,
    "zV\n3qJ\t8Xw\u{1b}5Kf\u{7f}Gx\r2",
    "wX 7%qZ+4/vK&9=jQ?3#Gx",
    "🦑q🧿x👩‍🚒7🫎v🇦🇶z🥷🏽",
    "x\u{301}q\u{308}7\u{327}Z\u{30a}w\u{303}V\u{304}9\u{32d}k\u{307}",
    "זךץ7ףצqםטxגצ9",
];

/// Returns the names that the program's crates declare harmless in their `Cargo.toml`, each after the
/// name of its crate, so that a test fails when one is added:
///
/// ```
/// # use logkit::testing::harmless_names;
/// assert_eq!(harmless_names().count(), 0);
/// ```
///
/// See [`redact`](crate::redact#harmless-names) for the declaration.
pub fn harmless_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    allowance::declared()
}

/// Calls `make` and panics if the secret shows in a log record or in the returned value's `Debug`.
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
/// Prefer the macro [`assert_never_logged!`](macro@assert_never_logged), which also tests the other
/// traits of the returned type. Use this function in generic code, where the macro sees no more of
/// a type than its bounds.
///
/// # Panics
///
/// If the secret shows or is empty, or if `make` panics.
#[track_caller]
pub fn assert_never_logged<T: fmt::Debug>(secret: &str, make: impl FnOnce() -> T) {
    let test = LeakTest::new(secret);
    let value = test.call(make);
    test.finish(value);
}

/// Calls a closure and panics if the secret shows in a log record or in the returned value.
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
///   in `{:?}`: all of it, as a list of bytes: bytes 29..71 of 74
///   in `{:#?}`: all of it, as a list of bytes: bytes 48..168 of 178
///   in `{:x?}`: all of it, as hex bytes: bytes 29..67 of 70
///   ..
/// ```
///
/// The arguments are the secret, a `&str`, and a closure without parameters. The closure's return
/// type must be `Debug`; `()` is fine. The test searches
///
/// * every record that a logger of the program accepts on this thread during the call: its line as
///   text and as JSON, its message, each field, and every source of an error. The handlers get
///   these records as usual;
/// * the returned value's `Debug`, with and without flags, inside other values, as a field, and in
///   the message of a panic;
/// * the value's other outputs, where its type has them: `Display`, the parts it has as a
///   [`Redact`](trait@crate::Redact), the field it is [without a sigil](crate::ToValue), and, for an
///   error or a `Result` with one, the whole chain of sources. Output written before a failure or
///   panic counts;
/// * the message of every panic on this thread, caught or not. A panic hook keeps these messages
///   off stderr and passes those of other threads on;
/// * all of the above while the value is dropped.
///
/// It finds the secret as it is, escaped as in Rust or JSON (up to three times over), in hex, in
/// base64 of either alphabet, percent-encoded, as a list of bytes or characters, reversed, and in
/// another case. A piece of 4 characters (extended grapheme clusters) is a leak; a shorter secret is
/// searched for as a whole.
///
/// The panic message says where the secret shows, in which form, and at which bytes of the output. It
/// quotes no output and no other panic's message, because these may hold the secret in a form that the
/// test does not know, too. So it can be printed in a public CI log.
///
/// # False alarms
///
/// The fixed text of a log statement (its logger's name, its keys, its literal words) and the text
/// that a format adds are not searched. Names inside a `Debug` are: the piece `pass` of `passw0rd!`
/// is found in `Login { password: [redacted] }`. The secrets of [`canaries`] avoid such collisions.
///
/// A mask such as `keep_last = 4` shows four characters on purpose: give the test the part that
/// must stay hidden.
///
/// ```
/// use logkit::keep_last;
/// use logkit::testing::assert_never_logged;
///
/// assert_never_logged!("411111111111", || keep_last(4, "4111111111111234"));
/// ```
///
/// # Limits
///
/// The test does not see records below their logger's threshold (lower it, or use
/// [`override_level`](crate::Logger::override_level)), other threads, output that bypasses logkit
/// such as `println!`, and serializers.
///
/// # Panics
///
/// If the secret shows or is empty, or if the closure panics. To test a panic's message, catch the
/// panic inside the closure.
#[macro_export]
macro_rules! assert_never_logged {
    ($secret:expr, $make:expr $(,)?) => {
        match $crate::__private::LeakTest::new($secret) {
            test => {
                let value = test.call($make);
                if let $crate::__private::Option::Some(value) = &value {
                    let probe = $crate::__private::Probe::of(value);
                    probe.__drive_display(value, &test);
                    probe.__drive_field(value, &test);
                    probe.__drive_parts(value, &test);
                    probe.__drive_error(value, &test);
                }
                test.finish(value);
            }
        }
    };
}

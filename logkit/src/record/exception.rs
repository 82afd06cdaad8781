//! The error of an `exception!`: an error, or a value that derefs to one.

use std::error::Error;
use std::ops::Deref;

use crate::util::specialize::{Fifth, First, Fourth, Probe, Second, Third};

/// The errors, sized or not.
pub trait AsError {
    /// The error.
    fn as_error(&self) -> &(dyn Error + 'static);
}

impl<E: Error + 'static> AsError for E {
    fn as_error(&self) -> &(dyn Error + 'static) {
        self
    }
}

macro_rules! as_error {
    ($($type:ty),+) => { $(
        impl AsError for $type {
            fn as_error(&self) -> &(dyn Error + 'static) {
                self
            }
        }
    )+ };
}

as_error!(
    dyn Error + 'static,
    dyn Error + Send + 'static,
    dyn Error + Sync + 'static,
    dyn Error + Send + Sync + 'static
);

/// The bound of a value that is not an error. No type implements it; its error says what to write.
#[diagnostic::on_unimplemented(
    message = "expected an error, found `{Self}`",
    label = "not an error",
    note = "write `error!(?value, \"message\")` to log a value that is not an error",
    note = "the error of a `Result` is logged by `if let Err(err) = &result {{ exception!(err, \"message\") }}`"
)]
pub trait ExceptionError {
    /// The error.
    fn as_error(&self) -> &(dyn Error + 'static);
}

/// Writes a step of the probe, and the form that it answers with.
macro_rules! forms {
    ($($step:ident $form:ident [$($generics:tt)*] |$value:ident: $type:ty| $error:expr;)+) => { $(
        impl<$($generics)*> Probe<$type, $step> {
            /// The answer for this kind of error.
            #[inline]
            pub fn __error(&self) -> $form {
                $form
            }
        }

        /// A way from a value to its error.
        #[derive(Debug)]
        pub struct $form;

        impl $form {
            /// The error.
            #[inline]
            #[allow(clippy::unused_self, reason = "the type of `self` is the answer")]
            pub fn error<'e, $($generics)*>(self, $value: &'e $type) -> &'e (dyn Error + 'static) {
                $error
            }
        }
    )+ };
}

// A reference comes first, because `&E` is an error as well, and one that may not be `'static`.
forms! {
    First BorrowedError [E: AsError + ?Sized] |error: &E| error.as_error();
    Second OwnError [E: AsError + ?Sized] |error: E| error.as_error();
    Third PointedError [P: Deref<Target: AsError>] |pointer: P| (**pointer).as_error();
    Fourth FarError [P: Deref<Target: Deref<Target: AsError>>] |pointer: P| (***pointer).as_error();
}

impl<T: ?Sized> Probe<T, Fifth> {
    /// The answer for all other values, which do not compile.
    #[inline]
    pub fn __error(&self) -> NoError {
        NoError
    }
}

/// The form of a value that is not an error.
#[derive(Debug)]
pub struct NoError;

impl NoError {
    /// The error.
    #[inline]
    #[allow(clippy::unused_self, reason = "the type of `self` is the answer")]
    pub fn error<T: ExceptionError + ?Sized>(self, value: &T) -> &(dyn Error + 'static) {
        value.as_error()
    }
}

/// Returns the name of a field of an `exception!`: `numbered` in place of `error`, which the error itself
/// has.
#[must_use]
pub const fn beside_error(name: &'static str, numbered: &'static str) -> &'static str {
    if matches!(name.as_bytes(), b"error") { numbered } else { name }
}

//! Finds out which traits a returned value implements beside `Debug`: method resolution takes the
//! method of a probe if its bounds hold, and that of the deref target otherwise.

use std::error::Error;
use std::fmt;
use std::ops::Deref;

use crate::record::to_value::ToValue;
use crate::redact::Redact;
use crate::testing::drive;
use crate::testing::leak_test::LeakTest;
use crate::util::specialize::AsError;

/// Tests for the traits of the returned value itself.
pub struct Returned<'a, T>(ErrorBehind<'a, T>);

/// Tests for a `Deref` to an error, as of `Box<dyn Error>` and `anyhow::Error`.
pub struct ErrorBehind<'a, T>(Failed<'a, T>);

/// Tests for a `Result` with an error.
pub struct Failed<'a, T>(FailedBehind<'a, T>);

/// Tests for a `Result` whose error type derefs to an error.
pub struct FailedBehind<'a, T>(&'a T, Fallback);

/// The fallback of method resolution: the trait is missing.
pub struct Fallback;

impl<'a, T> Returned<'a, T> {
    /// Wraps the returned value.
    pub fn new(value: &'a T) -> Self {
        Self(ErrorBehind(Failed(FailedBehind(value, Fallback))))
    }

    fn value(&self) -> &'a T {
        self.0.0.0.0
    }
}

impl<T: fmt::Display> Returned<'_, T> {
    /// Resolved for types with `Display`.
    pub fn __display(&self, test: &LeakTest) {
        drive::display(test.detector(), self.value());
    }
}

impl<T: Redact> Returned<'_, T> {
    /// Resolved for types with `Redact`.
    pub fn __parts(&self, test: &LeakTest) {
        drive::parts(test.detector(), self.value());
    }
}

impl<T: ToValue> Returned<'_, T> {
    /// Resolved for types that are fields without a sigil.
    pub fn __field(&self, test: &LeakTest) {
        drive::logged(test.detector(), "`value`", self.value().to_value());
    }
}

impl<T: Error> Returned<'_, T> {
    /// Resolved for errors.
    pub fn __error(&self, test: &LeakTest) {
        drive::error(test.detector(), self.value());
    }
}

impl<T: Deref<Target: AsError>> ErrorBehind<'_, T> {
    /// Resolved for types that deref to an error.
    pub fn __error(&self, test: &LeakTest) {
        drive::error(test.detector(), self.0.0.0.__exception_takes_an_error());
    }
}

impl<T, E: Error> Failed<'_, Result<T, E>> {
    /// Resolved for results.
    pub fn __error(&self, test: &LeakTest) {
        if let Err(error) = self.0.0 {
            drive::error(test.detector(), error);
        }
    }
}

impl<T, E: Deref<Target: AsError>> FailedBehind<'_, Result<T, E>> {
    /// Resolved for results whose error derefs to one.
    pub fn __error(&self, test: &LeakTest) {
        if let Err(error) = self.0 {
            drive::error(test.detector(), error.__exception_takes_an_error());
        }
    }
}

#[allow(clippy::unused_self, reason = "the receiver of method resolution")]
impl Fallback {
    /// Resolved for types without `Display`.
    pub fn __display(&self, _: &LeakTest) {}

    /// Resolved for types without `Redact`.
    pub fn __parts(&self, _: &LeakTest) {}

    /// Resolved for types that need a sigil.
    pub fn __field(&self, _: &LeakTest) {}

    /// Resolved for types without an error.
    pub fn __error(&self, _: &LeakTest) {}
}

macro_rules! deref_to {
    ($($probe:ident at $field:tt is $target:ty;)*) => { $(
        impl<'a, T> Deref for $probe<'a, T> {
            type Target = $target;

            fn deref(&self) -> &$target {
                &self.$field
            }
        }
    )* };
}

deref_to! {
    Returned at 0 is ErrorBehind<'a, T>;
    ErrorBehind at 0 is Failed<'a, T>;
    Failed at 0 is FailedBehind<'a, T>;
    FailedBehind at 1 is Fallback;
}

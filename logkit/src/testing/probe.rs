//! How the macro finds out what a returned value has beside its `Debug`: method lookup tries the
//! methods of a probe, whose bounds have to hold, before those of what it derefs to.

use std::error::Error;
use std::fmt;
use std::ops::Deref;

use crate::record::to_value::ToValue;
use crate::redact::Redact;
use crate::testing::drive;
use crate::testing::watch::Watch;
use crate::util::specialize::AsError;

/// What the closure returned.
pub struct Returned<'a, T>(Report<'a, T>);

/// Asks whether there is an error behind it, as with `Box<dyn Error>` and `anyhow::Error`.
pub struct Report<'a, T>(Failed<'a, T>);

/// Asks whether it is a `Result` with an error.
pub struct Failed<'a, T>(FailedReport<'a, T>);

/// Asks whether it is a `Result` with an error behind something.
pub struct FailedReport<'a, T>(&'a T, Nothing);

/// Nothing is there.
pub struct Nothing;

impl<'a, T> Returned<'a, T> {
    /// Asks about `value`.
    pub fn new(value: &'a T) -> Self {
        Self(Report(Failed(FailedReport(value, Nothing))))
    }

    fn value(&self) -> &'a T {
        self.0.0.0.0
    }
}

impl<T: fmt::Display> Returned<'_, T> {
    /// Chosen for what has a `Display`.
    pub fn __display(&self, watch: &Watch) {
        drive::display(watch.lookout(), self.value());
    }
}

impl<T: Redact> Returned<'_, T> {
    /// Chosen for what masks itself.
    pub fn __parts(&self, watch: &Watch) {
        drive::parts(watch.lookout(), self.value());
    }
}

impl<T: ToValue> Returned<'_, T> {
    /// Chosen for what can be a field as it is.
    pub fn __field(&self, watch: &Watch) {
        drive::logged(watch.lookout(), "`value`", self.value().to_value());
    }
}

impl<T: Error> Returned<'_, T> {
    /// Chosen for errors.
    pub fn __error(&self, watch: &Watch) {
        drive::error(watch.lookout(), self.value());
    }
}

impl<T: Deref<Target: AsError>> Report<'_, T> {
    /// Chosen for what derefs to an error.
    pub fn __error(&self, watch: &Watch) {
        drive::error(watch.lookout(), self.0.0.0.__exception_takes_an_error());
    }
}

impl<T, E: Error> Failed<'_, Result<T, E>> {
    /// Chosen for results.
    pub fn __error(&self, watch: &Watch) {
        if let Err(error) = self.0.0 {
            drive::error(watch.lookout(), error);
        }
    }
}

impl<T, E: Deref<Target: AsError>> FailedReport<'_, Result<T, E>> {
    /// Chosen for results, too.
    pub fn __error(&self, watch: &Watch) {
        if let Err(error) = self.0 {
            drive::error(watch.lookout(), error.__exception_takes_an_error());
        }
    }
}

#[allow(clippy::unused_self, reason = "it is what the method is looked up on")]
impl Nothing {
    /// Chosen for what has no `Display`.
    pub fn __display(&self, _: &Watch) {}

    /// Chosen for what does not mask itself.
    pub fn __parts(&self, _: &Watch) {}

    /// Chosen for what needs a sigil.
    pub fn __field(&self, _: &Watch) {}

    /// Chosen where there is no error.
    pub fn __error(&self, _: &Watch) {}
}

macro_rules! behind {
    ($($probe:ident at $field:tt is $behind:ty;)*) => { $(
        impl<'a, T> Deref for $probe<'a, T> {
            type Target = $behind;

            fn deref(&self) -> &$behind {
                &self.$field
            }
        }
    )* };
}

behind! {
    Returned at 0 is Report<'a, T>;
    Report at 0 is Failed<'a, T>;
    Failed at 0 is FailedReport<'a, T>;
    FailedReport at 1 is Nothing;
}

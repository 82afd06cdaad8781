//! Drives a returned value through the traits that its type has beside `Debug`.

use std::error::Error;
use std::fmt;
use std::ops::Deref;

use crate::record::exception::AsError;
use crate::record::to_value::ToValue;
use crate::record::value::Redact;
use crate::testing::drive;
use crate::testing::leak_test::LeakTest;
use crate::util::specialize::{Fifth, First, Fourth, Probe, Second, Third};

impl<T: fmt::Display> Probe<T, First> {
    /// The answer for types with `Display`.
    pub fn __drive_display(&self, value: &T, test: &LeakTest) {
        drive::display(test.detector(), value);
    }
}

impl<T: Redact> Probe<T, First> {
    /// The answer for types with `Redact`.
    pub fn __drive_parts(&self, value: &T, test: &LeakTest) {
        drive::parts(test.detector(), value);
    }
}

impl<T: ToValue> Probe<T, First> {
    /// The answer for types that are fields without a sigil.
    pub fn __drive_field(&self, value: &T, test: &LeakTest) {
        drive::logged(test.detector(), "`value`", value.to_value());
    }
}

#[allow(clippy::unused_self, reason = "the receiver of method resolution")]
impl<T> Probe<T, Second> {
    /// The answer for types without `Display`.
    pub fn __drive_display(&self, _: &T, _: &LeakTest) {}

    /// The answer for types without `Redact`.
    pub fn __drive_parts(&self, _: &T, _: &LeakTest) {}

    /// The answer for types that need a sigil.
    pub fn __drive_field(&self, _: &T, _: &LeakTest) {}
}

impl<T: Error> Probe<T, First> {
    /// The answer for errors.
    pub fn __drive_error(&self, value: &T, test: &LeakTest) {
        drive::error(test.detector(), value);
    }
}

impl<T: Deref<Target: AsError>> Probe<T, Second> {
    /// The answer for types that deref to an error, as `Box<dyn Error>` and `anyhow::Error` do.
    pub fn __drive_error(&self, value: &T, test: &LeakTest) {
        drive::error(test.detector(), (**value).as_error());
    }
}

impl<T, E: Error> Probe<Result<T, E>, Third> {
    /// The answer for results with an error.
    pub fn __drive_error(&self, value: &Result<T, E>, test: &LeakTest) {
        if let Err(error) = value {
            drive::error(test.detector(), error);
        }
    }
}

impl<T, E: Deref<Target: AsError>> Probe<Result<T, E>, Fourth> {
    /// The answer for results whose error derefs to one.
    pub fn __drive_error(&self, value: &Result<T, E>, test: &LeakTest) {
        if let Err(error) = value {
            drive::error(test.detector(), (**error).as_error());
        }
    }
}

#[allow(clippy::unused_self, reason = "as above")]
impl<T> Probe<T, Fifth> {
    /// The answer for types without an error.
    pub fn __drive_error(&self, _: &T, _: &LeakTest) {}
}

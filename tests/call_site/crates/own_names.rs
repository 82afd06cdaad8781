//! Modules, types and macros of our own bear the names that an expansion might mean.

#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub)]

/// Ours.
pub mod std {}
/// Ours.
pub mod core {}
/// Ours.
pub mod alloc {}
/// Ours.
pub mod tracing {}
/// Ours.
pub mod tracing_core {}
/// Ours.
pub mod inventory {}
/// Ours.
pub mod log {}
/// Ours.
pub mod logkit {}
/// Ours.
pub mod __private {}
/// Ours.
pub struct Option;
/// Ours.
pub struct Some;
/// Ours.
pub struct None;
/// Ours.
pub struct Level;
/// Ours.
pub struct Callsite;
/// Ours.
pub struct Value;
/// Ours.
pub enum Result {}
/// Ours.
pub trait Into {}
/// Ours.
pub trait Deref {}

#[allow(unused_macros)]
macro_rules! format_args {
    ($($tokens:tt)*) => { not_this_one };
}
#[allow(unused_macros)]
macro_rules! module_path {
    () => { not_this_one };
}
#[allow(unused_macros)]
macro_rules! file {
    () => { not_this_one };
}
#[allow(unused_macros)]
macro_rules! line {
    () => { not_this_one };
}
#[allow(unused_macros)]
macro_rules! concat {
    () => { not_this_one };
}

#[::logkit::module_logger("own_names")]
pub(crate) static LOGGER: ::logkit::Logger;

/// A strict one.
#[::logkit::module_logger("own_names.strict", strict)]
pub static STRICT: ::logkit::Logger;

/// Logs by path.
pub fn log(__value0: u8, __level: u8, __callsite: u8, __error: u8) {
    ::logkit::info!(__value0, "{__value0:>3} {__level} {}", __callsite);
    ::logkit::warn!(logger: STRICT, __value0, "{__value0:>3} {__level} {}", __callsite);
    ::logkit::event!(::logkit::Level::Info, __level, __callsite, __value0, "{__error}");
    ::logkit::exception!(::std::fmt::Error, __value0, "{__error} {__level}");
}

/// Logs by name, strictly.
#[::logkit::module_logger("own_names.strict_inline", strict)]
pub mod strict {
    /// Ours.
    pub mod logkit {}

    /// Logs.
    pub fn log(x: ::std::option::Option<u8>) {
        info!(x, y = ?x, "{:?} {x:>8?}", x);
        exception!(::logkit::unmasked(&::std::fmt::Error), x);
    }
}

/// Logs by name.
#[::logkit::module_logger("own_names.inline", level = "info")]
pub mod inline {
    /// Ours.
    pub mod std {}
    /// Ours.
    pub mod core {}
    /// Ours.
    pub mod tracing {}
    /// Ours.
    pub mod logkit {}

    /// Logs.
    pub fn log(x: ::std::option::Option<u8>) {
        info!(x, y = ?x, "{:?} {x:>8?}", x);
        exception!(::std::fmt::Error, x, "{:>1$}", 1, 2);
        event!(::logkit::Level::Info, "{}", enabled!(::logkit::Level::Info));
    }
}

//! Modules, types and macros of this crate have the names that an expansion could refer to.

#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub)]

/// Shadows a crate.
pub mod std {}
/// Shadows a crate.
pub mod core {}
/// Shadows a crate.
pub mod alloc {}
/// Shadows a crate.
pub mod tracing {}
/// Shadows a crate.
pub mod tracing_core {}
/// Shadows a crate.
pub mod inventory {}
/// Shadows a crate.
pub mod log {}
/// Shadows a crate.
pub mod logkit {}
/// Shadows a module.
pub mod __private {}
/// Shadows a type.
pub struct Option;
/// Shadows a variant.
pub struct Some;
/// Shadows a variant.
pub struct None;
/// Shadows a type.
pub struct Level;
/// Shadows a type.
pub struct Callsite;
/// Shadows a type.
pub struct Value;
/// Shadows a type.
pub enum Result {}
/// Shadows a trait.
pub trait Into {}
/// Shadows a trait.
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

/// A strict logger.
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
    /// Shadows a crate.
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
    /// Shadows a crate.
    pub mod std {}
    /// Shadows a crate.
    pub mod core {}
    /// Shadows a crate.
    pub mod tracing {}
    /// Shadows a crate.
    pub mod logkit {}

    /// Logs.
    pub fn log(x: ::std::option::Option<u8>) {
        info!(x, y = ?x, "{:?} {x:>8?}", x);
        exception!(::std::fmt::Error, x, "{:>1$}", 1, 2);
        event!(::logkit::Level::Info, "{}", enabled!(::logkit::Level::Info));
    }
}

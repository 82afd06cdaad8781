//! The dependency has another name here, and there is no `logkit`.

#![forbid(unsafe_code)]
#![deny(unused)]
#![deny(warnings, missing_docs, unreachable_pub)]

/// The runtime, at another path.
pub mod reexported {
    pub use kit as runtime;
}

/// A file module's macros come through the renamed crate.
pub mod file {
    use kit::{exception, info, module_logger, Logger};

    #[module_logger("renamed.file", crate = ::kit)]
    pub(crate) static LOGGER: Logger;

    /// Logs.
    pub fn log() {
        info!(count = 1, "{}", 2);
        exception!(std::fmt::Error, "failed");
        kit::warn!("by path");
    }
}

/// An inline module's macros get the runtime's path from the attribute.
#[kit::module_logger("renamed.inline", crate = kit, level = "debug")]
pub mod inline {
    /// Logs.
    pub fn log() {
        debug!(count = 1, "{}", 2);
        exception!(std::fmt::Error, "failed");
        nested::log();
    }

    mod nested {
        pub(super) fn log() {
            event!(kit::Level::Info, "nested {}", enabled!(kit::Level::Debug));
        }
    }
}

/// A strict logger, under either name.
#[kit::module_logger("renamed.strict", crate = kit, strict)]
pub mod strict {
    #[kit::module_logger("renamed.strict.file", crate = crate::reexported::runtime, strict)]
    static AUDIT: kit::Logger;

    /// Logs.
    pub fn log(name: &str) {
        info!(name = kit::masked(name));
        warn!(logger: AUDIT, name = kit::masked(name));
    }
}

/// The runtime's path starts within the crate.
#[kit::module_logger("renamed.path", crate = crate::reexported::runtime)]
pub mod path {
    /// Logs.
    pub fn log() {
        warn!("by path");
    }
}

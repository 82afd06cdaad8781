//! Associated functions whose feature is off, so that a call of one names the feature. rustc does so only
//! for other items.
//!
//! No type implements the traits. A bound without parameters would be checked here; with `for<'a>` it is
//! checked at the call.

#[cfg(not(feature = "formats"))]
mod formats {
    use std::convert::Infallible;

    use crate::format::Format;

    /// The bound of functions that are part of the feature `formats`.
    #[diagnostic::on_unimplemented(
        message = "this function needs logkit's feature `formats`",
        label = "the feature `formats` is off",
        note = "in Cargo.toml, add `features = [\"formats\"]` to the entry of logkit"
    )]
    pub trait NeedsFormats {}

    #[allow(missing_docs, reason = "with the feature, the functions are documented")]
    impl Format {
        #[doc(hidden)]
        pub fn template(_: &str) -> Result<Self, Infallible>
        where
            for<'a> Self: NeedsFormats,
        {
            Ok(Self::standard())
        }

        #[doc(hidden)]
        pub fn with_datefmt(self, _: &str) -> Result<Self, Infallible>
        where
            for<'a> Self: NeedsFormats,
        {
            Ok(self)
        }

        #[doc(hidden)]
        pub fn json_with<T>(_: T) -> Result<Self, Infallible>
        where
            for<'a> Self: NeedsFormats,
        {
            Ok(Self::json())
        }

        #[doc(hidden)]
        pub fn pretty() -> Self
        where
            for<'a> Self: NeedsFormats,
        {
            Self::standard()
        }

        #[doc(hidden)]
        pub fn logfmt() -> Self
        where
            for<'a> Self: NeedsFormats,
        {
            Self::standard()
        }

        #[doc(hidden)]
        pub fn ecs() -> Self
        where
            for<'a> Self: NeedsFormats,
        {
            Self::json()
        }

        #[doc(hidden)]
        pub fn google_cloud() -> Self
        where
            for<'a> Self: NeedsFormats,
        {
            Self::json()
        }
    }
}

#[cfg(not(feature = "scrub"))]
mod scrub {
    use crate::handler::{Lines, Memory};
    use crate::sink::Sink;

    /// The bound of functions that are part of the feature `scrub`.
    #[diagnostic::on_unimplemented(
        message = "this function needs logkit's feature `scrub`",
        label = "the feature `scrub` is off",
        note = "in Cargo.toml, add `features = [\"scrub\"]` to the entry of logkit"
    )]
    pub trait NeedsScrub {}

    #[allow(missing_docs, reason = "with the feature, the functions are documented")]
    impl<S: Sink> Lines<S> {
        #[doc(hidden)]
        #[must_use]
        pub fn with_scrubber<T>(self, _: T) -> Self
        where
            Self: NeedsScrub,
        {
            self
        }
    }

    #[allow(missing_docs, reason = "with the feature, the functions are documented")]
    impl Memory {
        #[doc(hidden)]
        #[must_use]
        pub fn with_scrubber<T>(self, _: T) -> Self
        where
            for<'a> Self: NeedsScrub,
        {
            self
        }
    }
}

#[cfg(all(feature = "file", not(feature = "gzip")))]
mod gzip {
    use crate::sink::FileBuilder;

    /// The bound of functions that are part of the feature `gzip`.
    #[diagnostic::on_unimplemented(
        message = "this function needs logkit's feature `gzip`",
        label = "the feature `gzip` is off",
        note = "in Cargo.toml, add `gzip` to the features of logkit"
    )]
    pub trait NeedsGzip {}

    #[allow(missing_docs, reason = "with the feature, the function is documented")]
    impl FileBuilder {
        #[doc(hidden)]
        pub fn with_gzip(self) -> Self
        where
            for<'a> Self: NeedsGzip,
        {
            self
        }
    }
}

#[cfg(all(unix, feature = "queue", not(feature = "signals")))]
mod signals {
    use std::io;

    use crate::handler::Queued;

    /// The bound of functions that are part of the feature `signals`.
    #[diagnostic::on_unimplemented(
        message = "this function needs logkit's feature `signals`",
        label = "the feature `signals` is off",
        note = "in Cargo.toml, add `signals` to the features of logkit"
    )]
    pub trait NeedsSignals {}

    #[allow(missing_docs, reason = "with the feature, the function is documented")]
    impl Queued {
        #[doc(hidden)]
        pub fn drain_on_signals() -> io::Result<()>
        where
            for<'a> Self: NeedsSignals,
        {
            Ok(())
        }
    }
}

#[cfg(all(feature = "layer", not(feature = "log")))]
mod log {
    use crate::tracing::RootLayer;

    /// The bound of functions that are part of the feature `log`.
    #[diagnostic::on_unimplemented(
        message = "this function needs logkit's feature `log`",
        label = "the feature `log` is off",
        note = "in Cargo.toml, add `log` to the features of logkit"
    )]
    pub trait NeedsLog {}

    #[allow(missing_docs, reason = "with the feature, the function is documented")]
    impl RootLayer {
        #[doc(hidden)]
        pub fn log_bridge(&self)
        where
            for<'a> Self: NeedsLog,
        {
        }
    }
}

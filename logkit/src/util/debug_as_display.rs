//! `Debug` for errors that a `main` returns: what it prints is the `Debug` of the error.

/// Implements `Debug` by `Display` for errors whose text says everything.
macro_rules! debug_as_display {
    ($error:ty) => {
        /// Writes what `Display` does: a `main` that returns the error prints it in this way.
        impl ::std::fmt::Debug for $error {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(self, f)
            }
        }
    };
}
pub(crate) use debug_as_display;

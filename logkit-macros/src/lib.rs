//! The procedural macros of `logkit`. Use them through `logkit`, which re-exports and documents them.

#![forbid(unsafe_code)]

mod diag;
mod event;
#[cfg(test)]
mod expansions;
mod module_logger;
mod names;
mod nearest;
mod paths;
mod redact;
mod secret_names;
#[cfg(test)]
mod secret_names_table;

use proc_macro::TokenStream;

/// Declares a module's logger; see `logkit::module_logger`.
#[proc_macro_attribute]
pub fn module_logger(arguments: TokenStream, item: TokenStream) -> TokenStream {
    module_logger::expand(arguments.into(), item.into()).into()
}

/// Writes a masked `Debug` for a type; see `logkit::Redact`.
#[proc_macro_derive(Redact, attributes(redact))]
pub fn redact(item: TokenStream) -> TokenStream {
    redact::expand(item.into()).into()
}

/// What the level macros pass their tokens on to.
#[doc(hidden)]
#[proc_macro]
pub fn event_macro(input: TokenStream) -> TokenStream {
    event::expand(input.into()).into()
}

/// What `enabled!` passes its tokens on to.
#[doc(hidden)]
#[proc_macro]
pub fn enabled_macro(input: TokenStream) -> TokenStream {
    event::expand_enabled(input.into()).into()
}

//! The level macros: one statement in, a static and a call out.

mod expand;
mod fields;
mod holes;
mod message;
mod metas;
mod model;
mod parse;
mod tokens;

use proc_macro2::TokenStream;
use quote::quote;

/// `[$crate] info ..` as the level macros pass it on.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    match parse::parse(input) {
        Ok(event) => expand::event(&event),
        Err(mistakes) => {
            let errors = mistakes.into_compile_errors();
            quote!({ #errors })
        }
    }
}

/// `[$crate] ..` of `enabled!`.
pub(crate) fn expand_enabled(input: TokenStream) -> TokenStream {
    match parse::parse_enabled(input) {
        Ok(question) => expand::enabled(&question),
        Err(mistakes) => {
            let errors = mistakes.into_compile_errors();
            quote!({ #errors false })
        }
    }
}

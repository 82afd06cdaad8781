//! The level macros: one statement in, a static and a call out.

mod calls;
mod expand;
mod fields;
mod holes;
pub(crate) mod leak;
mod message;
mod metas;
mod model;
mod parse;
mod subject;
pub(crate) mod tokens;

use proc_macro2::TokenStream;
use quote::quote;

/// `[$crate] info ..` as the level macros pass it on.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let (event, mistakes) = parse::parse(input);
    let event = event.map(|event| expand::event(&event));
    if mistakes.is_empty() {
        return event.unwrap_or_default();
    }
    let errors = mistakes.into_compile_errors();
    quote!({ #errors #event })
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

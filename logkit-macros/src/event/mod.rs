//! The level macros: a statement becomes a static and a call.

mod args;
mod ast;
mod constant;
mod count;
mod draft;
mod expand;
pub(crate) mod lint;
mod message;
mod parse;
mod placeholder;
mod repair;

use crate::tokens::api::TokenStream;
use crate::tokens::fill;

/// Expands a statement; the input is `[$crate] info ..`, as the level macros pass it on.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let (event, errors) = parse::parse(input);
    let event = event.map(|event| expand::event(&event));
    if errors.is_empty() {
        return event.unwrap_or_default();
    }
    let errors = errors.into_compile_errors();
    fill!("{ $errors $event }", errors, event)
}

/// Expands `enabled!`; the input is `[$crate] enabled ..`.
pub(crate) fn expand_enabled(input: TokenStream) -> TokenStream {
    match parse::parse_enabled(input) {
        Ok(check) => expand::enabled(&check),
        Err(errors) => {
            let errors = errors.into_compile_errors();
            fill!("{ $errors false }", errors)
        }
    }
}

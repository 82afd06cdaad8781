//! `#[derive(Redact)]`: a `Debug` that masks the marked fields.

mod attribute;
mod bounds;
mod container;
mod expand;
mod field;
mod model;
mod parse;
mod pieces;
mod structure;
mod types;

use proc_macro2::TokenStream;
use syn::DeriveInput;

/// Expands to the masked `Debug`; with a mistake in it, to one that shows no field at all, so that
/// the only errors are our own.
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let (target, item) = parse::parse(input);
    match item {
        Ok(item) => expand::masked(&target, &item),
        Err(mistakes) => expand::refused(&target, mistakes),
    }
}

#[cfg(test)]
mod tests;

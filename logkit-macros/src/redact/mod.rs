//! `#[derive(Redact)]`: a `Debug` that masks the marked fields.

mod ast;
mod attr;
mod bounds;
mod expand;
mod keys;
mod lint;

use proc_macro2::TokenStream;
use syn::DeriveInput;

/// Expands the derive. After an error the impls show no field, and no further errors follow.
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let (target, item) = ast::parse(input);
    match item {
        Ok(item) => expand::masked(&target, &item),
        Err(errors) => expand::refused(&target, errors),
    }
}

#[cfg(test)]
mod tests;

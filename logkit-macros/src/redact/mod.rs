//! `#[derive(Redact)]`: a `Debug` that masks the marked fields.

mod ast;
mod attr;
mod bounds;
mod expand;
mod input;
mod keys;
mod lint;
mod unknown;

use crate::errors::Errors;
use crate::tokens::api::TokenStream;

/// Expands the derive. After an error the impls show no field, and no further errors follow.
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let input = match input::TypeInput::parse(item) {
        Ok(input) => input,
        Err(error) => {
            let mut errors = Errors::default();
            errors.push(error);
            return errors.into_compile_errors();
        }
    };
    let (target, item) = ast::parse(input);
    match item {
        Ok(item) => expand::masked(&target, &item),
        Err(errors) => expand::refused(&target, errors),
    }
}

#[cfg(test)]
mod input_tests;
#[cfg(test)]
mod tests;

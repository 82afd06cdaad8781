//! `#[module_logger]`: declares a module's logger and defines its macros.

mod ast;
mod attr;
mod bypass;
mod expand;
mod instrument;
mod name;
mod unknown;

use crate::allowance::Allowance;
use crate::errors::SpannedError;
use crate::tokens::api::{Span, TokenStream};
use crate::tokens::fill;

/// Expands the attribute. After an error the item stays, with a logger, so that one mistake does not
/// cause forty unresolved names.
pub(crate) fn expand(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let (model, mut errors) = ast::parse(arguments, item);
    let allowance = Allowance::of_crate();
    let is_first = allowance.is_first_use();
    if let (true, Some(mistake)) = (is_first, &allowance.mistake) {
        errors.push(SpannedError::new(Span::call_site(), mistake));
    }
    let errors = errors.into_compile_errors();
    let Some(model) = model else { return fill!("$errors $item", errors, item) };
    let item = expand::expand(&model);
    let allowed = if is_first { Some(expand::allowance(&model, &allowance)) } else { None };
    fill!("$errors $item $allowed", errors, item, allowed)
}

//! `#[module_logger]`: declares a module's logger and defines its macros.

mod ast;
mod attr;
mod expand;
mod lint;
mod name;
mod unknown;

use crate::allowance::Allowance;
use crate::errors::SpannedError;
use crate::tokens::api::{Span, TokenStream};
use crate::tokens::fill;

/// Expands the attribute. After an error the item stays, with a logger, so that one mistake does not
/// cause forty unresolved names.
pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let (model, mut errors) = ast::parse(arguments, item.clone());
    let allowance = Allowance::of_crate();
    let is_first = allowance.is_first_use();
    if let Some(mistake) = allowance.mistake.as_ref().filter(|_| is_first) {
        errors.push(SpannedError::new(Span::call_site(), mistake));
    }
    let errors = errors.into_compile_errors();
    let allowed = model.as_ref().filter(|_| is_first);
    let allowed = allowed.map(|model| expand::allowance(model, &allowance));
    let item = model.map_or(item, |model| expand::expand(&model));
    fill!("$errors $item $allowed", errors, item, allowed)
}

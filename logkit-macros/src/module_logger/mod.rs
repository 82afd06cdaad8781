//! `#[module_logger]`: declares a module's logger and defines its macros.

mod ast;
mod attr;
mod expand;
mod lint;
mod name;
mod unknown;

use crate::tokens::api::TokenStream;
use crate::tokens::fill;

/// Expands the attribute. After an error the item stays, with a logger, so that one mistake does not
/// cause forty unresolved names.
pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let (model, errors) = ast::parse(arguments, item.clone());
    let errors = errors.into_compile_errors();
    let item = model.map_or(item, |model| expand::expand(&model));
    fill!("$errors $item", errors, item)
}

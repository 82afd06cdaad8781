//! `#[module_logger]`: declares a module's logger and brings its macros along.

mod arguments;
mod bypass;
mod expand;
mod imports;
mod instrument;
mod items;
mod model;
mod nested;
mod parse;
mod target;

use proc_macro2::TokenStream;
use quote::quote;

/// Expands the attribute; where it is wrong, what it stands on stays, with a logger, so that one
/// mistake does not breed forty.
pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let (model, mistakes) = parse::parse(arguments, item.clone());
    let errors = mistakes.into_compile_errors();
    let item = model.map_or(item, |model| expand::expand(&model));
    quote!(#errors #item)
}

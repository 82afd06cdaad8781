//! Modules within the annotated one: they inherit its logger and its macros unless they have their
//! own.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

use crate::module_logger::items::{
    Annotation, ends_item, import, is_ident, is_punct, mentions, module_body,
    split_inner_attributes,
};

/// Gives each nested inline module the logger, all the way down, and the macros where others might
/// be meant: a glob import within a nested module and the macros that reach into it from outside
/// would be ambiguous.
pub(crate) struct Inheritance<'a> {
    pub(crate) macro_names: &'a [&'a str],
    pub(crate) macros: TokenStream,
    pub(crate) annotation: Annotation,
}

impl Inheritance<'_> {
    /// The items with what they inherit.
    pub(crate) fn inherit(&self, items: TokenStream) -> TokenStream {
        let tokens: Vec<TokenTree> = items.into_iter().collect();
        let mut out = Vec::with_capacity(tokens.len());
        let mut start = 0;
        for (index, token) in tokens.iter().enumerate() {
            let head = tokens.get(start..index).unwrap_or_default();
            out.push(match token {
                TokenTree::Group(group) if !self.annotation.marks(head) => {
                    TokenTree::Group(self.group(group, &tokens, index))
                }
                token => token.clone(),
            });
            if ends_item(token) {
                start = index + 1;
            }
        }
        out.into_iter().collect()
    }

    /// A group at `index`: a nested module, or something that may hold one, as a function does.
    fn group(&self, group: &Group, tokens: &[TokenTree], index: usize) -> Group {
        let is_macro_input = is_punct(index.checked_sub(1).and_then(|at| tokens.get(at)), '!');
        let body = if module_body(tokens, index).is_some() {
            self.module(group.stream())
        } else if group.delimiter() == Delimiter::Brace && !is_macro_input && has_module(group) {
            self.inherit(group.stream())
        } else {
            // As it is, with the spans of its braces.
            return group.clone();
        };
        let mut changed = Group::new(group.delimiter(), body);
        changed.set_span(group.span());
        changed
    }

    fn module(&self, body: TokenStream) -> TokenStream {
        let (attributes, items) = split_inner_attributes(body);
        let tokens: Vec<TokenTree> = items.clone().into_iter().collect();
        let logger = (!has_logger(&tokens)).then(|| {
            quote!(
                use super::LOGGER;
            )
        });
        let macros = self.may_import_macros(&tokens).then_some(&self.macros);
        let items = self.inherit(items);
        quote!(#attributes #logger #macros #items)
    }

    /// Whether the module imports a macro of one of the names, or might.
    fn may_import_macros(&self, tokens: &[TokenTree]) -> bool {
        imports(tokens).any(|import| {
            has_glob(import)
                || mentions(import, &|ident| self.macro_names.iter().any(|name| ident == name))
        })
    }
}

/// The `use` items of a module.
fn imports(tokens: &[TokenTree]) -> impl Iterator<Item = &[TokenTree]> {
    (0..tokens.len()).filter_map(|index| import(tokens, index))
}

fn has_glob(import: &[TokenTree]) -> bool {
    import.iter().any(|token| match token {
        TokenTree::Group(group) => has_glob(&group.stream().into_iter().collect::<Vec<_>>()),
        token => is_punct(Some(token), '*'),
    })
}

/// Whether a group holds a module, however deep.
fn has_module(group: &Group) -> bool {
    mentions(&[TokenTree::Group(group.clone())], &|ident| ident == "mod")
}

/// Whether the module declares or imports something called `LOGGER`.
fn has_logger(tokens: &[TokenTree]) -> bool {
    let declares = tokens.windows(2).any(|pair| match pair {
        [keyword, name] => {
            (is_ident(keyword, "static") || is_ident(keyword, "const")) && is_ident(name, "LOGGER")
        }
        _ => false,
    });
    declares || imports(tokens).any(|import| mentions(import, &|ident| ident == "LOGGER"))
}

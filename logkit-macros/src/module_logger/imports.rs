//! What a `use` statement brings along.

use proc_macro2::{TokenStream, TokenTree};

use crate::module_logger::items::{import, is_punct};

/// One leaf of a `use`: its path, and what it is called from then on.
pub(crate) struct Leaf {
    /// Whether it begins with `::`.
    pub(crate) absolute: bool,
    pub(crate) path: Vec<String>,
    /// The last token of the path, as the user wrote it.
    pub(crate) last: TokenTree,
    pub(crate) name: String,
}

/// The leaves of a statement, of which `tokens` are what follows the keyword.
pub(crate) fn leaves(tokens: &[TokenTree]) -> Vec<Leaf> {
    let mut found = Vec::new();
    collect(tokens, &[], is_punct(tokens.first(), ':'), &mut found);
    found
}

/// The leaves of every statement among the items, wherever in them.
pub(crate) fn leaves_within(items: &TokenStream) -> Vec<Leaf> {
    let tokens: Vec<TokenTree> = items.clone().into_iter().collect();
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => found.extend(leaves_within(&group.stream())),
            _ => found.extend(import(&tokens, index).map(leaves).unwrap_or_default()),
        }
    }
    found
}

fn collect(tree: &[TokenTree], prefix: &[String], absolute: bool, found: &mut Vec<Leaf>) {
    let mut path = prefix.to_vec();
    let mut last = None;
    let mut tokens = tree.iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) if ident == "as" => {
                if let (Some(TokenTree::Ident(name)), Some(last)) = (tokens.next(), last.take()) {
                    found.push(Leaf { absolute, path, last, name: name.to_string() });
                }
                return;
            }
            // `tracing::{self}` is `tracing`.
            TokenTree::Ident(ident) if ident == "self" && !path.is_empty() => {
                last = Some(token.clone());
            }
            TokenTree::Ident(ident) => {
                path.push(ident.to_string());
                last = Some(token.clone());
            }
            TokenTree::Group(group) => {
                let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                for tree in inside.split(|token| is_punct(Some(token), ',')) {
                    collect(tree, &path, absolute, found);
                }
                return;
            }
            star if is_punct(Some(star), '*') => {
                path.push("*".to_owned());
                last = Some(star.clone());
            }
            _ => {}
        }
    }
    if let Some(last) = last {
        let name = path.last().cloned().unwrap_or_default();
        found.push(Leaf { absolute, path, last, name });
    }
}

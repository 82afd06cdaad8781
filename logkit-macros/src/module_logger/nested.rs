//! Modules within the annotated one: they inherit its logger unless they have their own.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};

/// Gives each nested inline module `use super::LOGGER;`, all the way down.
pub(crate) fn inherit(items: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = items.into_iter().collect();
    let mut out = TokenStream::new();
    let mut start = 0;
    for (index, token) in tokens.iter().enumerate() {
        let body = module_body(&tokens, index);
        match body {
            Some(body) if !is_annotated(&tokens, start, index) => {
                let (attributes, items) = split_inner_attributes(body.stream());
                let import = (!has_logger(&items)).then(|| {
                    quote!(
                        #[allow(unused_imports)]
                        use super::LOGGER;
                    )
                });
                let items = inherit(items);
                let mut group = Group::new(Delimiter::Brace, quote!(#attributes #import #items));
                group.set_span(body.span());
                group.to_tokens(&mut out);
            }
            _ => token.to_tokens(&mut out),
        }
        if ends_item(token) {
            start = index + 1;
        }
    }
    out
}

/// The braces of `mod name { .. }`, if they stand at `index`.
fn module_body(tokens: &[TokenTree], index: usize) -> Option<&Group> {
    match (tokens.get(index)?, index.checked_sub(2).and_then(|at| tokens.get(at..index))?) {
        (TokenTree::Group(body), [TokenTree::Ident(keyword), TokenTree::Ident(_)])
            if body.delimiter() == Delimiter::Brace && keyword == "mod" =>
        {
            Some(body)
        }
        _ => None,
    }
}

/// Whether the item that begins at `start` bears a `#[module_logger]` of its own.
pub(crate) fn is_annotated(tokens: &[TokenTree], start: usize, end: usize) -> bool {
    tokens.get(start..end).is_some_and(|item| {
        item.windows(2).any(|pair| match pair {
            [TokenTree::Punct(hash), TokenTree::Group(attribute)] if hash.as_char() == '#' => {
                // The last segment of the attribute's path, `logkit::module_logger` included.
                let path = attribute
                    .stream()
                    .into_iter()
                    .take_while(|token| !matches!(token, TokenTree::Group(_)));
                path.into_iter().any(
                    |token| matches!(token, TokenTree::Ident(ident) if ident == "module_logger"),
                )
            }
            _ => false,
        })
    })
}

/// Whether an item ends with this token.
pub(crate) fn ends_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    }
}

/// Whether the module declares or imports something called `LOGGER`.
fn has_logger(items: &TokenStream) -> bool {
    fn names_it(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == "LOGGER",
            TokenTree::Group(group) => names_it(group.stream()),
            _ => false,
        })
    }
    let tokens: Vec<TokenTree> = items.clone().into_iter().collect();
    let mut after = None;
    for (index, token) in tokens.iter().enumerate() {
        let TokenTree::Ident(ident) = token else {
            continue;
        };
        match ident.to_string().as_str() {
            "static" | "const" => after = Some(index + 1),
            "LOGGER" if after == Some(index) => return true,
            "use" => {
                let statement = tokens.iter().skip(index).take_while(|token| !is_semicolon(token));
                if names_it(statement.cloned().collect()) {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

fn is_semicolon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';')
}

/// `//! ..` and `#![..]` at the beginning, and the rest.
pub(crate) fn split_inner_attributes(body: TokenStream) -> (TokenStream, TokenStream) {
    let tokens: Vec<TokenTree> = body.into_iter().collect();
    let mut rest = tokens.as_slice();
    let mut attributes = TokenStream::new();
    while let [
        TokenTree::Punct(hash),
        TokenTree::Punct(bang),
        TokenTree::Group(group),
        after @ ..,
    ] = rest
    {
        if hash.as_char() != '#' || bang.as_char() != '!' || group.delimiter() != Delimiter::Bracket
        {
            break;
        }
        attributes.extend([
            TokenTree::Punct(hash.clone()),
            TokenTree::Punct(bang.clone()),
            TokenTree::Group(group.clone()),
        ]);
        rest = after;
    }
    (attributes, rest.iter().cloned().collect())
}

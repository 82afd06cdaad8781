//! Finding one's way in a module's tokens without parsing Rust.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

/// `#[module_logger]`, by every name it has in a module.
pub(crate) struct Annotation {
    names: Vec<String>,
}

impl Annotation {
    /// Its own name and those that the module's imports give it.
    pub(crate) fn of(items: &TokenStream) -> Self {
        let mut names = vec!["module_logger".to_owned()];
        learn_names(items, &mut names);
        Self { names }
    }

    /// Whether the item that `tokens` begin bears it.
    pub(crate) fn marks(&self, tokens: &[TokenTree]) -> bool {
        tokens.windows(2).any(|pair| match pair {
            [TokenTree::Punct(hash), TokenTree::Group(attribute)] if hash.as_char() == '#' => {
                let path = attribute.stream().into_iter();
                // The last segment of the path, `logkit::module_logger` included.
                let mut path = path.take_while(|token| !matches!(token, TokenTree::Group(_)));
                path.any(|token| self.names.iter().any(|name| is_ident(&token, name)))
            }
            _ => false,
        })
    }
}

/// `use logkit::module_logger as named;`
fn learn_names(items: &TokenStream, names: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = items.clone().into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        match (token, tokens.get(index + 1..)) {
            (TokenTree::Group(group), _) => learn_names(&group.stream(), names),
            (token, Some([keyword, TokenTree::Ident(name), ..]))
                if is_ident(token, "module_logger") && is_ident(keyword, "as") =>
            {
                names.push(name.to_string());
            }
            _ => {}
        }
    }
}

/// The braces of `mod name { .. }`, if they stand at `index`.
pub(crate) fn module_body(tokens: &[TokenTree], index: usize) -> Option<&Group> {
    match (tokens.get(index)?, tokens.get(index.checked_sub(2)?..index)?) {
        (TokenTree::Group(body), [keyword, TokenTree::Ident(_)])
            if body.delimiter() == Delimiter::Brace && is_ident(keyword, "mod") =>
        {
            Some(body)
        }
        _ => None,
    }
}

/// What follows the `use` at `index`, up to the semicolon; `None` where it is no import, but
/// `impl Trait + use<'a>`.
pub(crate) fn import(tokens: &[TokenTree], index: usize) -> Option<&[TokenTree]> {
    let after = tokens.get(index + 1..)?;
    if !is_ident(tokens.get(index)?, "use") || is_punct(after.first(), '<') {
        return None;
    }
    let end = after.iter().position(|token| is_punct(Some(token), ';')).unwrap_or(after.len());
    after.get(..end)
}

/// Whether an item ends with this token.
pub(crate) fn ends_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => is_punct(Some(token), ';'),
    }
}

/// `//! ..` and `#![..]` at the beginning, and the rest.
pub(crate) fn split_inner_attributes(body: TokenStream) -> (TokenStream, TokenStream) {
    let tokens: Vec<TokenTree> = body.into_iter().collect();
    let is_inner = |attribute: &&[TokenTree]| {
        matches!(attribute, [hash, bang, TokenTree::Group(group)]
            if is_punct(Some(hash), '#') && is_punct(Some(bang), '!')
                && group.delimiter() == Delimiter::Bracket)
    };
    let count = tokens.chunks(3).take_while(is_inner).count();
    let (attributes, rest) = tokens.split_at(count * 3);
    (attributes.iter().cloned().collect(), rest.iter().cloned().collect())
}

pub(crate) fn is_ident(token: &TokenTree, name: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == name)
}

pub(crate) fn is_punct(token: Option<&TokenTree>, c: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == c)
}

/// Whether an identifier stands somewhere in the tokens.
pub(crate) fn mentions(tokens: &[TokenTree], is_meant: &dyn Fn(&Ident) -> bool) -> bool {
    tokens.iter().any(|token| match token {
        TokenTree::Ident(ident) => is_meant(ident),
        TokenTree::Group(group) => {
            mentions(&group.stream().into_iter().collect::<Vec<_>>(), is_meant)
        }
        _ => false,
    })
}

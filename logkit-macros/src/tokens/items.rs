//! Items in a token stream: module bodies, imports, attributes and parameters.

use crate::tokens::api::{Delimiter, Group, Ident, Name as _, TokenStream, TokenTree};
use crate::tokens::{after_generics, is_ident};

/// The attribute `#[module_logger]`, under every name that a module gives it.
pub(crate) struct Annotation {
    names: Vec<String>,
}

impl Annotation {
    /// Collects the attribute's own name and its aliases in the module's imports.
    pub(crate) fn of(items: &TokenStream) -> Self {
        let mut names = vec!["module_logger".to_owned()];
        learn_names(items, &mut names);
        Self { names }
    }

    /// Returns true if the item that begins with `tokens` has the attribute.
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

/// Finds `use logkit::module_logger as named;`.
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

/// The braces of `mod name { .. }`, if they are the token at `index`.
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

/// The tokens between the `use` at `index` and its semicolon; `None` for other tokens and for
/// `impl Trait + use<'a>`.
pub(crate) fn import(tokens: &[TokenTree], index: usize) -> Option<&[TokenTree]> {
    let after = tokens.get(index + 1..)?;
    if !is_ident(tokens.get(index)?, "use") || is_punct(after.first(), '<') {
        return None;
    }
    let end = after.iter().position(|token| is_punct(Some(token), ';')).unwrap_or(after.len());
    after.get(..end)
}

/// Returns true if an item ends with this token.
pub(crate) fn ends_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => is_punct(Some(token), ';'),
    }
}

/// Splits the leading `//! ..` and `#![..]` from the rest.
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

pub(crate) fn is_punct(token: Option<&TokenTree>, c: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == c)
}

/// Returns true if an identifier occurs in the tokens, groups included.
pub(crate) fn mentions(tokens: &[TokenTree], is_meant: &dyn Fn(&Ident) -> bool) -> bool {
    tokens.iter().any(|token| match token {
        TokenTree::Ident(ident) => is_meant(ident),
        TokenTree::Group(group) => {
            mentions(&group.stream().into_iter().collect::<Vec<_>>(), is_meant)
        }
        _ => false,
    })
}

/// One imported name of a `use`: its path, and its name in the importing module.
pub(crate) struct Import {
    /// The path begins with `::`.
    pub(crate) absolute: bool,
    pub(crate) path: Vec<String>,
    /// The last token of the path, for error spans.
    pub(crate) last: TokenTree,
    pub(crate) name: String,
}

/// The names that one `use` imports; `tokens` are those after the keyword.
pub(crate) fn imports_of(tokens: &[TokenTree]) -> Vec<Import> {
    let mut found = Vec::new();
    collect(tokens, &[], is_punct(tokens.first(), ':'), &mut found);
    found
}

/// The names that every `use` in the items imports, those in nested modules and functions included.
pub(crate) fn imports_within(items: &TokenStream) -> Vec<Import> {
    let tokens: Vec<TokenTree> = items.clone().into_iter().collect();
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => found.extend(imports_within(&group.stream())),
            _ => found.extend(import(&tokens, index).map(imports_of).unwrap_or_default()),
        }
    }
    found
}

fn collect(tree: &[TokenTree], prefix: &[String], absolute: bool, found: &mut Vec<Import>) {
    let mut path = prefix.to_vec();
    let mut last = None;
    let mut tokens = tree.iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) if ident.is("as") => {
                if let (Some(TokenTree::Ident(name)), Some(last)) = (tokens.next(), last.take()) {
                    found.push(Import { absolute, path, last, name: name.to_string() });
                }
                return;
            }
            // `tracing::{self}` is `tracing`.
            TokenTree::Ident(ident) if ident.is("self") && !path.is_empty() => {
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
        found.push(Import { absolute, path, last, name });
    }
}

/// The parameter list, if the tokens begin with a function.
pub(crate) fn parameters(item: &[TokenTree]) -> Option<&Group> {
    let at = item.iter().position(|token| is_ident(token, "fn") || ends_item(token))?;
    match item.get(at..)? {
        [_, TokenTree::Ident(_), open, rest @ ..] if is_punct(Some(open), '<') => {
            match after_generics(rest)? {
                [TokenTree::Group(parameters), ..] => Some(parameters),
                _ => None,
            }
        }
        [_, TokenTree::Ident(_), TokenTree::Group(parameters), ..] => Some(parameters),
        _ => None,
    }
}

/// The variables that the parameters bind; `tracing` names its fields after them.
pub(crate) fn parameter_names(parameters: &Group) -> Vec<Ident> {
    let tokens: Vec<TokenTree> = parameters.stream().into_iter().collect();
    let mut found = Vec::new();
    let mut rest = tokens.as_slice();
    while let Some(colon) = rest.iter().enumerate().position(|(at, _)| is_colon(rest, at)) {
        let (pattern, of) = rest.split_at(colon);
        variables(pattern, &mut found);
        rest = after_type(of);
    }
    found
}

/// The tokens after the comma that ends a type.
fn after_type(mut rest: &[TokenTree]) -> &[TokenTree] {
    while let [token, after @ ..] = rest {
        rest = after;
        if is_punct(Some(token), ',') {
            break;
        }
        if is_punct(Some(token), '<') {
            rest = after_generics(after).unwrap_or_default();
        }
    }
    rest
}

/// Returns true if the token is a single colon, not half of a `::`.
fn is_colon(tokens: &[TokenTree], at: usize) -> bool {
    let is_punct_at = |at: Option<usize>| is_punct(at.and_then(|at| tokens.get(at)), ':');
    is_punct_at(Some(at)) && !is_punct_at(at.checked_sub(1)) && !is_punct_at(Some(at + 1))
}

fn variables(pattern: &[TokenTree], found: &mut Vec<Ident>) {
    for (at, token) in pattern.iter().enumerate() {
        match token {
            // An attribute on the parameter.
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Bracket
                    && is_punct(at.checked_sub(1).and_then(|at| pattern.get(at)), '#') => {}
            TokenTree::Group(group) => {
                variables(&group.stream().into_iter().collect::<Vec<_>>(), found);
            }
            TokenTree::Ident(ident) => {
                let before = at.checked_sub(1).and_then(|at| pattern.get(at));
                let after = pattern.get(at + 1);
                // The name of a type or of a field, or a `macro_rules` variable.
                let is_path = is_punct(after, ':')
                    || is_punct(before, ':') && !is_colon(pattern, at.saturating_sub(1))
                    || is_punct(before, '$')
                    || matches!(after, Some(TokenTree::Group(_)));
                if !is_path {
                    found.push(ident.clone());
                }
            }
            _ => {}
        }
    }
}

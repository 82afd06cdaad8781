//! Items in a token stream: module bodies, imports, attributes and parameters.

use crate::tokens::api::{Delimiter, Group, Ident, Name as _, TokenStream, TokenTree};
use crate::tokens::{
    after_generics, find, find_pair, find_punct, inside_of, is_ident, is_punct, is_punct_at,
    split_at_punct, starts_with, stream, tokens_of,
};

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
        let marks = |hash: &TokenTree, attribute: &TokenTree| match attribute {
            TokenTree::Group(attribute) => is_punct(hash, '#') && self.names_path(attribute),
            _ => false,
        };
        find_pair(tokens, &marks).is_some()
    }

    /// Returns true if the token is the body of a module with an attribute of its own.
    pub(crate) fn marks_module(&self, place: &Place<'_>) -> bool {
        place.module_body().is_some() && self.marks(place.head)
    }

    /// Returns true if a segment of the path is a name of the attribute: `logkit::module_logger`.
    fn names_path(&self, attribute: &Group) -> bool {
        for token in attribute.stream() {
            match token {
                TokenTree::Group(_) => return false,
                TokenTree::Ident(segment) if self.names.contains(&segment.to_string()) => {
                    return true;
                }
                _ => {}
            }
        }
        false
    }
}

/// Finds `use logkit::module_logger as named;`.
fn learn_names(items: &TokenStream, names: &mut Vec<String>) {
    let tokens = tokens_of(items);
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

/// A token among items.
pub(crate) struct Place<'a> {
    pub(crate) index: usize,
    pub(crate) token: &'a TokenTree,
    /// The tokens of the same item before it.
    pub(crate) head: &'a [TokenTree],
}

/// Returns the tokens of items with their places.
pub(crate) fn places(tokens: &[TokenTree]) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    let mut start = 0;
    for (index, token) in tokens.iter().enumerate() {
        let head = tokens.get(start..index).unwrap_or_default();
        places.push(Place { index, token, head });
        if ends_item(token) {
            start = index + 1;
        }
    }
    places
}

impl<'a> Place<'a> {
    /// The braces of `mod name { .. }`, if they are this token.
    pub(crate) fn module_body(&self) -> Option<&'a Group> {
        match (self.token, self.head) {
            (TokenTree::Group(body), [.., keyword, TokenTree::Ident(_)])
                if body.delimiter() == Delimiter::Brace && is_ident(keyword, "mod") =>
            {
                Some(body)
            }
            _ => None,
        }
    }
}

/// The tokens between the `use` at `index` and its semicolon; `None` for other tokens and for
/// `impl Trait + use<'a>`.
pub(crate) fn import(tokens: &[TokenTree], index: usize) -> Option<&[TokenTree]> {
    let after = tokens.get(index + 1..)?;
    if !is_ident(tokens.get(index)?, "use") || starts_with(after, '<') {
        return None;
    }
    let end = find_punct(after, ';').unwrap_or(after.len());
    after.get(..end)
}

/// Returns true if an item ends with this token.
fn ends_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => is_punct(token, ';'),
    }
}

/// Splits the leading `//! ..` and `#![..]` from the rest.
pub(crate) fn split_inner_attributes(body: &TokenStream) -> (TokenStream, TokenStream) {
    let tokens = tokens_of(body);
    let mut rest = tokens.as_slice();
    while let [hash, bang, TokenTree::Group(attribute), after @ ..] = rest {
        let is_inner = is_punct(hash, '#')
            && is_punct(bang, '!')
            && attribute.delimiter() == Delimiter::Bracket;
        if !is_inner {
            break;
        }
        rest = after;
    }
    let (attributes, rest) = tokens.split_at(tokens.len() - rest.len());
    (stream(attributes), stream(rest))
}

/// Returns true if an identifier occurs in the tokens, groups included.
pub(crate) fn mentions(tokens: &[TokenTree], is_meant: &dyn Fn(&Ident) -> bool) -> bool {
    let is_mention = |token: &TokenTree| match token {
        TokenTree::Ident(ident) => is_meant(ident),
        TokenTree::Group(group) => mentions(&inside_of(group), is_meant),
        _ => false,
    };
    find(tokens, &is_mention).is_some()
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
    collect(tokens, &[], starts_with(tokens, ':'), &mut found);
    found
}

/// The names that every `use` in the items imports, those in nested modules and functions included.
pub(crate) fn imports_within(items: &TokenStream) -> Vec<Import> {
    let tokens = tokens_of(items);
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        if let TokenTree::Group(group) = token {
            found.append(&mut imports_within(&group.stream()));
        } else if let Some(import) = import(&tokens, index) {
            found.append(&mut imports_of(import));
        }
    }
    found
}

fn collect(tree: &[TokenTree], prefix: &[String], absolute: bool, found: &mut Vec<Import>) {
    let mut path = prefix.to_vec();
    let mut last = None;
    for (index, token) in tree.iter().enumerate() {
        match token {
            TokenTree::Ident(ident) if ident.is("as") => {
                if let (Some(TokenTree::Ident(name)), Some(last)) = (tree.get(index + 1), last) {
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
                for tree in &split_at_punct(&inside_of(group), ',') {
                    collect(tree, &path, absolute, found);
                }
                return;
            }
            star if is_punct(star, '*') => {
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
    let at = find(item, &|token| is_ident(token, "fn") || ends_item(token))?;
    match item.get(at..)? {
        [_, TokenTree::Ident(_), open, rest @ ..] if is_punct(open, '<') => {
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
    let tokens = inside_of(parameters);
    let mut found = Vec::new();
    let mut rest = tokens.as_slice();
    let mut at = 0;
    while at < rest.len() {
        if is_colon(rest, at) {
            let (pattern, of) = rest.split_at(at);
            variables(pattern, &mut found);
            rest = after_type(of);
            at = 0;
        } else {
            at += 1;
        }
    }
    found
}

/// The tokens after the comma that ends a type.
fn after_type(mut rest: &[TokenTree]) -> &[TokenTree] {
    while let [token, after @ ..] = rest {
        rest = after;
        if is_punct(token, ',') {
            break;
        }
        if is_punct(token, '<') {
            rest = after_generics(after).unwrap_or_default();
        }
    }
    rest
}

/// Returns true if the token is a single colon, not half of a `::`.
pub(crate) fn is_colon(tokens: &[TokenTree], at: usize) -> bool {
    is_punct_at(tokens, at, ':')
        && !is_punct_at(tokens, at.wrapping_sub(1), ':')
        && !is_punct_at(tokens, at + 1, ':')
}

fn variables(pattern: &[TokenTree], found: &mut Vec<Ident>) {
    for (at, token) in pattern.iter().enumerate() {
        match token {
            // An attribute on the parameter.
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Bracket
                    && is_punct_at(pattern, at.wrapping_sub(1), '#') => {}
            TokenTree::Group(group) => {
                variables(&inside_of(group), found);
            }
            TokenTree::Ident(ident) => {
                let before = at.wrapping_sub(1);
                // The name of a type or of a field, or a `macro_rules` variable.
                let is_path = is_punct_at(pattern, at + 1, ':')
                    || is_punct_at(pattern, before, ':') && !is_colon(pattern, before)
                    || is_punct_at(pattern, before, '$')
                    || matches!(pattern.get(at + 1), Some(TokenTree::Group(_)));
                if !is_path {
                    found.push(ident.clone());
                }
            }
            _ => {}
        }
    }
}

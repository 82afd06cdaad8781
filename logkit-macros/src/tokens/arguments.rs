//! The expressions among the arguments of calls and macros.

use crate::tokens::api::{Delimiter, Group, Name as _, TokenTree};
use crate::tokens::{Tokens, is_separator, punct, split_at_commas};

/// The elements between commas; the first part of `[element; length]`.
pub(super) fn elements(group: &Group) -> Vec<Tokens> {
    let mut items = split_at_commas(group.stream());
    for item in &mut items {
        let end = item.iter().position(|token| punct(token) == Some(';'));
        item.truncate(end.unwrap_or(item.len()));
    }
    items
}

/// The expressions in the input of an unknown macro: `json!({ "user": user })`.
pub(super) fn macro_input(input: &Group, found: &mut Vec<Tokens>) {
    let tokens: Tokens = input.stream().into_iter().collect();
    let is_end = |token: &TokenTree| matches!(punct(token), Some(',' | ';' | '=' | '>'));
    for item in tokens.split(is_end) {
        // A key, and what is after it.
        let colon = item.iter().position(|token| punct(token) == Some(':'));
        let value = match colon {
            Some(at) if !item.get(at..).is_some_and(is_path_separator) => item.get(at + 1..),
            _ => Some(item),
        };
        match value.unwrap_or_default() {
            [TokenTree::Group(group)] if group.delimiter() != Delimiter::None => {
                macro_input(group, found);
            }
            [] => {}
            value => found.push(value.to_vec()),
        }
    }
}

fn is_path_separator(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [a, b, ..] if is_separator(a, b))
}

/// The name of a function that is an argument: `String::len`.
pub(super) fn function(argument: &[TokenTree]) -> Option<String> {
    match argument {
        [.., a, b, TokenTree::Ident(name)] if is_separator(a, b) => Some(name.unraw()),
        [TokenTree::Ident(name)] => Some(name.unraw()),
        _ => None,
    }
}

/// Returns true if the template of a `format!` may capture a variable.
pub(super) fn has_captures(template: &str) -> bool {
    let is_name =
        |rest: &str| rest.starts_with(|first: char| first == '_' || first.is_alphabetic());
    template.split('{').skip(1).any(is_name)
}

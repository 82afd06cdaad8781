//! The expressions among the arguments of calls and macros.

use crate::tokens::api::{Delimiter, Group, Name as _, TokenTree};
use crate::tokens::{
    Tokens, find_punct, inside_of, is_punct_at, is_separator, punct, split, split_at_commas,
};

/// The elements between commas; the first part of `[element; length]`.
pub(super) fn elements(group: &Group) -> Vec<Tokens> {
    let mut items = split_at_commas(group.stream());
    for item in &mut items {
        if let Some(end) = find_punct(item, ';') {
            item.truncate(end);
        }
    }
    items
}

/// The expressions in the input of an unknown macro: `json!({ "user": user })`.
pub(super) fn macro_input(input: &Group, found: &mut Vec<Tokens>) {
    let is_end = |token: &TokenTree| matches!(punct(token), Some(',' | ';' | '=' | '>'));
    for item in &split(&inside_of(input), &is_end) {
        // A key, and what is after it.
        let value = match find_punct(item, ':') {
            Some(at) if !is_punct_at(item, at + 1, ':') => item.get(at + 1..).unwrap_or_default(),
            _ => item,
        };
        match value {
            [TokenTree::Group(group)] if group.delimiter() != Delimiter::None => {
                macro_input(group, found);
            }
            [] => {}
            value => found.push(value.to_vec()),
        }
    }
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
    any_placeholder(template, &begins_a_name)
}

/// Returns true if the template of a `format!` captures this variable.
pub(super) fn captures(template: &str, name: &str) -> bool {
    any_placeholder(template, &|inside| match inside.strip_prefix(name) {
        Some(after) => after.starts_with('}') || after.starts_with(':'),
        None => false,
    })
}

/// Returns true if `is` holds for the text after one of the braces.
fn any_placeholder(template: &str, is: &dyn Fn(&str) -> bool) -> bool {
    let mut rest = template;
    while let Some((_, after)) = rest.split_once('{') {
        if is(after) {
            return true;
        }
        rest = after;
    }
    false
}

/// Returns true for a text that starts with a letter or an underscore.
pub(crate) fn begins_a_name(text: &str) -> bool {
    match text.chars().next() {
        Some(first) => first == '_' || first.is_alphabetic(),
        None => false,
    }
}

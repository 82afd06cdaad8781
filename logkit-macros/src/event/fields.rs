//! Fields: `key = value`, `key = %value`, `key = ?value`, `%value`, `?value`, `value`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;

use crate::event::model::{Binding, Field, How, Key, Shown, What};
use crate::event::subject::Subject;
use crate::event::tokens::{is_assignment, is_ident, punct, stream, string_literal, ungrouped};
use crate::secret_names::secret;

/// The item as a field; `None` where it is none.
pub(crate) fn parse(item: &[TokenTree], bindings: &mut Vec<Binding>) -> Option<syn::Result<Field>> {
    let found = match item {
        [first, rest @ ..] if sigil(first).is_some() => shorthand(first, rest),
        _ => match key(item)? {
            (Key::Text(_), []) if string_literal(item).is_some() => return None,
            (key @ Key::Text(_), []) => Ok((key, stream(item), How::Typed)),
            (key, [equals, value @ ..]) if is_assignment(equals, value) => {
                value_of(&key, equals, value).map(|(value, how)| (key, value, how))
            }
            _ => return None,
        },
    };
    Some(found.map(|(key, value, how)| {
        let decided = is_decided(&key, &value);
        bindings.push(Binding { span: value.span(), what: What::Value(value) });
        Field { key, decided, value: Shown { binding: bindings.len() - 1, how } }
    }))
}

/// Whether the value is behind a mask or an `unmasked` that can be seen. What stands in the source
/// is no secret either, whatever it is called.
fn is_decided(key: &Key, value: &TokenStream) -> bool {
    match Subject::of(&value.clone().into_iter().collect::<Vec<_>>()) {
        Subject::Masked => true,
        Subject::Literal => matches!(key, Key::Text(name) if secret(name).is_some()),
        Subject::Path(_) | Subject::Formatted(_) | Subject::Several(_) | Subject::Other => false,
    }
}

/// Whether the item can be nothing but a field.
pub(crate) fn is_field(item: &[TokenTree]) -> bool {
    is_shorthand(item)
        || matches!(key(item), Some((_, [equals, value @ ..])) if is_assignment(equals, value))
}

/// Whether the item begins as `?value` or `%value` do.
pub(crate) fn is_shorthand(item: &[TokenTree]) -> bool {
    item.first().and_then(sigil).is_some()
}

/// `?path` or `%path`
fn shorthand(sign: &TokenTree, path: &[TokenTree]) -> syn::Result<(Key, TokenStream, How)> {
    match (key(path), sigil(sign)) {
        (Some((key @ Key::Text(_), [])), Some(how)) if string_literal(path).is_none() => {
            Ok((key, stream(path), how))
        }
        _ => {
            let place = if path.is_empty() { sign.to_token_stream() } else { stream(path) };
            let message = format!("only a path names itself; write `name = {sign}value`");
            Err(syn::Error::new_spanned(place, message))
        }
    }
}

/// What follows a key's `=`.
fn value_of(key: &Key, equals: &TokenTree, value: &[TokenTree]) -> syn::Result<(TokenStream, How)> {
    let (value, how) = match value {
        // `tracing` has these two functions in scope here.
        [function, TokenTree::Group(argument)]
            if argument.delimiter() == Delimiter::Parenthesis && is_ident(function, "display") =>
        {
            (argument.stream(), How::Display)
        }
        [function, TokenTree::Group(argument)]
            if argument.delimiter() == Delimiter::Parenthesis && is_ident(function, "debug") =>
        {
            (argument.stream(), How::Debug)
        }
        [first, rest @ ..] => match sigil(first) {
            Some(how) => (stream(rest), how),
            None => (stream(value), How::Typed),
        },
        [] => (TokenStream::new(), How::Typed),
    };
    if value.is_empty() {
        let name = match key {
            Key::Text(name) => name,
            Key::Constant(_) => "{ KEY }",
        };
        let message = format!("a value is missing after `=`; write `{name} = value`");
        return Err(syn::Error::new_spanned(equals, message));
    }
    Ok((value, how))
}

fn sigil(token: &TokenTree) -> Option<How> {
    match punct(token)? {
        '%' => Some(How::Display),
        '?' => Some(How::Debug),
        _ => None,
    }
}

/// A field's name at the beginning of the tokens, and what follows it.
fn key(item: &[TokenTree]) -> Option<(Key, &[TokenTree])> {
    let (first, rest) = item.split_first()?;
    if let Some(text) = string_literal(std::slice::from_ref(first)) {
        return Some((Key::Text(text.value()), rest));
    }
    match first {
        TokenTree::Group(constant) if constant.delimiter() == Delimiter::Brace => {
            Some((Key::Constant(constant.stream()), rest))
        }
        // A name that a `macro_rules` fragment has wrapped.
        TokenTree::Group(_) => match ungrouped(std::slice::from_ref(first)) {
            Some(inside) if path(&inside).is_some_and(|(_, after)| after.is_empty()) => {
                path(&inside).map(|(name, _)| (Key::Text(name), rest))
            }
            _ => None,
        },
        _ => path(item).map(|(name, rest)| (Key::Text(name), rest)),
    }
}

/// `user.address.street` or `pair.0`, as one name.
fn path(item: &[TokenTree]) -> Option<(String, &[TokenTree])> {
    let [TokenTree::Ident(first), rest @ ..] = item else { return None };
    let mut name = first.unraw().to_string();
    let mut rest = rest;
    while let [dot, part @ (TokenTree::Ident(_) | TokenTree::Literal(_)), after @ ..] = rest {
        if punct(dot) != Some('.') {
            break;
        }
        name.push('.');
        name.push_str(part.to_string().trim_start_matches("r#"));
        rest = after;
    }
    Some((name, rest))
}

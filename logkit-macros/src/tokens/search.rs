//! Searches in token slices. Each is compiled once, and not for every predicate: the crate is in every
//! clean build.

use crate::tokens::api::{Group, TokenStream, TokenTree};
use crate::tokens::{Tokens, punct};

/// The tokens of a stream.
pub(crate) fn tokens_of(stream: &TokenStream) -> Tokens {
    stream.clone().into_iter().collect()
}

/// The tokens between a group's delimiters.
pub(crate) fn inside_of(group: &Group) -> Tokens {
    group.stream().into_iter().collect()
}

/// The text of a token; empty without one.
pub(crate) fn text_of(token: Option<&TokenTree>) -> String {
    token.map(ToString::to_string).unwrap_or_default()
}

/// Returns true for this punctuation.
pub(crate) fn is_punct(token: &TokenTree, sign: char) -> bool {
    punct(token) == Some(sign)
}

/// Returns true if the first token is this punctuation.
pub(crate) fn starts_with(tokens: &[TokenTree], sign: char) -> bool {
    is_punct_at(tokens, 0, sign)
}

/// Returns true if the last token is this punctuation.
pub(crate) fn ends_with(tokens: &[TokenTree], sign: char) -> bool {
    is_punct_at(tokens, tokens.len().wrapping_sub(1), sign)
}

/// Returns true if the token at the index is this punctuation.
pub(crate) fn is_punct_at(tokens: &[TokenTree], index: usize, sign: char) -> bool {
    match tokens.get(index) {
        Some(token) => is_punct(token, sign),
        None => false,
    }
}

/// The index of the first token that is this punctuation.
pub(crate) fn find_punct(tokens: &[TokenTree], sign: char) -> Option<usize> {
    find(tokens, &|token| is_punct(token, sign))
}

/// The index of the first token for which `is` holds.
pub(crate) fn find(tokens: &[TokenTree], is: &dyn Fn(&TokenTree) -> bool) -> Option<usize> {
    for (index, token) in tokens.iter().enumerate() {
        if is(token) {
            return Some(index);
        }
    }
    None
}

/// The index of the first two neighbors for which `is` holds.
pub(crate) fn find_pair(
    tokens: &[TokenTree],
    is: &dyn Fn(&TokenTree, &TokenTree) -> bool,
) -> Option<usize> {
    let mut rest = tokens;
    while let [first, after @ ..] = rest {
        match after {
            [second, ..] if is(first, second) => return Some(tokens.len() - rest.len()),
            after => rest = after,
        }
    }
    None
}

/// Returns true if `is` holds for each token.
pub(crate) fn all(tokens: &[TokenTree], is: &dyn Fn(&TokenTree) -> bool) -> bool {
    find(tokens, &|token| !is(token)).is_none()
}

/// The parts between the tokens for which `is_end` holds; one more than there are of those.
pub(crate) fn split<'a>(
    tokens: &'a [TokenTree],
    is_end: &dyn Fn(&TokenTree) -> bool,
) -> Vec<&'a [TokenTree]> {
    let mut parts = Vec::new();
    let mut rest = tokens;
    while let Some(end) = find(rest, is_end) {
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after.get(1..).unwrap_or_default();
    }
    parts.push(rest);
    parts
}

/// The parts between the tokens that are this punctuation.
pub(crate) fn split_at_punct(tokens: &[TokenTree], sign: char) -> Vec<&[TokenTree]> {
    split(tokens, &|token| is_punct(token, sign))
}

//! The operators of an expression outside of its groups, and the operands between them.

use crate::tokens::api::{Name as _, Spacing, TokenTree};
use crate::tokens::{
    Tokens, after_generics, flow, is_ident, is_punct, is_punct_at, is_separator, punct, starts_with,
};

/// An expression, read as far as its operators.
pub(super) enum Operation {
    /// A single operand, with its prefixes and suffixes.
    Operand,
    /// A comparison, or conditions joined by `&&` and `||`.
    Truth,
    /// The operands of arithmetic, of `+` between texts, or of a range.
    Operands(Vec<Tokens>),
}

/// Reads the operators of an expression.
pub(super) fn split(expression: &[TokenTree]) -> Operation {
    let mut operands = Vec::new();
    let mut start = expression;
    let mut rest = operand(expression);
    while let [first, after @ ..] = rest {
        let before = start.get(..start.len() - rest.len()).unwrap_or_default();
        let second = match (first, after) {
            (TokenTree::Punct(first), [second, ..]) if first.spacing() == Spacing::Joint => {
                punct(second)
            }
            _ => None,
        };
        let length = match (punct(first), second) {
            (Some('<'), Some('<')) | (Some('>'), Some('>')) => 2,
            (Some('=' | '!'), Some('='))
            | (Some('<' | '>'), _)
            | (Some('&'), Some('&'))
            | (Some('|'), Some('|')) => return Operation::Truth,
            (Some('.'), Some('.')) => 2 + usize::from(is_punct_at(after, 1, '=')),
            (Some('+' | '-' | '*' | '/' | '%' | '^' | '&' | '|'), _) => 1,
            // Not an expression.
            _ => return Operation::Operand,
        };
        operands.push(before.to_vec());
        start = rest.get(length..).unwrap_or_default();
        rest = operand(start);
    }
    if operands.is_empty() {
        return Operation::Operand;
    }
    operands.push(start.to_vec());
    Operation::Operands(operands)
}

/// The tokens after the first operand.
fn operand(expression: &[TokenTree]) -> &[TokenTree] {
    let mut rest = expression;
    loop {
        rest = match rest {
            [first, after @ ..] if matches!(punct(first), Some('&' | '*' | '-' | '!')) => after,
            [a, b, after @ ..] if is_separator(a, b) => after,
            // `<T as Trait>::f()`
            [open, after @ ..] if is_punct(open, '<') => {
                return suffixes(after_generics(after).unwrap_or_default());
            }
            // A closure extends to the end.
            [bar, ..] if is_punct(bar, '|') => return &[],
            [TokenTree::Ident(word), after @ ..] => match word.unraw().as_str() {
                "mut" => after,
                "move" | "return" | "break" => return &[],
                "if" | "match" | "unsafe" | "const" | "async" | "loop" => {
                    return suffixes(flow::after(rest));
                }
                _ => return suffixes(after),
            },
            [TokenTree::Literal(_) | TokenTree::Group(_), after @ ..] => return suffixes(after),
            rest => return rest,
        };
    }
}

/// The tokens after `.field`, `.method()`, `[..]`, `?`, `as T` and the rest of a path.
fn suffixes(mut rest: &[TokenTree]) -> &[TokenTree] {
    loop {
        rest = match rest {
            [TokenTree::Group(_), after @ ..] => after,
            [question, after @ ..] if is_punct(question, '?') => after,
            [dot, TokenTree::Ident(_) | TokenTree::Literal(_), after @ ..]
                if is_punct(dot, '.') =>
            {
                after
            }
            [bang, TokenTree::Group(_), after @ ..] if is_punct(bang, '!') => after,
            [a, b, open, after @ ..] if is_separator(a, b) && is_punct(open, '<') => {
                after_generics(after).unwrap_or_default()
            }
            [a, b, TokenTree::Ident(_), after @ ..] if is_separator(a, b) => after,
            [cast, after @ ..] if is_ident(cast, "as") => after_type(after),
            rest => return rest,
        }
    }
}

/// The tokens after the type of a cast.
fn after_type(mut rest: &[TokenTree]) -> &[TokenTree] {
    loop {
        rest = match rest {
            [first, after @ ..] if matches!(punct(first), Some('&' | '*')) => after,
            [first, after @ ..] if is_ident(first, "const") || is_ident(first, "mut") => after,
            [TokenTree::Ident(_) | TokenTree::Group(_), after @ ..] => match after {
                [a, b, path @ ..] if is_separator(a, b) => path,
                [open, inside @ ..] if is_punct(open, '<') && is_generic(inside) => {
                    after_generics(inside).unwrap_or_default()
                }
                after => return after,
            },
            rest => return rest,
        };
    }
}

/// Returns true if a `<` after the name of a type opens generic arguments: rustc reads no comparison
/// there.
fn is_generic(inside: &[TokenTree]) -> bool {
    !starts_with(inside, '<') && !starts_with(inside, '=')
}

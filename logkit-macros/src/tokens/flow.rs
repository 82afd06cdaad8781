//! Blocks, `if`, `match` and closures: the expressions whose value they can have.

use crate::secret_names::secret;
use crate::tokens::api::{Delimiter, Group, Ident, Name as _, Punct, Spacing, Span, TokenTree};
use crate::tokens::{Tokens, is_assignment, is_ident, punct, string_literal};

/// An expression whose value a block, an `if` or a `match` can have, and the variables it can use.
#[derive(Default)]
pub(super) struct Branch {
    pub(super) body: Tokens,
    /// A pattern, and the expression that is matched with it.
    pub(super) bindings: Vec<(Tokens, Tokens)>,
}

/// The longest expression that replaces a variable, and the longest body in which it does, in tokens.
const MAX_SOURCE: usize = 64;
const MAX_BODY: usize = 256;

impl Branch {
    /// The body, with the matched expressions in place of the variables.
    pub(super) fn resolved(self) -> Tokens {
        let Self { mut body, bindings } = self;
        for (pattern, source) in bindings.iter().rev() {
            if source.len() <= MAX_SOURCE && body.len() <= MAX_BODY {
                body = replaced(&body, pattern, source);
            }
        }
        body
    }
}

/// The tokens with `(source)` in place of each variable of the pattern.
fn replaced(tokens: &[TokenTree], pattern: &[TokenTree], source: &[TokenTree]) -> Tokens {
    let mut is_member = false;
    let mut found = Tokens::new();
    for token in tokens {
        found.push(match token {
            // A variable that is named like a secret is one.
            TokenTree::Ident(variable)
                if !is_member
                    && mentions(pattern, variable)
                    && secret(&variable.unraw()).is_none() =>
            {
                group_at(Delimiter::Parenthesis, source.to_vec(), variable.span())
            }
            TokenTree::Group(group) => {
                let inside: Tokens = group.stream().into_iter().collect();
                let mut within = replaced(&inside, pattern, source);
                within.extend(captured(&inside, pattern, source));
                group_at(group.delimiter(), within, group.span())
            }
            token => token.clone(),
        });
        is_member = matches!(punct(token), Some('.' | ':'));
    }
    found
}

/// `, name = (source)` for a variable of the pattern that the literal at the start captures.
fn captured(inside: &[TokenTree], pattern: &[TokenTree], source: &[TokenTree]) -> Tokens {
    let literal = inside.first().and_then(|first| string_literal(std::slice::from_ref(first)));
    let Some(literal) = literal else { return Tokens::new() };
    let is_captured = |name: &Ident| {
        ["}", ":"].iter().any(|end| literal.value().contains(&format!("{{{name}{end}")))
    };
    let Some(name) = variable(pattern, &is_captured) else { return Tokens::new() };
    let value = group_at(Delimiter::Parenthesis, source.to_vec(), literal.span());
    let sign = |sign| TokenTree::Punct(Punct::new(sign, Spacing::Alone));
    vec![sign(','), TokenTree::Ident(name), sign('='), value]
}

/// The first identifier of a pattern for which `is` holds.
fn variable(pattern: &[TokenTree], is: &dyn Fn(&Ident) -> bool) -> Option<Ident> {
    pattern.iter().find_map(|token| match token {
        TokenTree::Ident(ident) => is(ident).then(|| ident.clone()),
        TokenTree::Group(group) => variable(&group.stream().into_iter().collect::<Tokens>(), is),
        _ => None,
    })
}

fn group_at(delimiter: Delimiter, tokens: Tokens, span: Span) -> TokenTree {
    let mut group = Group::new(delimiter, tokens.into_iter().collect());
    group.set_span(span);
    TokenTree::Group(group)
}

/// Returns true if a pattern has a variable of that name.
fn mentions(pattern: &[TokenTree], name: &Ident) -> bool {
    let name = name.to_string();
    variable(pattern, &|ident| ident.is(&name)).is_some()
}

/// The tokens after a block, an `if` or a `match`.
pub(super) fn after(tokens: &[TokenTree]) -> &[TokenTree] {
    branches(tokens).map_or(&[], |(_, rest)| rest)
}

/// The branches of a block, an `if` or a `match`, and the tokens after it.
pub(super) fn branches(tokens: &[TokenTree]) -> Option<(Vec<Branch>, &[TokenTree])> {
    let (first, rest) = tokens.split_first()?;
    match first {
        TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => {
            Some((vec![block(body)], rest))
        }
        TokenTree::Ident(word) => match (word.unraw().as_str(), rest) {
            ("unsafe" | "const" | "async", [TokenTree::Group(body), rest @ ..]) => {
                Some((vec![block(body)], rest))
            }
            ("async", [keyword, TokenTree::Group(body), rest @ ..])
                if is_ident(keyword, "move") =>
            {
                Some((vec![block(body)], rest))
            }
            ("loop", [TokenTree::Group(body), rest @ ..]) => Some((breaks(body), rest)),
            ("if", rest) => conditional(rest),
            ("match", rest) => matched(rest),
            _ => None,
        },
        // `'label: { .. }`
        TokenTree::Punct(quote) if quote.as_char() == '\'' => match rest {
            [_, colon, TokenTree::Group(body), rest @ ..] if punct(colon) == Some(':') => {
                Some((vec![block(body)], rest))
            }
            _ => None,
        },
        _ => None,
    }
}

/// The parameters and the body of a closure.
pub(super) fn closure(tokens: &[TokenTree]) -> Option<(&[TokenTree], &[TokenTree])> {
    let tokens = match tokens {
        [first, rest @ ..] if is_ident(first, "move") => rest,
        tokens => tokens,
    };
    let [open, rest @ ..] = tokens else { return None };
    if punct(open) != Some('|') {
        return None;
    }
    let close = rest.iter().position(|token| punct(token) == Some('|'))?;
    let (parameters, body) = (rest.get(..close)?, rest.get(close + 1..)?);
    let body = match body {
        // `|| -> T { .. }`
        [dash, ..] if punct(dash) == Some('-') && is_arrow(body) => body.get(body.len() - 1..)?,
        body => body,
    };
    Some((parameters, body))
}

fn is_arrow(tokens: &[TokenTree]) -> bool {
    tokens.get(1).and_then(punct) == Some('>')
}

/// Splits a body in braces at the first one after the tokens of a condition.
fn head(tokens: &[TokenTree]) -> Option<(&[TokenTree], &Group, &[TokenTree])> {
    tokens.iter().enumerate().find_map(|(index, token)| match token {
        TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => {
            Some((tokens.get(..index)?, body, tokens.get(index + 1..)?))
        }
        _ => None,
    })
}

/// Parses `condition { .. } else ..`.
fn conditional(tokens: &[TokenTree]) -> Option<(Vec<Branch>, &[TokenTree])> {
    let (condition, body, mut rest) = head(tokens)?;
    let mut first = block(body);
    first.bindings.extend(let_conditions(condition));
    let mut found = vec![first];
    if let [keyword, after @ ..] = rest {
        if is_ident(keyword, "else") {
            let (others, after) = branches(after)?;
            found.extend(others);
            rest = after;
        }
    }
    Some((found, rest))
}

/// The patterns and expressions of `let p = e && let q = f`.
fn let_conditions(condition: &[TokenTree]) -> Vec<(Tokens, Tokens)> {
    let is_and = |pair: &[TokenTree]| {
        matches!(pair, [TokenTree::Punct(a), b]
            if a.as_char() == '&' && a.spacing() == Spacing::Joint && punct(b) == Some('&'))
    };
    let mut found = Vec::new();
    let mut rest = condition;
    while !rest.is_empty() {
        let end = rest.windows(2).position(is_and).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        found.extend(let_binding(part));
        rest = after.get(2..).unwrap_or_default();
    }
    found
}

/// Parses `let pattern = expression`.
fn let_binding(tokens: &[TokenTree]) -> Option<(Tokens, Tokens)> {
    let [keyword, rest @ ..] = tokens else { return None };
    if !is_ident(keyword, "let") {
        return None;
    }
    let is_equals = |(index, token): (usize, &TokenTree)| {
        is_assignment(token, rest.get(index + 1..).unwrap_or_default())
    };
    let equals = rest.iter().enumerate().position(is_equals)?;
    Some((rest.get(..equals)?.to_vec(), rest.get(equals + 1..)?.to_vec()))
}

/// Parses `expression { pattern => body, .. }`.
fn matched(tokens: &[TokenTree]) -> Option<(Vec<Branch>, &[TokenTree])> {
    let (scrutinee, arms, rest) = head(tokens)?;
    let arms: Tokens = arms.stream().into_iter().collect();
    let mut found = Vec::new();
    let mut left = arms.as_slice();
    while let Some(arrow) = left.windows(2).position(|pair| match pair {
        [equals, close] => punct(equals) == Some('=') && punct(close) == Some('>'),
        _ => false,
    }) {
        let (pattern, body) = left.split_at(arrow);
        let body = body.get(2..).unwrap_or_default();
        let end = match body {
            [TokenTree::Group(block), after @ ..]
                if block.delimiter() == Delimiter::Brace && !is_suffix(after) =>
            {
                1
            }
            body => body.iter().position(|token| punct(token) == Some(',')).unwrap_or(body.len()),
        };
        let (body, after) = body.split_at(end);
        let bindings = vec![(pattern.to_vec(), scrutinee.to_vec())];
        found.push(Branch { body: body.to_vec(), bindings });
        left = match after {
            [comma, after @ ..] if punct(comma) == Some(',') => after,
            after => after,
        };
    }
    Some((found, rest))
}

/// The value of a block: what follows its last statement.
fn block(body: &Group) -> Branch {
    let tokens: Tokens = body.stream().into_iter().collect();
    let mut statements: Vec<&[TokenTree]> =
        tokens.split(|token| punct(token) == Some(';')).collect();
    let mut tail = statements.pop().unwrap_or_default();
    // Statements that end with a brace need no semicolon.
    while let Some((_, rest)) = branches(tail).filter(|(_, rest)| !rest.is_empty()) {
        if is_suffix(rest) {
            break;
        }
        tail = rest;
    }
    let bindings = statements.into_iter().filter_map(let_binding).collect();
    Branch { body: tail.to_vec(), bindings }
}

/// The values of a loop: what follows `break` in its body.
fn breaks(body: &Group) -> Vec<Branch> {
    let tokens: Tokens = body.stream().into_iter().collect();
    let mut found = Vec::new();
    for statement in tokens.split(|token| punct(token) == Some(';')) {
        match statement.iter().position(|token| is_ident(token, "break")) {
            Some(at) => {
                let body = statement.get(at + 1..).unwrap_or_default().to_vec();
                found.push(Branch { body, ..Branch::default() });
            }
            None => found.extend(statement.iter().flat_map(|token| match token {
                TokenTree::Group(inner) => breaks(inner),
                _ => Vec::new(),
            })),
        }
    }
    found
}

/// Returns true if the tokens continue the expression before them.
fn is_suffix(tokens: &[TokenTree]) -> bool {
    matches!(tokens.first().and_then(punct), Some('.' | '?' | '+'))
}

//! Blocks, `if`, `match` and closures: the expressions whose value they can have.

use crate::secret_names::secret;
use crate::tokens::api::{Delimiter, Group, Ident, Name as _, Punct, Spacing, Span, TokenTree};
use crate::tokens::arguments::captures;
use crate::tokens::{
    Tokens, find, find_pair, find_punct, inside_of, is_assignment, is_group, is_ident, is_punct,
    is_punct_at, punct, split_at_punct, stream, string_literal,
};

/// An expression whose value a block, an `if` or a `match` can have, and the variables it can use.
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
    pub(super) fn resolved(&self) -> Tokens {
        let mut body = self.body.clone();
        let mut bindings = self.bindings.as_slice();
        while let [before @ .., (pattern, source)] = bindings {
            bindings = before;
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
                group_at(Delimiter::Parenthesis, source, variable.span())
            }
            TokenTree::Group(group) => {
                let inside = inside_of(group);
                let mut within = replaced(&inside, pattern, source);
                within.append(&mut captured(&inside, pattern, source));
                group_at(group.delimiter(), &within, group.span())
            }
            token => token.clone(),
        });
        is_member = matches!(punct(token), Some('.' | ':'));
    }
    found
}

/// `, name = (source)` for a variable of the pattern that the literal at the start captures.
fn captured(inside: &[TokenTree], pattern: &[TokenTree], source: &[TokenTree]) -> Tokens {
    let Some(literal) = inside.get(..1).and_then(string_literal) else { return Tokens::new() };
    let is_captured = |name: &Ident| captures(literal.value(), &name.to_string());
    let Some(name) = variable(pattern, &is_captured) else { return Tokens::new() };
    let value = group_at(Delimiter::Parenthesis, source, literal.span());
    let sign = |sign| TokenTree::Punct(Punct::new(sign, Spacing::Alone));
    vec![sign(','), TokenTree::Ident(name), sign('='), value]
}

/// The first identifier of a pattern for which `is` holds.
fn variable(pattern: &[TokenTree], is: &dyn Fn(&Ident) -> bool) -> Option<Ident> {
    for token in pattern {
        let found = match token {
            TokenTree::Ident(ident) if is(ident) => Some(ident.clone()),
            TokenTree::Group(group) => variable(&inside_of(group), is),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn group_at(delimiter: Delimiter, tokens: &[TokenTree], span: Span) -> TokenTree {
    let mut group = Group::new(delimiter, stream(tokens));
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
            [_, colon, TokenTree::Group(body), rest @ ..] if is_punct(colon, ':') => {
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
    if !is_punct(open, '|') {
        return None;
    }
    let close = find_punct(rest, '|')?;
    let (parameters, body) = (rest.get(..close)?, rest.get(close + 1..)?);
    let body = match body {
        // `|| -> T { .. }`
        [dash, ..] if is_punct(dash, '-') && is_punct_at(body, 1, '>') => {
            body.get(body.len() - 1..)?
        }
        body => body,
    };
    Some((parameters, body))
}

/// Splits a body in braces at the first one after the tokens of a condition.
fn head(tokens: &[TokenTree]) -> Option<(&[TokenTree], &Group, &[TokenTree])> {
    let at = find(tokens, &|token| is_group(token, Delimiter::Brace))?;
    match tokens.split_at(at) {
        (head, [TokenTree::Group(body), rest @ ..]) => Some((head, body, rest)),
        _ => None,
    }
}

/// Parses `condition { .. } else ..`.
fn conditional(tokens: &[TokenTree]) -> Option<(Vec<Branch>, &[TokenTree])> {
    let (condition, body, mut rest) = head(tokens)?;
    let mut first = block(body);
    first.bindings.append(&mut let_conditions(condition));
    let mut found = vec![first];
    if let [keyword, after @ ..] = rest {
        if is_ident(keyword, "else") {
            let (mut others, after) = branches(after)?;
            found.append(&mut others);
            rest = after;
        }
    }
    Some((found, rest))
}

/// The patterns and expressions of `let p = e && let q = f`.
fn let_conditions(condition: &[TokenTree]) -> Vec<(Tokens, Tokens)> {
    let is_and = |first: &TokenTree, second: &TokenTree| {
        matches!(first, TokenTree::Punct(sign)
            if sign.as_char() == '&' && sign.spacing() == Spacing::Joint && is_punct(second, '&'))
    };
    let mut found = Vec::new();
    let mut rest = condition;
    while !rest.is_empty() {
        let end = find_pair(rest, &is_and).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        if let Some(binding) = let_binding(part) {
            found.push(binding);
        }
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
    let mut value = rest;
    while let [equals, after @ ..] = value {
        if is_assignment(equals, after) {
            let pattern = rest.get(..rest.len() - value.len())?;
            return Some((pattern.to_vec(), after.to_vec()));
        }
        value = after;
    }
    None
}

/// Parses `expression { pattern => body, .. }`.
fn matched(tokens: &[TokenTree]) -> Option<(Vec<Branch>, &[TokenTree])> {
    let (scrutinee, arms, rest) = head(tokens)?;
    let arms = inside_of(arms);
    let mut found = Vec::new();
    let mut left = arms.as_slice();
    let is_arrow =
        |equals: &TokenTree, close: &TokenTree| is_punct(equals, '=') && is_punct(close, '>');
    while let Some(arrow) = find_pair(left, &is_arrow) {
        let (pattern, body) = left.split_at(arrow);
        let body = body.get(2..).unwrap_or_default();
        let end = match body {
            [block, after @ ..] if is_group(block, Delimiter::Brace) && !is_suffix(after) => 1,
            body => find_punct(body, ',').unwrap_or(body.len()),
        };
        let (body, after) = body.split_at(end);
        let bindings = vec![(pattern.to_vec(), scrutinee.to_vec())];
        found.push(Branch { body: body.to_vec(), bindings });
        left = match after {
            [comma, after @ ..] if is_punct(comma, ',') => after,
            after => after,
        };
    }
    Some((found, rest))
}

/// The value of a block: what follows its last statement.
fn block(body: &Group) -> Branch {
    let tokens = inside_of(body);
    let mut statements = split_at_punct(&tokens, ';');
    let mut tail = statements.pop().unwrap_or_default();
    // Statements that end with a brace need no semicolon.
    while let Some((_, rest)) = branches(tail) {
        if rest.is_empty() || is_suffix(rest) {
            break;
        }
        tail = rest;
    }
    let mut bindings = Vec::new();
    for statement in &statements {
        if let Some(binding) = let_binding(statement) {
            bindings.push(binding);
        }
    }
    Branch { body: tail.to_vec(), bindings }
}

/// The values of a loop: what follows `break` in its body.
fn breaks(body: &Group) -> Vec<Branch> {
    let tokens = inside_of(body);
    let mut found = Vec::new();
    for statement in &split_at_punct(&tokens, ';') {
        if let Some(at) = find(statement, &|token| is_ident(token, "break")) {
            let body = statement.get(at + 1..).unwrap_or_default().to_vec();
            found.push(Branch { body, bindings: Vec::new() });
            continue;
        }
        for token in *statement {
            if let TokenTree::Group(inner) = token {
                found.append(&mut breaks(inner));
            }
        }
    }
    found
}

/// Returns true if the tokens continue the expression before them.
fn is_suffix(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [first, ..] if matches!(punct(first), Some('.' | '?' | '+')))
}

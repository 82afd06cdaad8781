//! Token slices read without parsing Rust: where expressions and types end, and which tokens they are.

pub(crate) mod api;
mod arguments;
mod calls;
mod cursor;
mod expr;
#[cfg(test)]
mod expr_tests;
mod flow;
pub(crate) mod items;
mod kind;
mod literal;
mod operators;
mod search;
pub(crate) mod template;
mod written;

pub(crate) use arguments::begins_a_name;
pub(crate) use cursor::{Attribute, AttributeArgument, Cursor};
pub(crate) use kind::ExprKind;
pub(crate) use literal::StringLiteral;
pub(crate) use search::{
    all, ends_with, find, find_pair, find_punct, inside_of, is_punct, is_punct_at, split,
    split_at_punct, starts_with, text_of, tokens_of,
};
pub(crate) use template::{ToTokens, fill, fill_at};
pub(crate) use written::{without_spaces, written};

use api::{Delimiter, IntoIter, Name as _, Punct, Spacing, Span, TokenStream, TokenTree};

/// The tokens between two commas.
pub(crate) type Tokens = Vec<TokenTree>;

/// Splits at the commas that separate arguments, and not at those inside `f::<A, B>()`,
/// `<A as B<C, D>>::f()` or `x as A<B, C>`.
pub(crate) fn split_at_commas(tokens: TokenStream) -> Vec<Tokens> {
    split_rest_at_commas(tokens.into_iter())
}

/// Splits the tokens that are left.
pub(crate) fn split_rest_at_commas(tokens: IntoIter) -> Vec<Tokens> {
    let mut items = vec![Tokens::new()];
    let mut angles = 0_u32;
    let mut casts = false;
    for token in tokens {
        let Some(item) = items.last_mut() else { break };
        match punct(&token) {
            Some(',') if angles == 0 => {
                casts = false;
                items.push(Tokens::new());
                continue;
            }
            Some('<') if angles > 0 || opens_generics(item, casts) => angles += 1,
            Some('>') if angles > 0 && !ends_with(item, '-') && !ends_with(item, '=') => {
                angles -= 1;
            }
            // The path of a type after `as`.
            _ if !casts => casts = is_ident(&token, "as"),
            _ => casts = in_path(&token) || is_after_as(item),
        }
        item.push(token);
    }
    // A trailing comma, or empty input.
    without_empty_end(items)
}

/// The items without an empty one at the end.
fn without_empty_end(mut items: Vec<Tokens>) -> Vec<Tokens> {
    if let [.., last] = items.as_slice() {
        if last.is_empty() {
            items.pop();
        }
    }
    items
}

fn is_after_as(before: &[TokenTree]) -> bool {
    matches!(before, [.., last] if is_ident(last, "as"))
}

fn in_path(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(_) | TokenTree::Group(_)) || is_punct(token, ':')
}

/// Returns true if a `<` after these tokens opens generic arguments instead of comparing.
fn opens_generics(before: &[TokenTree], casts: bool) -> bool {
    match before {
        [] => true,
        // The sigil of a field. After an operand it is the operator of `x? < y`.
        [before @ .., last] if is_punct(last, '?') => before.is_empty() || ends_with(before, '='),
        [.., last] => match punct(last) {
            Some(':') => is_punct_at(before, before.len().wrapping_sub(2), ':'),
            Some('=' | '%' | '&' | '*' | '!' | '(') => true,
            _ => casts,
        },
    }
}

/// The tokens after the `>` that closes generic arguments; `rest` begins inside them.
pub(crate) fn after_generics(mut rest: &[TokenTree]) -> Option<&[TokenTree]> {
    let mut angles = Angles::open();
    while let [token, after @ ..] = rest {
        if angles.pass(token) == 0 {
            return Some(after);
        }
        rest = after;
    }
    None
}

/// The depth of `<..>` in the tokens of types, where each `<` opens generic arguments.
#[derive(Default)]
pub(crate) struct Angles {
    depth: u32,
    before: Option<char>,
}

impl Angles {
    /// The depth after a first `<`.
    pub(crate) fn open() -> Self {
        Self { depth: 1, before: None }
    }

    pub(crate) fn depth(&self) -> u32 {
        self.depth
    }

    /// Passes a token, and returns the depth after it. The `>` of `->` closes nothing.
    pub(crate) fn pass(&mut self, token: &TokenTree) -> u32 {
        let sign = punct(token);
        match sign {
            Some('<') => self.depth += 1,
            Some('>') if self.before != Some('-') => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.before = sign;
        self.depth
    }
}

pub(crate) fn punct(token: &TokenTree) -> Option<char> {
    match token {
        TokenTree::Punct(punct) => Some(punct.as_char()),
        _ => None,
    }
}

pub(crate) fn is_ident(token: &TokenTree, name: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident.is(name))
}

pub(crate) fn is_group(token: &TokenTree, delimiter: Delimiter) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == delimiter)
}

/// Returns true for the `=` of a field, false for the first half of `==` or `=>`.
pub(crate) fn is_assignment(equals: &TokenTree, after: &[TokenTree]) -> bool {
    matches!(equals, TokenTree::Punct(equals) if equals.as_char() == '='
        && (equals.spacing() == Spacing::Alone
            || !matches!(after.first().and_then(punct), Some('=' | '>'))))
}

/// The tokens inside the invisible group of a `macro_rules` fragment.
pub(crate) fn ungrouped(tokens: &[TokenTree]) -> Option<Tokens> {
    match tokens {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => {
            let inside = inside_of(group);
            Some(ungrouped(&inside).unwrap_or(inside))
        }
        _ => None,
    }
}

/// The tokens as a string literal, through the invisible group of a `macro_rules` fragment.
pub(crate) fn string_literal(tokens: &[TokenTree]) -> Option<StringLiteral> {
    match tokens {
        [TokenTree::Literal(literal)] => StringLiteral::new(literal),
        _ => string_literal(&ungrouped(tokens)?),
    }
}

/// Returns true for a macro call, `concat!("a", "b")`.
pub(crate) fn is_macro_call(tokens: &[TokenTree]) -> bool {
    match tokens {
        [path @ .., bang, TokenTree::Group(_)] => is_punct(bang, '!') && is_path(path),
        _ => ungrouped(tokens).is_some_and(|tokens| is_macro_call(&tokens)),
    }
}

/// Returns true for a path, `crate::audit::LOGGER`.
pub(crate) fn is_path(tokens: &[TokenTree]) -> bool {
    if let Some(inside) = ungrouped(tokens) {
        return is_path(&inside);
    }
    let mut rest = match tokens {
        [a, b, rest @ ..] if is_separator(a, b) => rest,
        tokens => tokens,
    };
    while let [TokenTree::Ident(segment), after @ ..] = rest {
        let name = segment.to_string();
        if is_keyword(&name) && !PATH_KEYWORDS.contains(&name.as_str()) {
            return false;
        }
        rest = match after {
            [] => return true,
            [a, b, after @ ..] if is_separator(a, b) => after,
            _ => return false,
        };
    }
    false
}

/// Returns true for `::`.
pub(crate) fn is_separator(first: &TokenTree, second: &TokenTree) -> bool {
    is_punct(first, ':') && is_punct(second, ':')
}

/// Returns true for a name that a variable can have.
pub(crate) fn is_identifier(text: &str) -> bool {
    let Ok(tokens) = text.parse::<TokenStream>() else { return false };
    matches!(tokens_of(&tokens).as_slice(), [TokenTree::Ident(_)]) && !is_keyword(text)
}

/// The keywords that a path can contain.
const PATH_KEYWORDS: [&str; 4] = ["crate", "self", "super", "Self"];

fn is_keyword(text: &str) -> bool {
    KEYWORDS.contains(&text)
}

#[rustfmt::skip]
const KEYWORDS: [&str; 52] = [
    "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self",
    "Self", "static", "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe",
    "unsized", "use", "virtual", "where", "while", "yield",
];

/// Splits at the commas between types, parameters or fields, where `<` always opens generics.
pub(crate) fn split_types(tokens: Tokens) -> Vec<Tokens> {
    let mut items = vec![Tokens::new()];
    let mut angles = Angles::default();
    for token in tokens {
        let Some(item) = items.last_mut() else { break };
        if angles.pass(&token) == 0 && is_punct(&token, ',') {
            items.push(Tokens::new());
        } else {
            item.push(token);
        }
    }
    without_empty_end(items)
}

/// The source location of tokens, for errors about what is generated from them: that of the first one,
/// because stable Rust cannot join spans.
pub(crate) fn span_of(tokens: &[TokenTree]) -> Span {
    match tokens {
        [first, ..] => first.span(),
        [] => Span::call_site(),
    }
}

/// Adds an item to those with commas between them.
pub(crate) fn join(joined: &mut Tokens, item: &[TokenTree]) {
    if !joined.is_empty() {
        joined.push(TokenTree::Punct(Punct::new(',', Spacing::Alone)));
    }
    joined.extend_from_slice(item);
}

/// The tokens as one stream.
pub(crate) fn stream(tokens: &[TokenTree]) -> TokenStream {
    TokenStream::from_iter(tokens.to_vec())
}

#[cfg(test)]
mod tests {
    use super::split_at_commas;

    fn split(tokens: &str) -> Vec<String> {
        let items = split_at_commas(tokens.parse().unwrap());
        items.iter().map(|item| super::stream(item).to_string().replace(' ', "")).collect()
    }

    #[test]
    fn commas_inside_generics_do_not_separate() {
        assert_eq!(split("a, b, c,"), ["a", "b", "c"]);
        assert_eq!(split(""), [""; 0]);
        assert_eq!(split("f::<A, B>(x), y"), ["f::<A,B>(x)", "y"]);
        assert_eq!(split("k = <A as T<B, C>>::f(), y"), ["k=<AasT<B,C>>::f()", "y"]);
        assert_eq!(split("k = -<A as T<B, C>>::F, y"), ["k=-<AasT<B,C>>::F", "y"]);
        assert_eq!(split("k = a + <A as T<B, C>>::F, y"), ["k=a+<AasT<B,C>>::F", "y"]);
        assert_eq!(split("k = a | <A as T<B, C>>::F, y"), ["k=a|<AasT<B,C>>::F", "y"]);
        assert_eq!(split("?<A as T<B, C>>::F, y"), ["?<AasT<B,C>>::F", "y"]);
        assert_eq!(split("k = ?<A as T<B, C>>::F, y"), ["k=?<AasT<B,C>>::F", "y"]);
        assert_eq!(split("x as M<A, B>, y"), ["xasM<A,B>", "y"]);
        assert_eq!(split("x as *const M<A, B>, y"), ["xas*constM<A,B>", "y"]);
        assert_eq!(split("x as m::N::<A, B> as O, y"), ["xasm::N::<A,B>asO", "y"]);
        assert_eq!(split("f::<fn(A) -> B, C>(), y"), ["f::<fn(A)->B,C>()", "y"]);
    }

    #[test]
    fn commas_after_comparisons_separate() {
        assert_eq!(split("a < b, c > d"), ["a<b", "c>d"]);
        assert_eq!(split("a = b < c, d = e >> f"), ["a=b<c", "d=e>>f"]);
        assert_eq!(split("a = x <= y, b"), ["a=x<=y", "b"]);
        assert_eq!(split("a = x as u8 + 1 < y, b > c"), ["a=xasu8+1<y", "b>c"]);
        assert_eq!(split("a = x << 1, b >> c"), ["a=x<<1", "b>>c"]);
        assert_eq!(split("a = x? < y, b = z? > c"), ["a=x?<y", "b=z?>c"]);
        assert_eq!(split("a = f()? << 1, b"), ["a=f()?<<1", "b"]);
        assert_eq!(split("a = -x < y, b > c"), ["a=-x<y", "b>c"]);
    }
}

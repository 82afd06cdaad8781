//! Items read token by token: keywords, names, attributes and visibilities.

use crate::errors::SpannedError;
use crate::tokens::api::{Delimiter, Group, Ident, Name as _, Punct, Span, TokenStream, TokenTree};
use crate::tokens::{StringLiteral, Tokens, find, inside_of, is_ident, is_punct, stream};

/// The tokens that have not been read yet, the next one last.
///
/// The invisible group of a `macro_rules` fragment is entered if what is looked for is in it.
pub(crate) struct Cursor(Tokens);

impl Cursor {
    pub(crate) fn new(mut tokens: Tokens) -> Self {
        tokens.reverse();
        Self(tokens)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next token as it is.
    pub(crate) fn next(&mut self) -> Option<TokenTree> {
        self.0.pop()
    }

    /// All tokens that are left.
    pub(crate) fn rest(&mut self) -> Tokens {
        let mut rest = std::mem::take(&mut self.0);
        rest.reverse();
        rest
    }

    /// The tokens before the first comma.
    pub(crate) fn until_comma(&mut self) -> Tokens {
        let mut taken = Tokens::new();
        while !self.is_at(',') {
            match self.next() {
                Some(next) => taken.push(next),
                None => break,
            }
        }
        taken
    }

    /// The span of the next token; that of the macro at the end.
    pub(crate) fn span(&self) -> Span {
        match self.0.last() {
            Some(TokenTree::Group(group)) => group.span_open(),
            Some(token) => token.span(),
            None => Span::call_site(),
        }
    }

    /// The next token, for errors.
    pub(crate) fn peek(&self) -> Option<&TokenTree> {
        self.0.last()
    }

    /// Returns true if one of the tokens that are left is this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        find(&self.0, &|token| is_ident(token, name)).is_some()
    }

    pub(crate) fn error(&self, message: &str) -> SpannedError {
        SpannedError::new(self.span(), message)
    }

    /// Returns true if the next token is this punctuation.
    pub(crate) fn is_at(&self, character: char) -> bool {
        matches!(self.visible(), Some(token) if is_punct(&token, character))
    }

    pub(crate) fn punct(&mut self, character: char) -> Option<Punct> {
        match self.take_if(&|token| is_punct(token, character))? {
            TokenTree::Punct(punct) => Some(punct),
            _ => None,
        }
    }

    pub(crate) fn keyword(&mut self, keyword: &str) -> Option<Ident> {
        self.ident_if(&|token| is_ident(token, keyword))
    }

    /// A name or a keyword.
    pub(crate) fn ident(&mut self) -> Option<Ident> {
        self.ident_if(&|token| matches!(token, TokenTree::Ident(_)))
    }

    fn ident_if(&mut self, is_meant: &dyn Fn(&TokenTree) -> bool) -> Option<Ident> {
        match self.take_if(is_meant)? {
            TokenTree::Ident(ident) => Some(ident),
            _ => None,
        }
    }

    pub(crate) fn string(&mut self) -> Option<StringLiteral> {
        let TokenTree::Literal(literal) = self.visible()? else { return None };
        let text = StringLiteral::new(&literal)?;
        self.take_visible();
        Some(text)
    }

    /// `#[..]`, as often as there is one.
    pub(crate) fn attributes(&mut self) -> Vec<Attribute> {
        let mut attributes = Vec::new();
        while let Some(hash) = self.punct('#') {
            match self.next() {
                Some(TokenTree::Group(group)) => attributes.push(Attribute::new(hash, group)),
                Some(other) => {
                    self.0.push(other);
                    break;
                }
                None => break,
            }
        }
        attributes
    }

    /// `pub`, `pub(crate)`, or no token.
    pub(crate) fn visibility(&mut self) -> TokenStream {
        // A fragment `$vis` without tokens.
        if let Some(TokenTree::Group(group)) = self.0.last() {
            if group.delimiter() == Delimiter::None && group.stream().is_empty() {
                self.next();
            }
        }
        let Some(keyword) = self.keyword("pub") else {
            return TokenStream::new();
        };
        let mut tokens = vec![TokenTree::Ident(keyword)];
        match self.0.pop() {
            Some(next) if is_restriction(&next) => tokens.push(next),
            Some(next) => self.0.push(next),
            None => {}
        }
        stream(&tokens)
    }

    /// The next token, inside invisible groups.
    fn visible(&self) -> Option<TokenTree> {
        let mut token = self.0.last()?.clone();
        while let TokenTree::Group(group) = &token {
            if group.delimiter() != Delimiter::None {
                break;
            }
            token = group.stream().into_iter().next()?;
        }
        Some(token)
    }

    fn take_visible(&mut self) -> Option<TokenTree> {
        self.enter();
        self.next()
    }

    /// Replaces an invisible group by its tokens.
    fn enter(&mut self) {
        while let Some(TokenTree::Group(group)) = self.0.last() {
            if group.delimiter() != Delimiter::None {
                break;
            }
            let mut inside = inside_of(group);
            inside.reverse();
            self.0.pop();
            self.0.append(&mut inside);
        }
    }

    fn take_if(&mut self, is_meant: &dyn Fn(&TokenTree) -> bool) -> Option<TokenTree> {
        if is_meant(&self.visible()?) { self.take_visible() } else { None }
    }
}

/// Returns true for the `(crate)` of a visibility, false for a tuple field's type in parentheses.
fn is_restriction(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else { return false };
    let inside = inside_of(group);
    group.delimiter() == Delimiter::Parenthesis
        && match inside.as_slice() {
            [only] => ["crate", "self", "super"].contains(&only.to_string().as_str()),
            [first, ..] => is_ident(first, "in"),
            [] => false,
        }
}

/// `#[path]`, `#[path(..)]` or `#[path = value]`.
pub(crate) struct Attribute {
    path: Tokens,
    pub(crate) argument: AttributeArgument,
    written: Tokens,
}

/// The tokens after an attribute's path.
pub(crate) enum AttributeArgument {
    None,
    /// Those in the parentheses.
    List(TokenStream),
    /// Those after `=`.
    Value(TokenStream),
}

impl Attribute {
    fn new(hash: Punct, brackets: Group) -> Self {
        let mut inside = Cursor::new(inside_of(&brackets));
        inside.enter();
        let inside = inside.rest();
        let is_argument = |token: &TokenTree| match token {
            TokenTree::Ident(_) => false,
            token => !is_punct(token, ':'),
        };
        let length = find(&inside, &is_argument).unwrap_or(inside.len());
        let (path, after) = inside.split_at(length);
        let argument = match after {
            [TokenTree::Group(list), ..] => AttributeArgument::List(list.stream()),
            [_, value @ ..] => AttributeArgument::Value(stream(value)),
            [] => AttributeArgument::None,
        };
        let written = vec![TokenTree::Punct(hash), TokenTree::Group(brackets)];
        Self { path: path.to_vec(), argument, written }
    }

    /// The attribute's only name.
    pub(crate) fn name(&self) -> Option<&Ident> {
        match self.path.as_slice() {
            [TokenTree::Ident(name)] => Some(name),
            _ => None,
        }
    }

    /// Returns true if that is the last name of the path.
    pub(crate) fn ends_in(&self, name: &str) -> bool {
        matches!(self.path.as_slice(), [.., last] if is_ident(last, name))
    }

    /// The path, for error spans.
    pub(crate) fn path(&self) -> &Tokens {
        &self.path
    }

    /// The list's tokens, if the attribute is of that name.
    pub(crate) fn list_of(&self, name: &str) -> Option<TokenStream> {
        match &self.argument {
            AttributeArgument::List(list) if self.name()?.is(name) => Some(list.clone()),
            _ => None,
        }
    }

    /// The attribute as the user wrote it.
    pub(crate) fn tokens(&self) -> &Tokens {
        &self.written
    }
}

//! The errors of an item, collected so that all of them are reported at once.

use crate::tokens::api::{Literal, Span, TokenStream, TokenTree};
use crate::tokens::{ToTokens, Tokens, fill_at, span_of};

/// An error at tokens that the user typed.
pub(crate) struct SpannedError {
    /// The first token and the last one.
    place: (Span, Span),
    message: String,
}

impl SpannedError {
    pub(crate) fn new(place: Span, message: &str) -> Self {
        Self { place: (place, place), message: message.to_owned() }
    }

    /// An error that extends over all of the tokens.
    pub(crate) fn at(place: &dyn ToTokens, message: impl Into<String>) -> Self {
        Self { place: ends(place), message: message.into() }
    }

    /// `::core::compile_error! { "message" }`. rustc shows the source from the first token's span to the
    /// last one's.
    fn to_compile_error(&self) -> TokenStream {
        let (first, last) = self.place;
        let mut message = Literal::string(&self.message);
        message.set_span(last);
        let path = fill_at!(first, "::core::compile_error!");
        fill_at!(last, "$path { $message }", path, message)
    }
}

/// The spans of the first token and of the last one.
fn ends(place: &dyn ToTokens) -> (Span, Span) {
    let mut tokens = Tokens::new();
    place.to_tokens(&mut tokens);
    let first = span_of(&tokens);
    (first, tokens.last().map_or(first, TokenTree::span))
}

/// The errors found so far.
#[derive(Default)]
pub(crate) struct Errors(Vec<SpannedError>);

impl Errors {
    /// Adds an error at `place`, tokens that the user typed.
    pub(crate) fn at(&mut self, place: &dyn ToTokens, message: impl Into<String>) {
        self.push(SpannedError::at(place, message));
    }

    /// Adds an error that already has a span.
    pub(crate) fn push(&mut self, error: SpannedError) {
        self.0.push(error);
    }

    /// Moves the errors of `others` to the end of these.
    pub(crate) fn append(&mut self, mut others: Self) {
        self.0.append(&mut others.0);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One `compile_error!` call per error; empty without errors.
    pub(crate) fn into_compile_errors(self) -> TokenStream {
        let mut tokens = TokenStream::new();
        for error in &self.0 {
            tokens.extend(error.to_compile_error());
        }
        tokens
    }
}

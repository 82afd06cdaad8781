//! The path from an expansion to the runtime crate.

use crate::tokens::api::{Span, TokenStream};
use crate::tokens::{ToTokens, Tokens, fill, stream, tokens_of, without_spaces};

/// The path of the `logkit` crate in the user's crate: `::logkit`, the argument of `crate = path`,
/// or the `$crate` of a level macro.
#[derive(Clone)]
pub(crate) struct Runtime(Tokens);

impl Runtime {
    pub(crate) fn new(path: &TokenStream) -> Self {
        Self(tokens_of(path))
    }

    /// This path with the span `place`, so that type errors in the expansion point at the user's token.
    pub(crate) fn at(&self, place: Span) -> Self {
        let mut path = self.0.clone();
        for token in &mut path {
            token.set_span(place);
        }
        Self(path)
    }

    /// The prefix of a public path as a user writes it: `logkit::`, or the path of `crate = path`.
    pub(crate) fn as_written(&self) -> String {
        let path = without_spaces(&stream(&self.0).to_string());
        match path.as_str() {
            "$crate" => "logkit::".to_owned(),
            path => format!("{}::", path.strip_prefix("::").unwrap_or(path)),
        }
    }

    /// `::logkit::__private`, the only module that expansions name.
    pub(crate) fn private(&self) -> TokenStream {
        let root = &self.0;
        fill!("$root::__private", root)
    }
}

impl Default for Runtime {
    fn default() -> Self {
        Self::new(&fill!("::logkit"))
    }
}

impl ToTokens for Runtime {
    fn to_tokens(&self, tokens: &mut Tokens) {
        self.0.to_tokens(tokens);
    }
}

//! The path from an expansion to the runtime crate.

use crate::tokens::api::{Span, TokenStream};
use crate::tokens::{ToTokens, Tokens, fill, stream};

/// The path of the `logkit` crate in the user's crate: `::logkit`, the argument of `crate = path`,
/// or the `$crate` of a level macro.
#[derive(Clone)]
pub(crate) struct Runtime(Tokens);

impl Runtime {
    pub(crate) fn new(path: TokenStream) -> Self {
        Self(path.into_iter().collect())
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
        let path = stream(&self.0).to_string().replace(' ', "");
        match path.as_str() {
            "$crate" => "logkit::".to_owned(),
            path => format!("{}::", path.trim_start_matches("::")),
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
        Self::new(fill!("::logkit"))
    }
}

impl ToTokens for Runtime {
    fn to_tokens(&self, tokens: &mut Tokens) {
        self.0.to_tokens(tokens);
    }
}

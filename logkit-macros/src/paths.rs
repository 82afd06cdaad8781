//! The one place that knows how an expansion reaches the runtime.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

/// The path of the `logkit` crate as the user's crate knows it: `::logkit`, what `crate = path`
/// says, or the `$crate` of a level macro.
#[derive(Clone)]
pub(crate) struct Runtime(TokenStream);

impl Runtime {
    pub(crate) fn new(path: TokenStream) -> Self {
        Self(path)
    }

    /// The same path, written at the user's token that errors about what it makes belong to.
    pub(crate) fn at(&self, place: Span) -> Self {
        let place = |mut token: TokenTree| {
            token.set_span(place);
            token
        };
        Self(self.0.clone().into_iter().map(place).collect())
    }

    /// `::logkit::__private`, the only door that expansions use.
    pub(crate) fn private(&self) -> TokenStream {
        let root = &self.0;
        quote!(#root::__private)
    }
}

impl Default for Runtime {
    fn default() -> Self {
        Self(quote!(::logkit))
    }
}

impl ToTokens for Runtime {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
    }
}

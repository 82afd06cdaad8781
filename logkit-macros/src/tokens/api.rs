//! The compiler's tokens. In unit tests, where those cannot be made, `proc_macro2` replaces them under
//! the same names.

#[cfg(not(test))]
pub(crate) use proc_macro::token_stream::IntoIter;
#[cfg(not(test))]
pub(crate) use proc_macro::{
    Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree,
};
#[cfg(test)]
pub(crate) use proc_macro2::token_stream::IntoIter;
#[cfg(test)]
pub(crate) use proc_macro2::{
    Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree,
};

/// Names as text. The compiler's `Ident` can be compared with nothing.
pub(crate) trait Name {
    /// Returns true if this is the name, with its `r#` if it has one.
    fn is(&self, name: &str) -> bool;
    /// Returns true if it is one of the names.
    fn is_any(&self, names: &[&str]) -> bool;
    /// The name without its `r#`.
    fn unraw(&self) -> String;
}

impl Name for Ident {
    fn is(&self, name: &str) -> bool {
        self.to_string().eq(name)
    }

    fn is_any(&self, names: &[&str]) -> bool {
        names.contains(&self.to_string().as_str())
    }

    fn unraw(&self) -> String {
        let name = self.to_string();
        match name.strip_prefix("r#") {
            Some(bare) => bare.to_owned(),
            None => name,
        }
    }
}

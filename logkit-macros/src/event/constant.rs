//! Values whose tokens say that they are in the source: literals, and paths of constants.

use crate::tokens::api::{Name as _, TokenTree};
use crate::tokens::{
    after_generics, is_macro_call, is_path, is_punct, is_separator, string_literal, ungrouped,
};

/// The macros of std that expand to a literal.
const OF_LITERALS: [&str; 5] = ["concat", "stringify", "file", "module_path", "env"];

/// The knowledge that the tokens of a value give about its text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ConstantKind {
    /// A string literal.
    Literal,
    /// The path of a constant or a static by its spelling, or a macro that expands to a literal. That
    /// the value lives forever is left to the compiler.
    Named,
    /// Any other expression.
    Unknown,
}

impl ConstantKind {
    pub(super) fn of(value: &[TokenTree]) -> Self {
        if string_literal(value).is_some() {
            return Self::Literal;
        }
        if let Some(inside) = ungrouped(value) {
            return Self::of(&inside);
        }
        match value {
            [.., TokenTree::Ident(last)]
                if is_constants_name(&last.unraw()) && is_item_path(value) =>
            {
                Self::Named
            }
            [.., TokenTree::Ident(name), _, _] if is_macro_call(value) => {
                if name.is_any(&OF_LITERALS) { Self::Named } else { Self::Unknown }
            }
            _ => Self::Unknown,
        }
    }
}

/// Returns true for `a::b`, and for `<T as Trait>::b`.
fn is_item_path(value: &[TokenTree]) -> bool {
    let after = match value {
        [open, inside @ ..] if is_punct(open, '<') => after_generics(inside),
        value => return is_path(value),
    };
    matches!(after, Some([a, b, path @ ..]) if is_separator(a, b) && is_path(path))
}

/// Returns true for a name in the case that constants and statics have.
fn is_constants_name(name: &str) -> bool {
    let mut has_capital = false;
    for c in name.chars() {
        if c.is_lowercase() {
            return false;
        }
        has_capital |= c.is_uppercase();
    }
    has_capital
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::ConstantKind::{self, Literal, Named, Unknown};
    use crate::tokens::Tokens;
    use crate::tokens::api::TokenStream;

    fn kind(value: TokenStream) -> ConstantKind {
        ConstantKind::of(&value.into_iter().collect::<Tokens>())
    }

    #[test]
    fn constants_are_told_by_their_tokens() {
        assert_eq!(kind(quote!("text")), Literal);
        assert_eq!(kind(quote!(r"text")), Literal);
        assert_eq!(kind(quote!(NAME)), Named);
        assert_eq!(kind(quote!(crate::limits::MAX_2)), Named);
        assert_eq!(kind(quote!(T::NAME)), Named);
        assert_eq!(kind(quote!(<Vec<T> as Table<u8>>::NAME)), Named);
        assert_eq!(kind(quote!(concat!("a", 1))), Named);
        assert_eq!(kind(quote!(::core::stringify!(a + b))), Named);
        for other in [
            quote!(name),
            quote!(NAME.as_str()),
            quote!(*NAME),
            quote!(NAME[0]),
            quote!(NAME()),
            quote!(config.NAME),
            quote!(Kind::Card),
            quote!({ NAME }),
            quote!(b"text"),
            quote!(7),
            quote!(include_str!("key")),
            quote!(format!("{name}")),
            quote!(),
        ] {
            assert_eq!(kind(other.clone()), Unknown, "{other}");
        }
    }
}

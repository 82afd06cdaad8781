//! Expansions as text: the tokens of a template, with the user's tokens in its holes.
//!
//! `fill!("$private::typed(__logger, $variable)", private, variable)` is what `quote` would write as
//! `quote!(#private::typed(__logger, #variable))`. A hole is `$` and the name of a variable that is
//! listed after the text; any other `$` is a token. `fill_at!(place, ..)` also says which span the
//! template's own tokens get. The tokens in holes keep theirs, and with it their hygiene.

use crate::tokens::api::{
    Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree,
};
use crate::tokens::{StringLiteral, Tokens, tokens_of};

/// The template's tokens, resolved where the macro is called.
macro_rules! fill {
    ($template:expr $(, $hole:ident)* $(,)?) => {
        $crate::tokens::template::filled(
            $template, concat!($(stringify!($hole), " "),*), &[$(&$hole),*],
        )
    };
}

/// The template's tokens with this span.
macro_rules! fill_at {
    ($place:expr, $template:expr $(, $hole:ident)* $(,)?) => {
        $crate::tokens::template::filled_at(
            $place, $template, concat!($(stringify!($hole), " "),*), &[$(&$hole),*],
        )
    };
}

pub(crate) use {fill, fill_at};

/// A value that fills a hole.
pub(crate) trait ToTokens {
    /// Adds its tokens.
    fn to_tokens(&self, tokens: &mut Tokens);
}

/// Writes the template; for `fill!`. A space follows each of the names.
pub(crate) fn filled(template: &str, names: &str, holes: &[&dyn ToTokens]) -> TokenStream {
    filled_at(Span::call_site(), template, names, holes)
}

/// Writes the template; for `fill_at!`.
pub(crate) fn filled_at(
    place: Span,
    template: &str,
    names: &str,
    holes: &[&dyn ToTokens],
) -> TokenStream {
    Template { rest: template, place, names, holes }.stream()
}

/// The operators of two characters.
const OPERATORS: [&str; 9] = ["::", "->", "=>", "==", "!=", "..", ">>", "&&", "||"];

/// A template as far as it has not been read.
struct Template<'a> {
    rest: &'a str,
    place: Span,
    names: &'a str,
    holes: &'a [&'a dyn ToTokens],
}

impl<'a> Template<'a> {
    /// The tokens up to the end, or to the delimiter that closes the group.
    fn stream(&mut self) -> TokenStream {
        let mut tokens = Tokens::new();
        while let Some(first) = self.rest.bytes().next() {
            match first {
                b' ' | b'\n' => self.skip(1),
                b')' | b']' | b'}' => {
                    self.skip(1);
                    break;
                }
                b'(' => self.group(Delimiter::Parenthesis, &mut tokens),
                b'[' => self.group(Delimiter::Bracket, &mut tokens),
                b'{' => self.group(Delimiter::Brace, &mut tokens),
                b'$' => self.hole(&mut tokens),
                b'"' => self.text(&mut tokens),
                b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
                    let ident = Ident::new(self.word(), self.place);
                    tokens.push(TokenTree::Ident(ident));
                }
                _ => self.punct(char::from(first), &mut tokens),
            }
        }
        TokenStream::from_iter(tokens)
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    /// Takes the text up to `end` bytes from here.
    fn take(&mut self, end: Option<usize>) -> &'a str {
        let (taken, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn word(&mut self) -> &'a str {
        let mut rest = self.rest.as_bytes();
        while let [b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9', after @ ..] = rest {
            rest = after;
        }
        self.take(Some(self.rest.len() - rest.len()))
    }

    fn group(&mut self, delimiter: Delimiter, tokens: &mut Tokens) {
        self.skip(1);
        let mut group = Group::new(delimiter, self.stream());
        group.set_span(self.place);
        tokens.push(TokenTree::Group(group));
    }

    fn hole(&mut self, tokens: &mut Tokens) {
        let before = self.rest;
        self.skip(1);
        let name = self.word();
        for (index, hole) in self.names.split(' ').enumerate() {
            if let (true, Some(filling)) = (hole == name, self.holes.get(index)) {
                return filling.to_tokens(tokens);
            }
        }
        self.rest = before;
        self.punct('$', tokens);
    }

    /// A string without escapes.
    fn text(&mut self, tokens: &mut Tokens) {
        self.skip(1);
        let mut literal = Literal::string(self.take(self.rest.find('"')));
        self.skip(1);
        literal.set_span(self.place);
        tokens.push(TokenTree::Literal(literal));
    }

    fn punct(&mut self, character: char, tokens: &mut Tokens) {
        let is_operator = matches!(self.rest.get(..2), Some(both) if OPERATORS.contains(&both));
        let is_joint = character == '\'' || is_operator;
        self.skip(1);
        let spacing = if is_joint { Spacing::Joint } else { Spacing::Alone };
        let mut punct = Punct::new(character, spacing);
        punct.set_span(self.place);
        tokens.push(TokenTree::Punct(punct));
    }
}

impl<T: ToTokens + ?Sized> ToTokens for &T {
    fn to_tokens(&self, tokens: &mut Tokens) {
        (**self).to_tokens(tokens);
    }
}

impl<T: ToTokens> ToTokens for Option<T> {
    fn to_tokens(&self, tokens: &mut Tokens) {
        if let Some(filling) = self {
            filling.to_tokens(tokens);
        }
    }
}

impl ToTokens for TokenStream {
    fn to_tokens(&self, tokens: &mut Tokens) {
        tokens.append(&mut tokens_of(self));
    }
}

impl ToTokens for Tokens {
    fn to_tokens(&self, tokens: &mut Tokens) {
        tokens.extend_from_slice(self);
    }
}

impl ToTokens for [TokenTree] {
    fn to_tokens(&self, tokens: &mut Tokens) {
        tokens.extend_from_slice(self);
    }
}

impl ToTokens for TokenTree {
    fn to_tokens(&self, tokens: &mut Tokens) {
        tokens.push(self.clone());
    }
}

impl ToTokens for Ident {
    fn to_tokens(&self, tokens: &mut Tokens) {
        tokens.push(TokenTree::Ident(self.clone()));
    }
}

impl ToTokens for Literal {
    fn to_tokens(&self, tokens: &mut Tokens) {
        tokens.push(TokenTree::Literal(self.clone()));
    }
}

impl ToTokens for StringLiteral {
    fn to_tokens(&self, tokens: &mut Tokens) {
        self.token.to_tokens(tokens);
    }
}

impl ToTokens for str {
    fn to_tokens(&self, tokens: &mut Tokens) {
        Literal::string(self).to_tokens(tokens);
    }
}

impl ToTokens for String {
    fn to_tokens(&self, tokens: &mut Tokens) {
        self.as_str().to_tokens(tokens);
    }
}

impl ToTokens for usize {
    fn to_tokens(&self, tokens: &mut Tokens) {
        Literal::usize_suffixed(*self).to_tokens(tokens);
    }
}

impl ToTokens for bool {
    fn to_tokens(&self, tokens: &mut Tokens) {
        let word = if *self { "true" } else { "false" };
        Ident::new(word, Span::call_site()).to_tokens(tokens);
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use crate::tokens::api::{Span, TokenStream};

    /// The tokens with the spacing of their punctuation.
    fn shown(tokens: &TokenStream) -> String {
        format!("{tokens:?}")
    }

    #[test]
    fn a_template_has_the_tokens_of_rust() {
        let filled = fill_at!(
            Span::call_site(),
            "impl<'a, T: Fn(u8) -> x::Y<'_>> A for B<'a> where for<'b> &'b T: C { \
             #[doc = \" d\"] fn f(&self) { self.x(|_| -> ..)?; a => b != c, \"\" } [] }"
        );
        let expected = quote! {
            impl<'a, T: Fn(u8) -> x::Y<'_>> A for B<'a> where for<'b> &'b T: C {
                #[doc = " d"] fn f(&self) { self.x(|_| -> ..)?; a => b != c, "" } []
            }
        };
        assert_eq!(filled.to_string(), expected.to_string());
    }

    #[test]
    fn holes_take_tokens_and_other_dollars_are_tokens() {
        let (one, two, three) = (quote!(a::<b>), "x\"y", 3_usize);
        let (yes, none) = (true, None::<TokenStream>);
        let filled =
            fill!("$one::$two($three, &$yes) [$none] $($four:tt)*", one, two, three, yes, none);
        let dollar = proc_macro2::Punct::new('$', proc_macro2::Spacing::Alone);
        let expected = quote!(a::<b>::"x\"y"(3usize, &true) [] #dollar (#dollar four: tt)*);
        assert_eq!(shown(&filled), shown(&expected));
    }
}

//! The bounds of the impls, on the types of the fields that are read.

use std::mem;

use super::ast::{FieldPolicy, ImplTarget, ItemField, RedactItem};
use crate::tokens::api::{Ident, Name as _, TokenStream, TokenTree};
use crate::tokens::{Tokens, after_generics, is_ident, is_separator, punct, stream};

/// A bound: `ty` must implement the traits that the policy of `field` needs.
pub(super) struct FieldBound<'a> {
    pub(super) ty: TokenStream,
    pub(super) field: &'a ItemField,
    /// `ty` is a type parameter in the field's type.
    pub(super) is_parameter: bool,
}

/// A bound for each field that is read and whose type mentions a type parameter. For other types a
/// missing trait is an error at the field itself.
///
/// The bound is on the field's type, not on the parameter: `Masked<T>` may need nothing of `T`. A
/// type that contains the item itself would make the impl depend on itself, so there the bound is on
/// the parameters.
pub(super) fn bounds<'a>(target: &ImplTarget, item: &'a RedactItem) -> Vec<FieldBound<'a>> {
    let mut bounds = Vec::new();
    for field in item.variants.iter().flat_map(|v| &v.fields) {
        if !field.is_read() {
            continue;
        }
        let seen = Mentions::of(&field.ty.0, target);
        let is_parameter = seen.itself;
        if is_parameter {
            for parameter in &seen.parameters {
                bounds.push(FieldBound {
                    ty: TokenTree::Ident(parameter.clone()).into(),
                    field,
                    is_parameter,
                });
            }
        } else if !seen.parameters.is_empty() {
            bounds.push(FieldBound { ty: stream(&field.ty.0), field, is_parameter });
        }
    }
    bounds
}

/// The types that must be `LogSafe` if the item is to be: the type parameters that show. Of an
/// associated type its parameter proves nothing, so there it is the field's type.
pub(super) fn shown(target: &ImplTarget, item: &RedactItem) -> Vec<TokenStream> {
    let mut types = Vec::new();
    for field in item.variants.iter().flat_map(|v| &v.fields) {
        let is_shown = field.is_read() && matches!(field.policy, FieldPolicy::Show);
        if !is_shown {
            continue;
        }
        let seen = Mentions::of(&field.ty.0, target);
        if seen.projects && !seen.itself {
            types.push(stream(&field.ty.0));
        } else {
            types.extend(seen.parameters.into_iter().map(|it| TokenTree::Ident(it).into()));
        }
    }
    types
}

/// The type parameters and the item itself as far as a type mentions them, outside of the item's
/// own arguments: the other bounds of the item cover those.
struct Mentions<'a> {
    target: &'a ImplTarget,
    parameters: Vec<Ident>,
    itself: bool,
    /// An associated type of a parameter is mentioned.
    projects: bool,
    /// The last token may have been a module's name.
    module: bool,
}

impl<'a> Mentions<'a> {
    fn of(ty: &[TokenTree], target: &'a ImplTarget) -> Self {
        let mut mentions =
            Self { target, parameters: Vec::new(), itself: false, projects: false, module: false };
        mentions.read(ty);
        mentions
    }

    fn read(&mut self, mut tokens: &[TokenTree]) {
        while !tokens.is_empty() {
            tokens = self.next(tokens);
        }
    }

    /// Reads a token, and returns those after it.
    fn next<'t>(&mut self, tokens: &'t [TokenTree]) -> &'t [TokenTree] {
        let in_module = mem::take(&mut self.module);
        let (in_path, tokens) = match tokens {
            [a, b, rest @ ..] if is_separator(a, b) => (true, rest),
            tokens => (false, tokens),
        };
        match tokens {
            // A lifetime.
            [tick, TokenTree::Ident(_), rest @ ..] if punct(tick) == Some('\'') => rest,
            [TokenTree::Group(group), rest @ ..] => {
                self.read(&group.stream().into_iter().collect::<Tokens>());
                rest
            }
            // `path::Item` may be the item; `T::Item` is not.
            [TokenTree::Ident(ident), rest @ ..]
                if self.is_itself(ident) && (in_module || !in_path) =>
            {
                self.itself = true;
                after_arguments(rest)
            }
            [TokenTree::Ident(ident), rest @ ..] if self.is_parameter(ident) && !in_path => {
                self.parameters.push(ident.clone());
                self.projects |= match rest {
                    [a, b, ..] if is_separator(a, b) => true,
                    [token, ..] => is_ident(token, "as"),
                    [] => false,
                };
                rest
            }
            [token, rest @ ..] => {
                self.module = matches!(token, TokenTree::Ident(_));
                rest
            }
            [] => tokens,
        }
    }

    fn is_itself(&self, ident: &Ident) -> bool {
        ident.is("Self") || ident.is(&self.target.name.to_string())
    }

    fn is_parameter(&self, ident: &Ident) -> bool {
        self.target.generics.has_type(&ident.to_string())
    }
}

/// The tokens after the generic arguments, if `rest` begins with some.
fn after_arguments(rest: &[TokenTree]) -> &[TokenTree] {
    let inside = match rest {
        [a, b, open, inside @ ..] if is_separator(a, b) && punct(open) == Some('<') => inside,
        [open, inside @ ..] if punct(open) == Some('<') => inside,
        _ => return rest,
    };
    after_generics(inside).unwrap_or_default()
}

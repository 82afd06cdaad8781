//! The bounds of the impls, on the types of the fields that are read.

use std::mem;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::{AngleBracketedGenericArguments, Lifetime, Token, Type};

use super::ast::{ImplTarget, ItemField, RedactItem};

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
        let seen = Mentions::of(&field.ty, target);
        let types = match (seen.parameters.as_slice(), seen.itself) {
            ([], _) => Vec::new(),
            (_, false) => vec![field.ty.to_token_stream()],
            (parameters, true) => parameters.iter().map(Ident::to_token_stream).collect(),
        };
        let bound = |ty| FieldBound { ty, field, is_parameter: seen.itself };
        bounds.extend(types.into_iter().map(bound));
    }
    bounds
}

/// The type parameters and the item itself as far as a type mentions them, outside of the item's
/// own arguments: the other bounds of the item cover those.
struct Mentions<'a> {
    target: &'a ImplTarget,
    parameters: Vec<Ident>,
    itself: bool,
    /// The last token may have been a module's name.
    module: bool,
}

impl<'a> Mentions<'a> {
    fn of(ty: &Type, target: &'a ImplTarget) -> Self {
        let mut mentions = Self { target, parameters: Vec::new(), itself: false, module: false };
        mentions.read(ty.to_token_stream());
        mentions
    }

    /// Reads tokens, not the type's syntax tree, because a type may be a macro call.
    fn read(&mut self, tokens: TokenStream) {
        let read = |input: ParseStream<'_>| {
            while !input.is_empty() {
                self.next(input)?;
            }
            Ok(())
        };
        // Tokens that cannot be parsed, in a macro call, mention nothing; rustc reports a missing bound.
        let _ = read.parse2(tokens);
    }

    fn next(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if input.peek(Lifetime) {
            input.parse::<Lifetime>()?;
            return Ok(());
        }
        let in_path = input.parse::<Option<Token![::]>>()?.is_some();
        let in_module = mem::take(&mut self.module);
        match input.parse()? {
            TokenTree::Group(group) => self.read(group.stream()),
            // `path::Item` may be the item; `T::Item` is not.
            TokenTree::Ident(ident) if self.is_itself(&ident) && (in_module || !in_path) => {
                self.itself = true;
                if input.peek(Token![<]) || input.peek(Token![::]) && input.peek3(Token![<]) {
                    input.parse::<AngleBracketedGenericArguments>()?;
                }
            }
            TokenTree::Ident(ident) if self.is_parameter(&ident) && !in_path => {
                self.parameters.push(ident);
            }
            TokenTree::Ident(_) => self.module = true,
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        Ok(())
    }

    fn is_itself(&self, ident: &Ident) -> bool {
        ident == "Self" || *ident == self.target.name
    }

    fn is_parameter(&self, ident: &Ident) -> bool {
        let mut parameters = self.target.generics.type_params();
        parameters.any(|parameter| parameter.ident == *ident)
    }
}

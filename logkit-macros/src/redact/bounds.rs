//! Which bounds the impls need: of the types of the fields that are shown, and of nothing else.

use std::mem;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::{AngleBracketedGenericArguments, Lifetime, Token, Type};

use super::model::{Field, Item, Target};

/// `ty` has to have what the policy of `field` asks of it.
pub(super) struct Bound<'a> {
    pub(super) ty: TokenStream,
    pub(super) field: &'a Field,
    /// `ty` is not the field's type but a parameter in it.
    pub(super) is_parameter: bool,
}

/// A bound for each shown field whose type mentions a type parameter; other types either have what
/// it takes or are an error at the field itself.
///
/// It is the field's type that is bound, not the parameter: `Masked<T>` may need nothing of `T`.
/// Only a type that contains the item itself cannot be bound, since that would ask the compiler to
/// prove the impl by the impl; there the parameters are.
pub(super) fn bounds<'a>(target: &Target, item: &'a Item) -> Vec<Bound<'a>> {
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
        let bound = |ty| Bound { ty, field, is_parameter: seen.itself };
        bounds.extend(types.into_iter().map(bound));
    }
    bounds
}

/// What a type mentions outside of the item's own arguments: what those have to have, the item's
/// other bounds say.
struct Mentions<'a> {
    target: &'a Target,
    parameters: Vec<Ident>,
    itself: bool,
    /// The last token may have been a module's name.
    module: bool,
}

impl<'a> Mentions<'a> {
    fn of(ty: &Type, target: &'a Target) -> Self {
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
        // What cannot be read (in a macro call) mentions nothing: the worst is an error of rustc's.
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

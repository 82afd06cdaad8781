//! From the model to the impls.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Member;
use syn::ext::IdentExt;

use super::bounds::{Bound, bounds};
use super::model::{Field, Item, Policy, Shape, Target, Variant};
use super::pieces::{generated, pattern, value};
use super::structure;
use crate::diag::Mistakes;

/// `Debug`, with the masks in their places, and `Redact`.
pub(super) fn masked(target: &Target, item: &Item) -> TokenStream {
    let private = target.runtime.private();
    // An empty enum can only be matched by its place, and a packed field only be copied out.
    let scrutinee =
        if item.packed || item.variants.is_empty() { quote!(*self) } else { quote!(self) };
    let each = |write: fn(&Variant, &TokenStream) -> TokenStream| {
        let arms = item.variants.iter().map(|variant| write(variant, &private));
        quote!(match #scrutinee { #(#arms)* })
    };
    let structure = structure::methods(&each, &private);
    let bounds = bounds(target, item).into_iter();
    let conditions = bounds.flat_map(|bound| conditions(bound, &private));
    impls(target, conditions, &each(arm), &structure)
}

/// The mistakes, and impls that show no field.
pub(super) fn refused(target: &Target, mistakes: Mistakes) -> TokenStream {
    let private = target.runtime.private();
    let text = format!("{}([redacted])", target.name.unraw());
    let body = quote!(#private::fmt::Formatter::write_str(__formatter, #text));
    let mut tokens = mistakes.into_compile_errors();
    tokens.extend(impls(target, std::iter::empty(), &body, &TokenStream::new()));
    tokens
}

fn impls(
    target: &Target,
    bounds: impl Iterator<Item = TokenStream>,
    body: &TokenStream,
    structure: &TokenStream,
) -> TokenStream {
    let private = target.runtime.private();
    let name = generated(&target.name);
    let (parameters, arguments, written) = target.generics.split_for_impl();
    let written = written.into_iter().flat_map(|clause| &clause.predicates);
    let conditions: Vec<_> = written.map(ToTokens::to_token_stream).chain(bounds).collect();
    quote! {
        #[automatically_derived]
        impl #parameters #private::fmt::Debug for #name #arguments
        where #(#conditions,)*
        {
            fn fmt(&self, __formatter: &mut #private::fmt::Formatter<'_>) -> #private::fmt::Result {
                #body
            }
        }
        #[automatically_derived]
        impl #parameters #private::Redact for #name #arguments where #(#conditions,)* {
            #structure
        }
        #[automatically_derived]
        impl #parameters #private::LogSafe for #name #arguments where #(#conditions,)* {}
        #[automatically_derived]
        impl #parameters #private::ToValue for #name #arguments
        where
            #(#conditions,)*
            // For a type with an unsized tail this is never true; without the lifetime that would
            // be an error.
            for<'__sized> Self: #private::Sized,
        {
            fn to_value(&self) -> #private::Value<'_> {
                #private::Value::Redact(self)
            }
        }
    }
}

/// One match arm.
fn arm(variant: &Variant, private: &TokenStream) -> TokenStream {
    if variant.hidden {
        let pattern = pattern(variant, |_| false);
        return quote!(#pattern => #private::fmt::Debug::fmt(&#private::Masked, __formatter),);
    }
    let pattern = pattern(variant, Field::is_read);
    let printed = variant.name.unraw().to_string();
    let (open, writer) = match variant.shape {
        Shape::Named => (quote!(debug_struct), quote!(DebugStruct)),
        Shape::Tuple => (quote!(debug_tuple), quote!(DebugTuple)),
    };
    let fields = variant.fields.iter().enumerate().map(|(index, field)| {
        let value = value(index, field, private);
        let name = match &field.member {
            Member::Named(name) => {
                let printed = name.unraw().to_string();
                quote!(#printed,)
            }
            Member::Unnamed(_) => TokenStream::new(),
        };
        quote!(#private::fmt::#writer::field(&mut __writer, #name #value);)
    });
    // Paths, for a trait of the user's for every type may have methods of these names.
    quote! {
        #pattern => {
            let mut __writer = #private::fmt::Formatter::#open(__formatter, #printed);
            #(#fields)*
            #private::fmt::#writer::finish(&mut __writer)
        }
    }
}

/// What has to hold for a field to be written.
fn conditions(bound: Bound<'_>, private: &TokenStream) -> Vec<TokenStream> {
    let Bound { ty: mut inner, field, is_parameter } = bound;
    let mut conditions = Vec::new();
    // A parameter is what the layers were taken off from.
    if field.layers.show_none && !is_parameter {
        conditions.push(quote!(#inner: #private::OptionLike));
        inner = quote!(<#inner as #private::OptionLike>::Some);
    }
    if field.layers.each && !is_parameter {
        conditions.push(quote!(#inner: #private::Elements));
        inner = quote!(<#inner as #private::Elements>::Item);
    }
    match field.policy {
        Policy::Show => conditions.push(quote!(#inner: #private::fmt::Debug)),
        Policy::Keep { .. } => conditions.push(quote!(#inner: #private::KeepText)),
        Policy::Hash(_) => conditions.push(quote!(#inner: #private::HashInput)),
        Policy::Mask | Policy::Text(_) | Policy::With(_) => {}
    }
    conditions
}

//! What `Debug` and the parts have in common: a variant's pattern, and what stands for a field.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Member;
use syn::spanned::Spanned;

use super::model::{Field, Policy, Variant};

/// The variant, with a variable for each field that `bound` holds for. `Name { 0: a, .. }` is a
/// pattern for every shape, a unit included, so structs and variants need but one. (No field here
/// has a `cfg`: rustc takes those off before a derive.)
pub(super) fn pattern(variant: &Variant, bound: fn(&Field) -> bool) -> TokenStream {
    let name = generated(&variant.name);
    let path = match variant.of.as_ref().map(generated) {
        Some(item) => quote!(#item::#name),
        None => name.to_token_stream(),
    };
    // A masked field is not even looked at: it may have no `Debug`, no `Copy`, no alignment.
    let fields = variant.fields.iter().enumerate().filter(|(_, field)| bound(field));
    let bindings = fields.map(|(index, field)| {
        let binding = binding(index, field);
        match &field.member {
            Member::Named(name) => {
                let name = generated(name);
                quote!(#name: #binding,)
            }
            Member::Unnamed(index) => quote!(#index: #binding,),
        }
    });
    quote!(#path { #(#bindings)* .. })
}

/// What stands for a field in the output.
pub(super) fn value(index: usize, field: &Field, private: &TokenStream) -> TokenStream {
    let ty = &field.ty;
    let binding = binding(index, field);
    match &field.policy {
        Policy::Show => {
            let place = place(field);
            quote_spanned!(place=> &#binding)
        }
        Policy::Mask if !field.is_read() => quote!(&#private::Masked),
        Policy::Text(text) if !field.is_read() => quote!(&#private::Text(#text)),
        // The type is named so that the error for one that is no text stands there.
        Policy::Keep { .. } if !field.layers.any() => {
            let ends = policy(field, private);
            quote!(&#private::keep(#ends, <#ty as #private::KeepText>::text(&#binding)))
        }
        _ => {
            let policy = policy(field, private);
            let place = place(field);
            let masking = quote!(#private::Masking::<#ty, _>::new(&#binding, #policy));
            quote_spanned!(place=> &#private::behind(&#masking))
        }
    }
}

/// The field's policy as a value, in its layers.
fn policy(field: &Field, private: &TokenStream) -> TokenStream {
    let mut policy = match &field.policy {
        Policy::Show | Policy::Mask => quote!(#private::Masked),
        Policy::Text(text) => quote!(#private::Text(#text)),
        Policy::Keep { first, last, min_hidden } => quote! {
            #private::Ends { first: #first, last: #last, min_hidden: #min_hidden }
        },
        Policy::Hash(Some(domain)) => quote!(#private::Hash(#domain)),
        Policy::Hash(None) => {
            let domain = &field.place;
            quote!(#private::Hash(#domain))
        }
        Policy::With(path) => {
            let ty = innermost(field, private);
            // A call, so that a function may take `&str` where the field is a `String`.
            let place = path.span().resolved_at(Span::mixed_site());
            let call = quote_spanned!(place=> |__value, __mask| #path(__value, __mask));
            quote!(#private::With::<#ty>(#call))
        }
    };
    if field.layers.each {
        policy = quote!(#private::Each(#policy));
    }
    if field.layers.show_none {
        policy = quote!(#private::ShowNone(#policy));
    }
    policy
}

/// The type that the policy itself is for, within all layers.
fn innermost(field: &Field, private: &TokenStream) -> TokenStream {
    let ty = &field.ty;
    let mut inner = ty.to_token_stream();
    if field.layers.show_none {
        inner = quote!(<#inner as #private::OptionLike>::Some);
    }
    if field.layers.each {
        inner = quote!(<#inner as #private::Elements>::Item);
    }
    inner
}

/// The variable of a field that is looked at.
pub(super) fn binding(index: usize, field: &Field) -> Ident {
    format_ident!("__field_{index}", span = place(field))
}

/// The field's type, where rustc's errors about it belong.
pub(super) fn place(field: &Field) -> Span {
    field.ty.span().resolved_at(Span::mixed_site())
}

/// `ident`, where it stands, but as a derive's own token: a deprecated field is not used here in
/// the sense of the lint.
pub(super) fn generated(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(ident.span().resolved_at(Span::call_site()));
    ident
}

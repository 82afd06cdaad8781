//! From the model to the impls.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Member;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::bounds::{Bound, bounds};
use super::model::{Field, Item, Policy, Shape, Target, Variant};
use crate::diag::Mistakes;

/// `Debug`, with the masks in their places, and `Redact`.
pub(super) fn masked(target: &Target, item: &Item) -> TokenStream {
    let private = target.runtime.private();
    // An empty enum can only be matched by its place, and a packed field only be copied out.
    let scrutinee =
        if item.packed || item.variants.is_empty() { quote!(*self) } else { quote!(self) };
    let arms = item.variants.iter().map(|variant| arm(variant, &private));
    let body = quote!(match #scrutinee { #(#arms)* });
    let bounds = bounds(target, item).into_iter();
    impls(target, bounds.flat_map(|bound| conditions(bound, &private)), &body)
}

/// The mistakes, and impls that show no field.
pub(super) fn refused(target: &Target, mistakes: Mistakes) -> TokenStream {
    let private = target.runtime.private();
    let text = format!("{}([redacted])", target.name.unraw());
    let body = quote!(#private::fmt::Formatter::write_str(__formatter, #text));
    let mut tokens = mistakes.into_compile_errors();
    tokens.extend(impls(target, std::iter::empty(), &body));
    tokens
}

fn impls(
    target: &Target,
    bounds: impl Iterator<Item = TokenStream>,
    body: &TokenStream,
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
        impl #parameters #private::Redact for #name #arguments where #(#conditions,)* {}
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

/// One match arm. `Name { 0: a, .. }` is a pattern for every shape, a unit included, so structs
/// and variants need but one. (No field here has a `cfg`: rustc takes those off before a derive.)
fn arm(variant: &Variant, private: &TokenStream) -> TokenStream {
    let name = generated(&variant.name);
    let path = match variant.of.as_ref().map(generated) {
        Some(item) => quote!(#item::#name),
        None => name.to_token_stream(),
    };
    if variant.hidden {
        return quote! {
            #path { .. } => #private::fmt::Debug::fmt(&#private::Masked, __formatter),
        };
    }
    let bindings = variant.fields.iter().enumerate().filter_map(|(index, field)| {
        // A masked field is not even looked at: it may have no `Debug`, no `Copy`, no alignment.
        let binding = binding(index, field)?;
        Some(match &field.member {
            Member::Named(name) => {
                let name = generated(name);
                quote!(#name: #binding,)
            }
            Member::Unnamed(index) => quote!(#index: #binding,),
        })
    });
    let printed = variant.name.unraw().to_string();
    let open = match variant.shape {
        Shape::Named => quote!(debug_struct),
        Shape::Tuple => quote!(debug_tuple),
    };
    let fields = variant.fields.iter().enumerate().map(|(index, field)| {
        let value = value(index, field, private);
        match &field.member {
            Member::Named(name) => {
                let printed = name.unraw().to_string();
                quote!(.field(#printed, #value))
            }
            Member::Unnamed(_) => quote!(.field(#value)),
        }
    });
    quote! {
        #path { #(#bindings)* .. } => {
            #private::fmt::Formatter::#open(__formatter, #printed) #(#fields)* .finish()
        }
    }
}

/// What stands for a field in the output.
fn value(index: usize, field: &Field, private: &TokenStream) -> TokenStream {
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
            quote_spanned!(place=> &#private::Masking::<#ty, _>::new(&#binding, #policy))
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
        Policy::Mask | Policy::Text(_) | Policy::With(_) => {}
    }
    conditions
}

/// The variable of a field that is looked at.
fn binding(index: usize, field: &Field) -> Option<Ident> {
    field.is_read().then(|| format_ident!("__field_{index}", span = place(field)))
}

/// The field's type, where rustc's errors about it belong.
fn place(field: &Field) -> Span {
    field.ty.span().resolved_at(Span::mixed_site())
}

/// `ident`, where it stands, but as a derive's own token: a deprecated field is not used here in
/// the sense of the lint.
fn generated(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(ident.span().resolved_at(Span::call_site()));
    ident
}

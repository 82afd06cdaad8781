//! The impls that the derive writes.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Member;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::ast::{FieldPolicy, FieldStyle, ImplTarget, ItemField, ItemVariant, RedactItem};
use super::bounds::{FieldBound, bounds};
use crate::errors::Errors;

/// The impls of `Debug`, `Redact`, `LogSafe` and `ToValue`.
pub(super) fn masked(target: &ImplTarget, item: &RedactItem) -> TokenStream {
    let private = target.runtime.private();
    // An empty enum can only be matched as a place, and a packed field only be copied out.
    let scrutinee =
        if item.packed || item.variants.is_empty() { quote!(*self) } else { quote!(self) };
    let each = |write: fn(&ItemVariant, &TokenStream) -> TokenStream| {
        let arms = item.variants.iter().map(|variant| write(variant, &private));
        quote!(match #scrutinee { #(#arms)* })
    };
    let structure = redact_methods(&each, &private);
    let bounds = bounds(target, item).into_iter();
    let conditions = bounds.flat_map(|bound| conditions(bound, &private));
    impls(target, conditions, &each(arm), &structure)
}

/// The errors, and impls that show no field.
pub(super) fn refused(target: &ImplTarget, errors: Errors) -> TokenStream {
    let private = target.runtime.private();
    let text = format!("{}([redacted])", target.name.unraw());
    let body = quote!(#private::fmt::Formatter::write_str(__formatter, #text));
    let mut tokens = errors.into_compile_errors();
    tokens.extend(impls(target, std::iter::empty(), &body, &TokenStream::new()));
    tokens
}

fn impls(
    target: &ImplTarget,
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

/// A match arm of `Debug::fmt`.
fn arm(variant: &ItemVariant, private: &TokenStream) -> TokenStream {
    if variant.hidden {
        let pattern = pattern(variant, |_| false);
        return quote!(#pattern => #private::fmt::Debug::fmt(&#private::Masked, __formatter),);
    }
    let pattern = pattern(variant, ItemField::is_read);
    let printed = variant.name.unraw().to_string();
    let (open, writer) = match variant.style {
        FieldStyle::Named => (quote!(debug_struct), quote!(DebugStruct)),
        FieldStyle::Tuple => (quote!(debug_tuple), quote!(DebugTuple)),
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
    // Paths, because a blanket trait of the user may have methods of these names.
    quote! {
        #pattern => {
            let mut __writer = #private::fmt::Formatter::#open(__formatter, #printed);
            #(#fields)*
            #private::fmt::#writer::finish(&mut __writer)
        }
    }
}

/// The where-predicates for a field.
fn conditions(bound: FieldBound<'_>, private: &TokenStream) -> Vec<TokenStream> {
    let FieldBound { ty: mut inner, field, is_parameter } = bound;
    let mut conditions = Vec::new();
    // A parameter has no layers to look through.
    if field.layers.show_none && !is_parameter {
        conditions.push(quote!(#inner: #private::OptionLike));
        inner = quote!(<#inner as #private::OptionLike>::Some);
    }
    if field.layers.each && !is_parameter {
        conditions.push(quote!(#inner: #private::Collection));
        inner = quote!(<#inner as #private::Collection>::Item);
    }
    match field.policy {
        FieldPolicy::Show => conditions.push(quote!(#inner: #private::fmt::Debug)),
        FieldPolicy::Nested => conditions.push(quote!(#inner: #private::Redact)),
        FieldPolicy::Keep { .. } => conditions.push(quote!(#inner: #private::KeepText)),
        FieldPolicy::Hash(_) => conditions.push(quote!(#inner: #private::HashInput)),
        FieldPolicy::Mask | FieldPolicy::Text(_) | FieldPolicy::With(_) => {}
    }
    conditions
}

/// Writes a match with an arm for each variant.
type EachVariant<'a> = dyn Fn(fn(&ItemVariant, &TokenStream) -> TokenStream) -> TokenStream + 'a;

/// The methods `shape` and `parts` of `Redact`.
fn redact_methods(each: &EachVariant<'_>, private: &TokenStream) -> TokenStream {
    let shapes = each(shape);
    let parts = each(parts);
    quote! {
        fn shape(&self) -> #private::Shape<'_> {
            #shapes
        }
        fn parts(&self, __visitor: &mut #private::Visitor<'_>) -> #private::fmt::Result {
            #parts
        }
    }
}

/// The structure as serde's derive would write it.
fn shape(variant: &ItemVariant, private: &TokenStream) -> TokenStream {
    let pattern = pattern(variant, |_| false);
    let kind = match (variant.style, variant.fields.len()) {
        _ if is_word(variant) => quote!(one),
        (FieldStyle::Named, _) => quote!(object),
        (FieldStyle::Tuple, 1) => quote!(one),
        (FieldStyle::Tuple, _) => quote!(list),
    };
    let mut shape = quote!(#private::Shape::#kind());
    if variant.of.is_some() && !is_word(variant) {
        let name = variant.name.unraw().to_string();
        shape = quote!(#shape.tagged(#name));
    }
    quote!(#pattern => #shape,)
}

fn parts(variant: &ItemVariant, private: &TokenStream) -> TokenStream {
    if is_word(variant) {
        let pattern = pattern(variant, |_| false);
        let word = if variant.hidden {
            quote!(#private::Value::Redact(&#private::Masked))
        } else {
            let name = variant.name.unraw().to_string();
            quote!(#private::Value::Str(#name))
        };
        return quote!(#pattern => #private::Visitor::item(__visitor, #word),);
    }
    let pattern = pattern(variant, ItemField::is_read);
    let fields = variant.fields.iter().enumerate().map(|(index, field)| {
        let name = match &field.member {
            Member::Named(name) => name.unraw().to_string(),
            Member::Unnamed(_) => String::new(),
        };
        let part = part(index, field, &name, private);
        quote!(#part?;)
    });
    quote! {
        #pattern => {
            #(#fields)*
            #private::Ok(())
        }
    }
}

fn part(index: usize, field: &ItemField, name: &str, private: &TokenStream) -> TokenStream {
    let value = value(index, field, private);
    if !matches!(field.policy, FieldPolicy::Show) {
        return quote!(#private::Visitor::field(__visitor, #name, #private::Value::Redact(#value)));
    }
    // The field again for its `Debug`, whose error is at the field's type.
    quote!(#private::Probe::of(#value).__part(__visitor, #name, #value, #value))
}

/// Returns true for a variant that is written as its name alone, or hidden.
fn is_word(variant: &ItemVariant) -> bool {
    variant.hidden || variant.fields.is_empty() && variant.of.is_some()
}

/// The variant's pattern, with a variable for each field that `bound` holds for. `Name { 0: a, .. }`
/// matches tuples and units too. (Fields have no `cfg` here: rustc evaluates it before a derive.)
pub(super) fn pattern(variant: &ItemVariant, bound: fn(&ItemField) -> bool) -> TokenStream {
    let name = generated(&variant.name);
    let path = match variant.of.as_ref().map(generated) {
        Some(item) => quote!(#item::#name),
        None => name.to_token_stream(),
    };
    // A masked field is not bound: it may lack `Debug`, `Copy` and alignment.
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

/// The expression that is printed for a field.
pub(super) fn value(index: usize, field: &ItemField, private: &TokenStream) -> TokenStream {
    let ty = &field.ty;
    let binding = binding(index, field);
    match &field.policy {
        FieldPolicy::Show | FieldPolicy::Nested => {
            let place = place(field);
            quote_spanned!(place=> &#binding)
        }
        FieldPolicy::Mask if !field.is_read() => quote!(&#private::Masked),
        FieldPolicy::Text(text) if !field.is_read() => quote!(&#private::FixedText(#text)),
        // The type is named so that the error for one that is not text points at it.
        FieldPolicy::Keep { .. } if !field.layers.any() => {
            let ends = policy(field, private);
            quote!(&#private::keep(#ends, <#ty as #private::KeepText>::text(&#binding)))
        }
        _ => {
            let policy = policy(field, private);
            let place = place(field);
            let masking = quote!(#private::Policed::<#ty, _>::new(&#binding, #policy));
            quote_spanned!(place=> &#private::with_policy(&#masking))
        }
    }
}

/// The field's policy as a value, inside its layers.
fn policy(field: &ItemField, private: &TokenStream) -> TokenStream {
    let mut policy = match &field.policy {
        FieldPolicy::Show | FieldPolicy::Nested | FieldPolicy::Mask => quote!(#private::Masked),
        FieldPolicy::Text(text) => quote!(#private::FixedText(#text)),
        FieldPolicy::Keep { first, last, min_hidden } => quote! {
            #private::KeptEnds { first: #first, last: #last, min_hidden: #min_hidden }
        },
        FieldPolicy::Hash(Some(domain)) => quote!(#private::Hash(#domain)),
        FieldPolicy::Hash(None) => {
            let domain = &field.place;
            quote!(#private::Hash(#domain))
        }
        FieldPolicy::With(path) => {
            let ty = innermost(field, private);
            // A call, so that a function may take `&str` where the field is a `String`.
            let place = path.span().resolved_at(Span::mixed_site());
            let call = quote_spanned!(place=> |__value, __mask| #path(__value, __mask));
            quote!(#private::CustomMask::<#ty>(#call))
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

/// The type that the policy applies to, inside all layers.
fn innermost(field: &ItemField, private: &TokenStream) -> TokenStream {
    let ty = &field.ty;
    let mut inner = ty.to_token_stream();
    if field.layers.show_none {
        inner = quote!(<#inner as #private::OptionLike>::Some);
    }
    if field.layers.each {
        inner = quote!(<#inner as #private::Collection>::Item);
    }
    inner
}

/// The variable of a field that is read.
pub(super) fn binding(index: usize, field: &ItemField) -> Ident {
    format_ident!("__field_{index}", span = place(field))
}

/// The span of the field's type, for rustc's errors about it.
pub(super) fn place(field: &ItemField) -> Span {
    field.ty.span().resolved_at(Span::mixed_site())
}

/// `ident` with the hygiene of the derive, so that a deprecated field does not count as used.
pub(super) fn generated(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(ident.span().resolved_at(Span::call_site()));
    ident
}

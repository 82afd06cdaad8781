//! The impls that the derive writes.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use super::ast::{FieldPolicy, FieldStyle, ImplTarget, ItemField, ItemVariant, Member, RedactItem};
use super::bounds::{FieldBound, bounds};
use crate::errors::Errors;
use crate::tokens::{Spanned as _, Unraw as _, stream};

/// The impls of `Debug`, `Redact`, `LogSafe` and `ToValue`.
pub(super) fn masked(target: &ImplTarget, item: &RedactItem) -> TokenStream {
    let private = target.runtime.private();
    // Paths, because a blanket trait of the user may have methods of these names.
    let debug = quote! {
        #private::debug(
            #private::Redact::__form(self),
            &|__visitor| #private::Redact::parts(self, __visitor),
            __formatter,
        )
    };
    // An empty enum can only be matched as a place, and a packed field only be copied out.
    let scrutinee =
        if item.packed || item.variants.is_empty() { quote!(*self) } else { quote!(self) };
    let forms = item.variants.iter().map(|variant| form(variant, &private));
    let parts = item.variants.iter().map(|variant| parts(variant, &private));
    let structure = quote! {
        fn __form(&self) -> #private::TextForm<'_> {
            match #scrutinee { #(#forms)* }
        }
        fn parts(&self, __visitor: &mut #private::Visitor<'_>) -> #private::fmt::Result {
            match #scrutinee { #(#parts)* }
        }
    };
    let mut required = Vec::new();
    for bound in bounds(target, item) {
        required.append(&mut conditions(bound, &private));
    }
    impls(target, required, &debug, &structure)
}

/// The errors, and impls that show no field.
pub(super) fn refused(target: &ImplTarget, errors: Errors) -> TokenStream {
    let private = target.runtime.private();
    let text = format!("{}([redacted])", target.name.unraw());
    let body = quote!(#private::fmt::Formatter::write_str(__formatter, #text));
    let mut tokens = errors.into_compile_errors();
    tokens.extend(impls(target, Vec::new(), &body, &TokenStream::new()));
    tokens
}

fn impls(
    target: &ImplTarget,
    mut required: Vec<TokenStream>,
    body: &TokenStream,
    structure: &TokenStream,
) -> TokenStream {
    let private = target.runtime.private();
    let name = generated(&target.name);
    let (parameters, arguments) = (target.generics.declared(), target.generics.arguments());
    let mut conditions = Vec::new();
    for condition in &target.generics.conditions {
        conditions.push(stream(condition));
    }
    conditions.append(&mut required);
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

/// The arm of `__form`. Structured formats have the parts that serde's derive would write.
fn form(variant: &ItemVariant, private: &TokenStream) -> TokenStream {
    let pattern = pattern(variant, |_| false);
    let name = variant.name.unraw().to_string();
    let fields = variant.fields.len();
    let form = match variant.style {
        _ if variant.hidden => {
            return quote!(#pattern => #private::Redact::__form(&#private::Masked),);
        }
        _ if is_word(variant) => quote!(Word(#name)),
        FieldStyle::Named if variant.of.is_some() => quote!(StructVariant(#name)),
        FieldStyle::Named => quote!(Struct(#name)),
        FieldStyle::Tuple if variant.of.is_some() => quote!(TupleVariant(#name, #fields)),
        FieldStyle::Tuple => quote!(Tuple(#name, #fields)),
    };
    quote!(#pattern => #private::TextForm::#form,)
}

/// The arm of `parts`.
fn parts(variant: &ItemVariant, private: &TokenStream) -> TokenStream {
    if is_word(variant) {
        let pattern = pattern(variant, |_| false);
        let visit = if variant.hidden {
            quote!(#private::Visitor::masked(__visitor, ", ", &#private::Masked))
        } else {
            let name = variant.name.unraw().to_string();
            quote!(#private::Visitor::item(__visitor, #name))
        };
        return quote!(#pattern => #visit,);
    }
    let pattern = pattern(variant, ItemField::is_read);
    let fields = variant.fields.iter().enumerate().map(|(index, field)| {
        // As `Debug` writes it after another field.
        let label = match &field.member {
            Member::Named(name) => format!(", {}: ", name.unraw()),
            Member::Unnamed(_) => ", ".to_owned(),
        };
        let value = value(index, field, private);
        if matches!(field.policy, FieldPolicy::Show) {
            // The field again for its `Debug`, whose error is at the field's type.
            quote!(#private::Probe::of(#value).__visit(__visitor, #label, #value, #value)?;)
        } else {
            quote!(#private::Visitor::masked(__visitor, #label, #value)?;)
        }
    });
    quote! {
        #pattern => {
            #(#fields)*
            #private::Ok(())
        }
    }
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
            quote_spanned!(place=> &#private::Policed::<#ty, _>::new(&#binding, #policy))
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

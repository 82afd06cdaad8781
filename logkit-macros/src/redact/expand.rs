//! The impls that the derive writes.

use super::ast::{FieldPolicy, FieldStyle, ImplTarget, ItemField, ItemVariant, Member, RedactItem};
use super::bounds::{FieldBound, bounds, copied, shown};
use crate::errors::Errors;
use crate::tokens::api::{Ident, Name as _, Span, TokenStream, TokenTree};
use crate::tokens::{fill, fill_at, find, inside_of, is_punct, items, span_of, stream};

/// The impls of `Debug`, `Redact`, `LogSafe` and `ToValue`.
pub(super) fn masked(target: &ImplTarget, item: &RedactItem) -> TokenStream {
    let private = target.runtime.private();
    // Paths, because a blanket trait of the user may have methods of these names.
    let debug = fill!(
        "$private::debug(
            $private::Redact::__form(self),
            &|__visitor| $private::Redact::parts(self, __visitor),
            __formatter,
        )",
        private
    );
    // An empty enum can only be matched as a place, and a packed field only be copied out.
    let scrutinee =
        if item.packed || item.variants.is_empty() { fill!("*self") } else { fill!("self") };
    let (mut forms, mut arms) = (TokenStream::new(), TokenStream::new());
    for variant in &item.variants {
        forms.extend(form(variant, &private));
        arms.extend(parts(variant, &private));
    }
    let structure = fill!(
        "fn __form(&self) -> $private::TextForm<'_> {
            match $scrutinee { $forms }
        }
        fn parts(&self, __visitor: &mut $private::Visitor<'_>) -> $private::fmt::Result {
            match $scrutinee { $arms }
        }",
        private,
        scrutinee,
        forms,
        arms
    );
    let required = required(target, item, &private);
    let mut safe = TokenStream::new();
    for ty in &shown(target, item) {
        safe.extend(fill!("$ty: $private::LogSafe,", ty, private));
    }
    impls(target, &required, &safe, &debug, &structure)
}

/// The where-predicates of all impls: those of `#[redact(bound = "..")]`, or those that the fields need.
fn required(target: &ImplTarget, item: &RedactItem, private: &TokenStream) -> TokenStream {
    let mut required = TokenStream::new();
    if let Some(bound) = &target.bound {
        for predicate in bound {
            required.extend(fill!("$predicate,", predicate));
        }
        return required;
    }
    for bound in &bounds(target, item) {
        required.extend(conditions(bound, private));
    }
    for ty in &copied(target, item) {
        required.extend(fill!("$ty: $private::Copy,", ty, private));
    }
    required
}

/// The errors, and impls that show no field.
pub(super) fn refused(target: &ImplTarget, errors: Errors) -> TokenStream {
    let private = target.runtime.private();
    let text = format!("{}([redacted])", target.name.unraw());
    let body = fill!("$private::fmt::Formatter::write_str(__formatter, $text)", private, text);
    let mut tokens = errors.into_compile_errors();
    let nothing = TokenStream::new();
    tokens.extend(impls(target, &nothing, &nothing, &body, &nothing));
    tokens
}

fn impls(
    target: &ImplTarget,
    required: &TokenStream,
    safe: &TokenStream,
    body: &TokenStream,
    structure: &TokenStream,
) -> TokenStream {
    // The last condition of `ToValue` is never true for a type with an unsized tail; without the
    // lifetime that would be an error.
    let private = target.runtime.private();
    let name = generated(&target.name);
    let (parameters, arguments) = (target.generics.declared(), target.generics.arguments());
    let mut conditions = TokenStream::new();
    for condition in &target.generics.conditions {
        conditions.extend(fill!("$condition,", condition));
    }
    conditions.extend(required.clone());
    fill!(
        "#[automatically_derived]
        impl $parameters $private::fmt::Debug for $name $arguments
        where $conditions
        {
            fn fmt(&self, __formatter: &mut $private::fmt::Formatter<'_>) -> $private::fmt::Result {
                $body
            }
        }
        #[automatically_derived]
        impl $parameters $private::Redact for $name $arguments where $conditions {
            $structure
        }
        #[automatically_derived]
        impl $parameters $private::LogSafe for $name $arguments where $conditions $safe {}
        #[automatically_derived]
        impl $parameters $private::ToValue for $name $arguments
        where
            $conditions
            for<'__sized> Self: $private::Sized,
        {
            fn to_value(&self) -> $private::Value<'_> {
                $private::Value::Redact(self)
            }
        }",
        parameters,
        private,
        name,
        arguments,
        conditions,
        safe,
        body,
        structure
    )
}

/// The where-predicates for a field.
fn conditions(bound: &FieldBound<'_>, private: &TokenStream) -> TokenStream {
    let FieldBound { ty, field, is_part } = bound;
    let mut inner = ty.clone();
    let mut conditions = TokenStream::new();
    // A part of the type has no layers to look through.
    if field.layers.show_none && !*is_part {
        conditions.extend(fill!("$inner: $private::OptionLike,", inner, private));
        inner = fill!("<$inner as $private::OptionLike>::Some", inner, private);
    }
    if field.layers.each && !*is_part {
        conditions.extend(fill!("$inner: $private::Collection,", inner, private));
        inner = fill!("<$inner as $private::Collection>::Item", inner, private);
    }
    let bound = match field.policy {
        FieldPolicy::Show | FieldPolicy::Truth | FieldPolicy::Count => "fmt::Debug",
        FieldPolicy::Nested => "Redact",
        FieldPolicy::MasksItself => "MasksItself",
        FieldPolicy::Keep { .. } => "KeepText",
        FieldPolicy::Hash(_) => "HashInput",
        FieldPolicy::Mask | FieldPolicy::Text(_) | FieldPolicy::With(_) => return conditions,
    };
    let bound = fill!(bound);
    conditions.extend(fill!("$inner: $private::$bound,", inner, private, bound));
    conditions
}

/// The arm of `__form`. Structured formats have the parts that serde's derive would write.
fn form(variant: &ItemVariant, private: &TokenStream) -> TokenStream {
    let pattern = pattern(variant, |_| false);
    let name = variant.name.unraw();
    let fields = variant.fields.len();
    let form = match variant.style {
        _ if variant.hidden => {
            return fill!(
                "$pattern => $private::Redact::__form(&$private::Masked),",
                pattern,
                private
            );
        }
        _ if is_word(variant) => "Word($name)",
        FieldStyle::Named if variant.of.is_some() => "StructVariant($name)",
        FieldStyle::Named => "Struct($name)",
        FieldStyle::Tuple if variant.of.is_some() => "TupleVariant($name, $fields)",
        FieldStyle::Tuple => "Tuple($name, $fields)",
    };
    let form = fill!(form, name, fields);
    fill!("$pattern => $private::TextForm::$form,", pattern, private, form)
}

/// The arm of `parts`.
fn parts(variant: &ItemVariant, private: &TokenStream) -> TokenStream {
    if is_word(variant) {
        let pattern = pattern(variant, |_| false);
        let name = variant.name.unraw();
        let visit = if variant.hidden {
            "$pattern => $private::Visitor::masked(__visitor, \", \", &$private::Masked),"
        } else {
            "$pattern => $private::Visitor::item(__visitor, $name),"
        };
        return fill!(visit, pattern, private, name);
    }
    let pattern = pattern(variant, ItemField::is_read);
    let mut fields = TokenStream::new();
    for (index, field) in variant.fields.iter().enumerate() {
        // As `Debug` writes it after another field.
        let label = match &field.member {
            Member::Named(name) => format!(", {}: ", name.unraw()),
            Member::Unnamed(_) => ", ".to_owned(),
        };
        let value = value(index, field, private);
        let is_shown =
            matches!(field.policy, FieldPolicy::Show | FieldPolicy::Truth | FieldPolicy::Count);
        let visit = if is_shown {
            // The field again for its `Debug`, whose error is at the field's type.
            if borrows_object(&field.ty.0) {
                "$private::Probe::plain($value).__visit(__visitor, $label, $value, $value)?;"
            } else {
                "$private::Probe::of($value).__visit(__visitor, $label, $value, $value)?;"
            }
        } else {
            "$private::Visitor::masked(__visitor, $label, $value)?;"
        };
        fields.extend(fill!(visit, private, value, label));
    }
    fill!("$pattern => { $fields $private::Ok(()) }", pattern, fields, private)
}

/// Returns true for a type with a trait object of a lifetime: `&'a dyn Error`.
fn borrows_object(ty: &[TokenTree]) -> bool {
    let mentions = |name| items::mentions(ty, &|ident| ident.unraw() == name);
    mentions("dyn") && !mentions("static") && has_lifetime(ty)
}

fn has_lifetime(ty: &[TokenTree]) -> bool {
    let is_lifetime = |token: &TokenTree| match token {
        TokenTree::Group(group) => has_lifetime(&inside_of(group)),
        token => is_punct(token, '\''),
    };
    find(ty, &is_lifetime).is_some()
}

/// Returns true for a variant that is written as its name alone, or hidden.
fn is_word(variant: &ItemVariant) -> bool {
    variant.hidden || variant.fields.is_empty() && variant.of.is_some()
}

/// The variant's pattern, with a variable for each field that `bound` holds for. `Name { 0: a, .. }`
/// matches tuples and units too. (Fields have no `cfg` here: rustc evaluates it before a derive.)
pub(super) fn pattern(variant: &ItemVariant, bound: fn(&ItemField) -> bool) -> TokenStream {
    let name = generated(&variant.name);
    let path = match &variant.of {
        Some(item) => {
            let item = generated(item);
            fill!("$item::$name", item, name)
        }
        None => fill!("$name", name),
    };
    // A masked field is not bound: it may lack `Debug`, `Copy` and alignment.
    let mut bindings = TokenStream::new();
    for (index, field) in variant.fields.iter().enumerate() {
        if !bound(field) {
            continue;
        }
        let binding = binding(index, field);
        bindings.extend(match &field.member {
            Member::Named(name) => {
                let name = generated(name);
                fill!("$name: $binding,", name, binding)
            }
            Member::Unnamed(index) => fill!("$index: $binding,", index, binding),
        });
    }
    fill!("$path { $bindings .. }", path, bindings)
}

/// The expression that is printed for a field.
pub(super) fn value(index: usize, field: &ItemField, private: &TokenStream) -> TokenStream {
    let ty = &field.ty;
    let binding = binding(index, field);
    match &field.policy {
        FieldPolicy::Show | FieldPolicy::Nested => {
            let place = place(field);
            fill_at!(place, "&$binding", binding)
        }
        FieldPolicy::Truth => {
            let place = place(field);
            fill_at!(place, "$private::truth(&$binding)", private, binding)
        }
        FieldPolicy::Count => {
            let place = place(field);
            fill_at!(place, "$private::count::<$ty>(&$binding)", private, ty, binding)
        }
        FieldPolicy::MasksItself => {
            fill!("<$ty as $private::MasksItself>::as_redact(&$binding)", ty, private, binding)
        }
        FieldPolicy::Mask if !field.is_read() => fill!("&$private::Masked", private),
        FieldPolicy::Text(text) if !field.is_read() => {
            fill!("&$private::FixedText($text)", private, text)
        }
        // The type is named so that the error for one that is not text points at it.
        FieldPolicy::Keep { .. } if !field.layers.any() => {
            let ends = policy(field, private);
            fill!(
                "&$private::keep($ends, <$ty as $private::KeepText>::text(&$binding))",
                private,
                ends,
                ty,
                binding
            )
        }
        _ => {
            let policy = policy(field, private);
            let place = place(field);
            fill_at!(
                place,
                "&$private::Policed::<$ty, _>::new(&$binding, $policy)",
                private,
                ty,
                binding,
                policy
            )
        }
    }
}

/// The field's policy as a value, inside its layers.
fn policy(field: &ItemField, private: &TokenStream) -> TokenStream {
    let mut policy = match &field.policy {
        FieldPolicy::Show
        | FieldPolicy::Truth
        | FieldPolicy::Count
        | FieldPolicy::Nested
        | FieldPolicy::MasksItself
        | FieldPolicy::Mask => {
            fill!("$private::Masked", private)
        }
        FieldPolicy::Text(text) => fill!("$private::FixedText($text)", private, text),
        FieldPolicy::Keep { first, last, min_hidden } => fill!(
            "$private::KeptEnds { first: $first, last: $last, min_hidden: $min_hidden }",
            private,
            first,
            last,
            min_hidden
        ),
        FieldPolicy::Hash(Some(domain)) => fill!("$private::Hash($domain)", private, domain),
        FieldPolicy::Hash(None) => {
            let domain = &field.place;
            fill!("$private::Hash($domain)", private, domain)
        }
        FieldPolicy::With(path) => {
            let ty = innermost(field, private);
            // A call, so that a function may take `&str` where the field is a `String`.
            let place = span_of(path).resolved_at(Span::mixed_site());
            let call = fill_at!(place, "|__value, __mask| $path(__value, __mask)", path);
            fill!("$private::CustomMask::<$ty>($call)", private, ty, call)
        }
    };
    if field.layers.each {
        policy = fill!("$private::Each($policy)", private, policy);
    }
    if field.layers.show_none {
        policy = fill!("$private::ShowNone($policy)", private, policy);
    }
    policy
}

/// The type that the policy applies to, inside all layers.
fn innermost(field: &ItemField, private: &TokenStream) -> TokenStream {
    let ty = &field.ty;
    let mut inner = stream(&ty.0);
    if field.layers.show_none {
        inner = fill!("<$inner as $private::OptionLike>::Some", inner, private);
    }
    if field.layers.each {
        inner = fill!("<$inner as $private::Collection>::Item", inner, private);
    }
    inner
}

/// The variable of a field that is read.
pub(super) fn binding(index: usize, field: &ItemField) -> Ident {
    Ident::new(&format!("__field_{index}"), place(field))
}

/// The span of the field's type, for rustc's errors about it.
pub(super) fn place(field: &ItemField) -> Span {
    span_of(&field.ty.0).resolved_at(Span::mixed_site())
}

/// `ident` with the hygiene of the derive, so that a deprecated field does not count as used.
pub(super) fn generated(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(ident.span().resolved_at(Span::call_site()));
    ident
}

//! The methods that take a value apart for structured formats.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Member;
use syn::ext::IdentExt;

use super::model::{Field, Policy, Shape, Variant};
use super::pieces::{binding, pattern, place, value};

/// Writes an arm for each variant.
type EachVariant<'a> = dyn Fn(fn(&Variant, &TokenStream) -> TokenStream) -> TokenStream + 'a;

/// `shape` and `parts`.
pub(super) fn methods(each: &EachVariant<'_>, private: &TokenStream) -> TokenStream {
    let shapes = each(shape);
    let parts = each(parts);
    quote! {
        fn shape(&self) -> #private::Shape<'_> {
            #shapes
        }
        fn parts(&self, __visit: &mut #private::Visitor<'_>) -> #private::fmt::Result {
            #parts
        }
    }
}

/// As serde's derive would have it.
fn shape(variant: &Variant, private: &TokenStream) -> TokenStream {
    let pattern = pattern(variant, |_| false);
    let kind = match (variant.shape, variant.fields.len()) {
        _ if is_word(variant) => quote!(one),
        (Shape::Named, _) => quote!(object),
        (Shape::Tuple, 1) => quote!(one),
        (Shape::Tuple, _) => quote!(list),
    };
    let mut shape = quote!(#private::Shape::#kind());
    if variant.of.is_some() && !is_word(variant) {
        let name = variant.name.unraw().to_string();
        shape = quote!(#shape.tagged(#name));
    }
    quote!(#pattern => #shape,)
}

fn parts(variant: &Variant, private: &TokenStream) -> TokenStream {
    if is_word(variant) {
        let pattern = pattern(variant, |_| false);
        let word = if variant.hidden {
            quote!(#private::Value::Redact(&#private::Masked))
        } else {
            let name = variant.name.unraw().to_string();
            quote!(#private::Value::Str(#name))
        };
        return quote!(#pattern => __visit(#private::Value::Empty, #word),);
    }
    let pattern = pattern(variant, Field::is_read);
    let fields = variant.fields.iter().enumerate().map(|(index, field)| {
        let name = match &field.member {
            Member::Named(name) => {
                let name = name.unraw().to_string();
                quote!(#private::Value::Str(#name))
            }
            Member::Unnamed(_) => quote!(#private::Value::Empty),
        };
        let part = part(index, field, private);
        quote!(__visit(#name, #part)?;)
    });
    quote! {
        #pattern => {
            #(#fields)*
            #private::Ok(())
        }
    }
}

fn part(index: usize, field: &Field, private: &TokenStream) -> TokenStream {
    let value = value(index, field, private);
    if !matches!(field.policy, Policy::Show) {
        return quote!(#private::Value::Redact(#value));
    }
    let binding = binding(index, field);
    let place = place(field);
    quote_spanned!(place=> #private::Part::new(&#binding, #value).__value())
}

/// Whether it is no more than its name, or not even that.
fn is_word(variant: &Variant) -> bool {
    variant.hidden || variant.fields.is_empty() && variant.of.is_some()
}

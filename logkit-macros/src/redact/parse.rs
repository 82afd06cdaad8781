//! From a `derive` input to the model, or to everything that is wrong with it.

use syn::ext::IdentExt;
use syn::{Attribute, Data, DeriveInput, Fields, Ident, Index, Member};

use super::attribute;
use super::model::{Field, Item, Policy, Shape, Target, Variant};
use super::types;
use crate::diag::Mistakes;

/// The target is always there, so that a mistake can be answered with harmless impls.
pub(super) fn parse(input: DeriveInput) -> (Target, Result<Item, Mistakes>) {
    let mut mistakes = Mistakes::default();
    let target = Target {
        runtime: attribute::runtime(&input.attrs, &mut mistakes),
        name: input.ident,
        generics: input.generics,
    };
    let variants = variants(input.data, &target.name, &mut mistakes);
    if mistakes.is_empty() {
        want_a_mark(&variants, &target.name, &mut mistakes);
    }
    let item = if mistakes.is_empty() {
        Ok(Item { packed: is_packed(&input.attrs), variants })
    } else {
        Err(mistakes)
    };
    (target, item)
}

fn variants(data: Data, name: &Ident, mistakes: &mut Mistakes) -> Vec<Variant> {
    match data {
        Data::Struct(data) => vec![variant(None, name.clone(), data.fields, mistakes)],
        Data::Enum(data) => data
            .variants
            .into_iter()
            .map(|v| {
                attribute::none_on_variant(&v.attrs, mistakes);
                variant(Some(name.clone()), v.ident, v.fields, mistakes)
            })
            .collect(),
        Data::Union(data) => {
            mistakes.at(
                data.union_token,
                "`derive(Redact)` cannot tell which field of a union is live; \
                 write a struct or an enum",
            );
            Vec::new()
        }
    }
}

fn variant(of: Option<Ident>, name: Ident, fields: Fields, mistakes: &mut Mistakes) -> Variant {
    let shape = match fields {
        Fields::Unnamed(_) => Shape::Tuple,
        Fields::Named(_) | Fields::Unit => Shape::Named,
    };
    let fields = fields
        .into_iter()
        .enumerate()
        .map(|(index, f)| {
            let member = match f.ident {
                Some(name) => Member::Named(name),
                None => Member::Unnamed(Index::from(index)),
            };
            field(member, &f.attrs, f.ty, mistakes)
        })
        .collect();
    Variant { of, name, shape, fields }
}

fn field(member: Member, attrs: &[Attribute], ty: syn::Type, mistakes: &mut Mistakes) -> Field {
    let policy = attribute::policy(attrs, mistakes);
    if let (Policy::Keep { first, last }, Some(kind)) = (policy, types::not_text(&ty)) {
        let keys = match (first, last) {
            (_, 0) => "`keep_first` is",
            (0, _) => "`keep_last` is",
            _ => "`keep_first` and `keep_last` are",
        };
        mistakes.at(&ty, format_args!("{keys} for text, and {kind}; write `#[redact]`"));
    }
    Field { member, ty, policy }
}

/// A type that masks nothing most likely forgot to. An empty enum has no value to leak.
fn want_a_mark(variants: &[Variant], name: &Ident, mistakes: &mut Mistakes) {
    let mut fields = variants.iter().flat_map(|v| &v.fields).peekable();
    let bare = fields.peek().is_none();
    if variants.is_empty() || fields.any(|f| !matches!(f.policy, Policy::Show)) {
        return;
    }
    let shown = name.unraw();
    if bare {
        mistakes.at(
            name,
            format_args!("`{shown}` has no field that could be masked; derive `Debug` instead"),
        );
    } else {
        mistakes.at(
            name,
            format_args!(
                "no field of `{shown}` is marked; write `#[redact]` on each that holds a secret, \
                 or derive `Debug` instead"
            ),
        );
    }
}

fn is_packed(attrs: &[Attribute]) -> bool {
    let mut packed = false;
    for attr in attrs.iter().filter(|a| a.path().is_ident("repr")) {
        // What rustc makes of the other arguments is between it and the user.
        let _ = attr.parse_nested_meta(|meta| {
            packed |= meta.path.is_ident("packed");
            if meta.input.peek(syn::token::Paren) {
                meta.input.parse::<proc_macro2::TokenTree>()?;
            }
            Ok(())
        });
    }
    packed
}

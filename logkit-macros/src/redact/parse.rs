//! From a `derive` input to the model, or to everything that is wrong with it.

use syn::ext::IdentExt;
use syn::{Attribute, Data, DeriveInput, Ident, Index, Member};

use super::attribute;
use super::container::{self, TypeMark, VariantMark};
use super::field::{self, FieldMark};
use super::model::{Field, Item, Layers, Policy, Shape, Target, Variant};
use super::types;
use crate::diag::Mistakes;
use crate::secret_names::secret;

/// The target is always there, so that a mistake can be answered with harmless impls.
pub(super) fn parse(input: DeriveInput) -> (Target, Result<Item, Mistakes>) {
    let mut mistakes = Mistakes::default();
    let mark = container::type_mark(&input.attrs, &mut mistakes);
    let default = match mark {
        TypeMark { all: true, .. } => Undecided::Masked,
        TypeMark { strict: true, .. } => Undecided::Refused,
        _ => Undecided::Shown,
    };
    let target = Target { runtime: mark.runtime, name: input.ident, generics: input.generics };
    let mut fields = Fields { default, marked: false, mistakes };
    let variants = fields.variants(input.data, &target.name);
    let Fields { marked, mut mistakes, .. } = fields;
    if mistakes.is_empty() && !marked {
        want_a_mark(&variants, &target.name, &mut mistakes);
    }
    let item = if mistakes.is_empty() {
        Ok(Item { packed: is_packed(&input.attrs), variants })
    } else {
        Err(mistakes)
    };
    (target, item)
}

/// What becomes of a field that says nothing of itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Undecided {
    /// It shows.
    Shown,
    /// It is masked, by the type's `all`.
    Masked,
    /// It is masked, by the variant's `#[redact]`.
    MaskedByVariant,
    /// Its variant shows nothing at all.
    Hidden,
    /// It is a mistake, by the type's `strict`.
    Refused,
}

/// Reads fields, as the type they stand in wants them.
struct Fields {
    default: Undecided,
    /// Something of the type is masked, or was considered.
    marked: bool,
    mistakes: Mistakes,
}

impl Fields {
    fn variants(&mut self, data: Data, name: &Ident) -> Vec<Variant> {
        match data {
            Data::Struct(data) => vec![self.variant(None, name.clone(), data.fields, self.default)],
            Data::Enum(data) => {
                data.variants.into_iter().map(|variant| self.of_enum(name, variant)).collect()
            }
            Data::Union(data) => {
                self.mistakes.at(
                    data.union_token,
                    "`derive(Redact)` cannot tell which field of a union is live; \
                     write a struct or an enum",
                );
                Vec::new()
            }
        }
    }

    fn of_enum(&mut self, name: &Ident, variant: syn::Variant) -> Variant {
        let mark = container::variant_mark(&variant.attrs, &mut self.mistakes);
        self.marked |= mark != VariantMark::None;
        if mark == VariantMark::Fields && variant.fields.is_empty() {
            self.mistakes.at(
                &variant.ident,
                format_args!(
                    "`{}` has no field to mask; write `#[redact(name)]` to hide which variant it is",
                    variant.ident.unraw()
                ),
            );
        }
        if self.default == Undecided::Shown && mark == VariantMark::None {
            self.check_name(&variant);
        }
        let default = match mark {
            VariantMark::None => self.default,
            VariantMark::Fields => Undecided::MaskedByVariant,
            VariantMark::Name => Undecided::Hidden,
        };
        self.variant(Some(name.clone()), variant.ident, variant.fields, default)
    }

    /// What a variant holds has no name but the variant's.
    fn check_name(&mut self, variant: &syn::Variant) {
        let syn::Fields::Unnamed(fields) = &variant.fields else { return };
        let undecided = |field: &syn::Field| {
            attribute::marks(&field.attrs).next().is_none() && !types::masks_itself(&field.ty)
        };
        let name = variant.ident.unraw();
        if fields.unnamed.iter().all(undecided) && secret(&name.to_string()).is_some() {
            self.mistakes.at(
                &variant.ident,
                format_args!(
                    "`{name}` is named like a secret; write `#[redact]` above it to mask what it \
                     holds, or `#[redact(skip)]` in it to show that"
                ),
            );
        }
    }

    fn variant(
        &mut self,
        of: Option<Ident>,
        name: Ident,
        fields: syn::Fields,
        default: Undecided,
    ) -> Variant {
        let shape = match fields {
            syn::Fields::Unnamed(_) => Shape::Tuple,
            syn::Fields::Named(_) | syn::Fields::Unit => Shape::Named,
        };
        let place = match &of {
            Some(of) => format!("{}.{}", of.unraw(), name.unraw()),
            None => name.unraw().to_string(),
        };
        let fields = fields.into_iter().enumerate();
        let fields = fields.map(|(index, f)| self.field(&place, index, f, default));
        let fields = fields.collect();
        Variant { of, name, shape, fields, hidden: default == Undecided::Hidden }
    }

    fn field(&mut self, place: &str, index: usize, field: syn::Field, default: Undecided) -> Field {
        let mark = field::field_mark(&field.attrs, &mut self.mistakes);
        self.check_place(&mark, place, &field, default);
        self.marked |= !matches!(mark, FieldMark::None)
            || default == Undecided::Masked
            || types::masks_itself(&field.ty);
        let (policy, layers) = match mark {
            FieldMark::Mask(policy, layers) => (policy, layers),
            FieldMark::None if default != Undecided::Shown => (Policy::Mask, Layers::default()),
            FieldMark::None | FieldMark::Skip(_) => (Policy::Show, Layers::default()),
        };
        if let (Policy::Keep { first, last, .. }, false) = (&policy, layers.each) {
            self.want_text(&field.ty, *first, *last);
        }
        let place = match &field.ident {
            Some(name) => format!("{place}.{}", name.unraw()),
            None => format!("{place}.{index}"),
        };
        let member = match field.ident {
            Some(name) => Member::Named(name),
            None => Member::Unnamed(Index::from(index)),
        };
        Field { member, ty: field.ty, place, policy, layers }
    }

    /// Whether a field may say what it says where it stands.
    fn check_place(
        &mut self,
        mark: &FieldMark,
        place: &str,
        field: &syn::Field,
        default: Undecided,
    ) {
        match (mark, default) {
            (FieldMark::None, Undecided::Refused) => {
                let undecided = "under `strict` every field is decided; write `#[redact]` to mask \
                                 this one, or `#[redact(skip)]` to show it";
                match &field.ident {
                    Some(name) => self.mistakes.at(name, undecided),
                    None => self.mistakes.at(&field.ty, undecided),
                }
            }
            (FieldMark::None, Undecided::Shown) if !types::masks_itself(&field.ty) => {
                if let Some(name) = secret_name(field) {
                    self.mistakes.at(
                        name,
                        format_args!(
                            "`{name}` is named like a secret; write `#[redact]` to mask it, or \
                             `#[redact(skip)]` to show it"
                        ),
                    );
                }
            }
            (FieldMark::Skip(skip), Undecided::Shown)
                if secret_name(field).is_none()
                    && (field.ident.is_some() || secret(place).is_none()) =>
            {
                self.mistakes.at(
                    skip,
                    "`skip` is for a field that would be masked, and this one is not; leave it \
                     out, or write `#[redact(all)]` or `#[redact(strict)]` above the type",
                );
            }
            (FieldMark::Skip(skip), Undecided::MaskedByVariant) => self.mistakes.at(
                skip,
                "`skip` is incompatible with the variant's `#[redact]`, which masks all its \
                 fields; mark the others one by one instead",
            ),
            (FieldMark::Skip(_) | FieldMark::Mask(..), Undecided::Hidden) => {
                let marks = attribute::marks(&field.attrs).next();
                self.mistakes.at(
                    marks.map(Attribute::path),
                    "this means nothing, for the variant's `#[redact(name)]` hides all of it; \
                     leave it out",
                );
            }
            _ => {}
        }
    }

    fn want_text(&mut self, ty: &syn::Type, first: usize, last: usize) {
        let Some(kind) = types::not_text(ty) else { return };
        let keys = match (first, last) {
            (_, 0) => "`keep_first` is",
            (0, _) => "`keep_last` is",
            _ => "`keep_first` and `keep_last` are",
        };
        self.mistakes.at(ty, format_args!("{keys} for text, and {kind}; write `#[redact]`"));
    }
}

/// The field's name, if it is one that a secret would have.
fn secret_name(field: &syn::Field) -> Option<&Ident> {
    field.ident.as_ref().filter(|name| secret(&name.unraw().to_string()).is_some())
}

/// A type that masks nothing most likely forgot to. An empty enum has no value to leak.
fn want_a_mark(variants: &[Variant], name: &Ident, mistakes: &mut Mistakes) {
    if variants.is_empty() {
        return;
    }
    let bare = variants.iter().all(|variant| variant.fields.is_empty());
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

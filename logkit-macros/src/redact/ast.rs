//! A type that derives `Redact`: the model, and how it is read from the `derive` input.

use super::attr::{FieldMark, TypeMark, VariantMark, field_mark, type_mark, variant_mark};
use super::input::{
    FieldType, Generics, InputField, InputFields, InputVariant, TypeBody, TypeInput,
};
use super::{keys, lint};
use crate::errors::Errors;
use crate::paths::Runtime;
use crate::secret_names::secret;
use crate::tokens::api::{Ident, Literal, Name as _};
use crate::tokens::{Attribute, StringLiteral, Tokens, is_ident};

/// The type that the impls are for; enough for impls that show no field.
pub(super) struct ImplTarget {
    pub(super) runtime: Runtime,
    pub(super) name: Ident,
    pub(super) generics: Generics,
    /// The predicates of `#[redact(bound = "..")]`, which replace those of the fields.
    pub(super) bound: Option<Vec<Tokens>>,
}

/// The type's fields and their masks.
pub(super) struct RedactItem {
    /// `repr(packed)`: references to fields may be unaligned, so fields are copied out.
    pub(super) packed: bool,
    /// One for a struct; none for an empty enum.
    pub(super) variants: Vec<ItemVariant>,
}

/// A set of fields under a name: a struct, or a variant of an enum.
pub(super) struct ItemVariant {
    /// The enum, if this is a variant of one.
    pub(super) of: Option<Ident>,
    pub(super) name: Ident,
    pub(super) style: FieldStyle,
    pub(super) fields: Vec<ItemField>,
    /// `#[redact(name)]`: nothing of the variant is shown, its name included.
    pub(super) hidden: bool,
}

/// The form in which `Debug` prints the fields.
#[derive(Clone, Copy)]
pub(super) enum FieldStyle {
    /// `Name { field: value }`, and `Name` without fields.
    Named,
    /// `Name(value)`.
    Tuple,
}

/// The name of a field, or its index.
pub(super) enum Member {
    Named(Ident),
    Unnamed(Literal),
}

/// A field and its mask.
pub(super) struct ItemField {
    pub(super) member: Member,
    pub(super) ty: FieldType,
    /// `Type.field` or `Type.Variant.field`: the default domain of its hashes.
    pub(super) place: String,
    pub(super) policy: FieldPolicy,
    pub(super) layers: PolicyLayers,
}

impl ItemField {
    /// Returns true if the impls read the value; a field that is not read needs no bound.
    pub(super) fn is_read(&self) -> bool {
        self.layers.any() || !matches!(self.policy, FieldPolicy::Mask | FieldPolicy::Text(_))
    }
}

/// The parts of a field that its policy applies to; without a layer it is the field as a whole.
#[derive(Clone, Copy, Default)]
pub(super) struct PolicyLayers {
    /// Each element. Inside `show_none`, if both are given.
    pub(super) each: bool,
    /// The value of a `Some`.
    pub(super) show_none: bool,
}

impl PolicyLayers {
    pub(super) fn any(self) -> bool {
        self.each || self.show_none
    }
}

/// The part of a value that is shown.
pub(super) enum FieldPolicy {
    /// The value, by its own `Debug`.
    Show,
    /// The value, which must be a bool, because its name is that of a secret.
    Truth,
    /// The value, which must be a number, because its name is that of secrets in the plural.
    Count,
    /// The value, by its own `Redact`, which it must have because its name is that of a secret.
    Nested,
    /// The value, by its own `Redact`, which it must have because of the name of its type.
    MasksItself,
    /// `[redacted]`.
    Mask,
    /// That many characters at the ends of a text, around `****`.
    Keep { first: usize, last: usize, min_hidden: usize },
    /// This text.
    Text(StringLiteral),
    /// A keyed hash over this domain, by default over the names of type and field.
    Hash(Option<StringLiteral>),
    /// The output of this function.
    With(Tokens),
}

/// Parses the input. The target is returned after errors too, for impls that show no field.
pub(super) fn parse(input: TypeInput) -> (ImplTarget, Result<RedactItem, Errors>) {
    let mut errors = Errors::default();
    let mark = type_mark(&input.attributes, &mut errors);
    let default = match mark {
        TypeMark { all: true, .. } => UnmarkedField::Masked,
        TypeMark { strict: true, .. } => UnmarkedField::Refused,
        TypeMark { nested: true, .. } => UnmarkedField::Nested,
        _ => UnmarkedField::Shown,
    };
    lint::derives_debug(&input.attributes, &mut errors);
    if let Some((key, _)) = &mark.bound {
        lint::bound(key, &input.generics, &mut errors);
    }
    let bound = mark.bound.map(|(_, predicates)| predicates);
    let target =
        ImplTarget { runtime: mark.runtime, name: input.ident, generics: input.generics, bound };
    let mut fields = FieldReader { default, marked: mark.nested, errors };
    let variants = fields.variants(&input.body, &target.name);
    let FieldReader { marked, mut errors, .. } = fields;
    if errors.is_empty() && !marked {
        lint::nothing_marked(&variants, &target.name, &mut errors);
    }
    let item = if errors.is_empty() {
        Ok(RedactItem { packed: is_packed(&input.attributes), variants })
    } else {
        Err(errors)
    };
    (target, item)
}

/// The treatment of a field without an attribute.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum UnmarkedField {
    /// It is shown.
    Shown,
    /// It is shown, and masks itself if its name is that of a secret: the type is `nested`.
    Nested,
    /// It is shown, and masks itself: the type is `nested`, and the variant is named like a secret.
    NestedSecret,
    /// It is masked: the type has `all`.
    Masked,
    /// It is masked: the variant has `#[redact]`.
    MaskedByVariant,
    /// It is hidden with its variant: that has `#[redact(name)]`.
    Hidden,
    /// It is an error: the type is `strict`.
    Refused,
}

/// Reads the fields under the default that the type gives.
struct FieldReader {
    default: UnmarkedField,
    /// A field of the type is masked, or has an attribute.
    marked: bool,
    errors: Errors,
}

impl FieldReader {
    fn variants(&mut self, body: &TypeBody, name: &Ident) -> Vec<ItemVariant> {
        match body {
            TypeBody::Struct(fields) => {
                vec![self.variant(None, name.clone(), fields, self.default)]
            }
            TypeBody::Enum(variants) => {
                let mut items = Vec::new();
                for variant in variants {
                    items.push(self.of_enum(name, variant));
                }
                items
            }
            TypeBody::Union(keyword) => {
                self.errors.at(
                    keyword,
                    "`derive(Redact)` cannot tell which field of a union is in use; write `struct`",
                );
                Vec::new()
            }
        }
    }

    fn of_enum(&mut self, name: &Ident, variant: &InputVariant) -> ItemVariant {
        let mark = variant_mark(&variant.attributes, &mut self.errors);
        self.marked |= mark != VariantMark::None;
        lint::variant(variant, mark, self.default, &mut self.errors);
        let default = match mark {
            VariantMark::None => self.default,
            VariantMark::Fields => UnmarkedField::MaskedByVariant,
            VariantMark::Name => UnmarkedField::Hidden,
        };
        self.variant(Some(name.clone()), variant.ident.clone(), &variant.fields, default)
    }

    fn variant(
        &mut self,
        of: Option<Ident>,
        name: Ident,
        fields: &InputFields,
        default: UnmarkedField,
    ) -> ItemVariant {
        let style = if fields.unnamed { FieldStyle::Tuple } else { FieldStyle::Named };
        let place = match &of {
            Some(of) => format!("{}.{}", of.unraw(), name.unraw()),
            None => name.unraw(),
        };
        // Each unnamed field has the name of its variant or struct, whatever is beside it.
        let of_secret = if fields.unnamed {
            secret(&place).is_some()
        } else {
            lint::holds_the_secret(fields, &place)
        };
        let default = match default {
            UnmarkedField::Nested if of_secret => UnmarkedField::NestedSecret,
            default => default,
        };
        let mut items = Vec::new();
        for (index, field) in fields.list.iter().enumerate() {
            items.push(self.field(&place, index, field, default, of_secret));
        }
        let fields = items;
        ItemVariant { of, name, style, fields, hidden: default == UnmarkedField::Hidden }
    }

    fn field(
        &mut self,
        place: &str,
        index: usize,
        field: &InputField,
        default: UnmarkedField,
        of_secret: bool,
    ) -> ItemField {
        let mark = field_mark(&field.attributes, &mut self.errors);
        lint::field(&mark, field, of_secret, default, &mut self.errors);
        self.marked |= !matches!(mark, FieldMark::None)
            || default == UnmarkedField::Masked
            || lint::masks_itself(&field.ty);
        let (policy, layers) = match mark {
            FieldMark::Mask(policy, layers) => (policy, layers),
            FieldMark::None => (unmarked(field, default), PolicyLayers::default()),
            FieldMark::Skip(_) => (FieldPolicy::Show, PolicyLayers::default()),
        };
        if let (FieldPolicy::Keep { first, last, .. }, false) = (&policy, layers.each) {
            lint::keeps_text(&field.ty, *first, *last, &mut self.errors);
        }
        let place = match &field.ident {
            Some(name) => format!("{place}.{}", name.unraw()),
            None => format!("{place}.{index}"),
        };
        let member = match &field.ident {
            Some(name) => Member::Named(name.clone()),
            None => Member::Unnamed(Literal::usize_unsuffixed(index)),
        };
        ItemField { member, ty: field.ty.clone(), place, policy, layers }
    }
}

/// The policy of a field without an attribute.
fn unmarked(field: &InputField, default: UnmarkedField) -> FieldPolicy {
    // The name of a type proves nothing; the bound of the policy does.
    let masks_itself = lint::masks_itself(&field.ty);
    let is_truth = lint::is_truth(&field.ty);
    let is_secret = lint::secret_name(field).is_some();
    match default {
        UnmarkedField::NestedSecret if is_truth => FieldPolicy::Truth,
        UnmarkedField::Shown | UnmarkedField::Nested if is_truth && is_secret => FieldPolicy::Truth,
        UnmarkedField::Shown | UnmarkedField::Nested if lint::is_count(field) => FieldPolicy::Count,
        UnmarkedField::Shown | UnmarkedField::Nested | UnmarkedField::NestedSecret
            if masks_itself =>
        {
            FieldPolicy::MasksItself
        }
        UnmarkedField::NestedSecret => FieldPolicy::Nested,
        UnmarkedField::Nested if is_secret => FieldPolicy::Nested,
        UnmarkedField::Shown | UnmarkedField::Nested => FieldPolicy::Show,
        UnmarkedField::Masked
        | UnmarkedField::MaskedByVariant
        | UnmarkedField::Hidden
        | UnmarkedField::Refused => FieldPolicy::Mask,
    }
}

fn is_packed(attributes: &[Attribute]) -> bool {
    for entry in &keys::listed(attributes, "repr") {
        if matches!(entry.as_slice(), [packed, ..] if is_ident(packed, "packed")) {
            return true;
        }
    }
    false
}

//! Checks of fields and variants against their types, their names, and the attribute of the type.

use super::ast::{ItemVariant, UnmarkedField};
use super::attr::{FieldMark, VariantMark};
use super::input::{FieldType, Generics, InputField, InputFields, InputVariant, TypeForm};
use super::keys;
use crate::allowance::secret;
use crate::errors::Errors;
use crate::secret_names::is_plural;
use crate::tokens::api::{Ident, Name as _, TokenTree};
use crate::tokens::{Attribute, is_ident};

const NUMBERS: [&str; 14] = [
    "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32",
    "f64",
];

/// Pointers and similar types, which `keep_first` and `keep_last` look through.
const TRANSPARENT: [&str; 5] = ["Option", "Box", "Rc", "Arc", "Cow"];

/// Types that mask themselves: logkit's, and those of `secrecy`.
const SELF_MASKING: [&str; 3] = ["Sensitive", "SecretBox", "SecretString"];

/// Checks that no `#[derive(Debug)]` follows: the derive writes a `Debug` itself. A derive in the same
/// list, or before, cannot be seen; there rustc reports the conflict.
pub(super) fn derives_debug(attributes: &[Attribute], errors: &mut Errors) {
    for path in &keys::listed(attributes, "derive") {
        if matches!(path.as_slice(), [.., last] if is_ident(last, "Debug")) {
            errors.at(
                path,
                "`derive(Redact)` already implements `Debug`, with masks; remove this one",
            );
        }
    }
}

/// Checks that the type of a `bound` has a parameter to bind.
pub(super) fn bound(key: &Ident, generics: &Generics, errors: &mut Errors) {
    if !generics.has_types() {
        errors.at(
            &key,
            "`bound` is for a generic type, but this type has no type parameter; remove it",
        );
    }
}

/// Checks a variant's attribute, and its name.
pub(super) fn variant(
    variant: &InputVariant,
    mark: VariantMark,
    default: UnmarkedField,
    errors: &mut Errors,
) {
    let name = variant.ident.unraw();
    if mark == VariantMark::Fields && variant.fields.list.is_empty() {
        errors.at(
            &variant.ident,
            format!(
                "`{name}` has no field to mask; write `#[redact(name)]` to hide which variant it is"
            ),
        );
    }
    if mark != VariantMark::None && default == UnmarkedField::Nested {
        at_mark(&variant.attributes, masked_in_nested("variant"), errors);
    }
    if mark != VariantMark::None || default != UnmarkedField::Shown {
        return;
    }
    let mut has_unmarked = false;
    for field in &variant.fields.list {
        has_unmarked |= keys::marks(&field.attributes).is_empty() && !is_truth(&field.ty);
    }
    if has_unmarked && holds_the_secret(&variant.fields, &name) {
        errors.at(
            &variant.ident,
            format!(
                "`{name}` is named like a secret; write `#[redact]` above the variant to mask its \
                 fields, or `#[redact(skip)]` on a field to show it"
            ),
        );
    }
}

/// Returns true if the fields show the secret that `name`, of their variant or struct, promises: none has
/// a mask, and no name of their own tells which of them is the secret. A `bool` is not a secret.
pub(super) fn holds_the_secret(fields: &InputFields, name: &str) -> bool {
    let mut is_there = false;
    for field in &fields.list {
        if is_truth(&field.ty) {
            continue;
        }
        is_there = true;
        if masks_itself(&field.ty) || secret_name(field).is_some() {
            return false;
        }
        for mark in &keys::marks(&field.attributes) {
            if !keys::is_skip(mark) {
                return false;
            }
        }
    }
    is_there && secret(name).is_some()
}

/// Returns true if the type's name is `bool`: whether a secret exists or is valid is not a secret.
pub(super) fn is_truth(ty: &FieldType) -> bool {
    match TypeForm::of(&ty.0) {
        TypeForm::Named(name, None) => name.is("bool"),
        TypeForm::Around(inside) => is_truth(&FieldType(inside)),
        _ => false,
    }
}

/// Returns true for a number that is named like secrets in the plural, and so is their count.
pub(super) fn is_count(field: &InputField) -> bool {
    secret_name(field).is_some_and(|name| is_plural(&name.unraw())) && is_number(&field.ty.0)
}

fn is_number(ty: &[TokenTree]) -> bool {
    match TypeForm::of(ty) {
        TypeForm::Named(name, None) => name.is_any(&NUMBERS),
        TypeForm::Around(inside) => is_number(&inside),
        _ => false,
    }
}

/// Checks that a field's attribute makes sense there, and the name of a field without one. `of_secret`
/// means that its variant is named like a secret.
pub(super) fn field(
    mark: &FieldMark,
    field: &InputField,
    of_secret: bool,
    default: UnmarkedField,
    errors: &mut Errors,
) {
    match (mark, default) {
        (FieldMark::None, UnmarkedField::Refused) => {
            let unmarked = "`strict` requires an attribute on every field; write `#[redact]` to \
                            mask this one, or `#[redact(skip)]` to show it";
            match &field.ident {
                Some(name) => errors.at(&name, unmarked),
                None => errors.at(&field.ty, unmarked),
            }
        }
        (FieldMark::None, UnmarkedField::Shown)
            if !masks_itself(&field.ty) && !is_truth(&field.ty) && !is_count(field) =>
        {
            if let Some(name) = secret_name(field) {
                errors.at(
                    &name,
                    format!(
                        "`{name}` is named like a secret; write `#[redact]` to mask it, or \
                         `#[redact(skip)]` to show it"
                    ),
                );
            }
        }
        (
            FieldMark::Skip(skip),
            UnmarkedField::Shown | UnmarkedField::Nested | UnmarkedField::NestedSecret,
        ) if secret_name(field).is_none() && !of_secret => {
            errors.at(
                &skip,
                "`skip` is for a field that would be masked, but this one is not; remove it, or \
                 write `#[redact(all)]` or `#[redact(strict)]` above the type",
            );
        }
        (FieldMark::Skip(skip), UnmarkedField::MaskedByVariant) => errors.at(
            &skip,
            "`skip` is incompatible with the variant's `#[redact]`, which masks all its fields; \
             remove that and write `#[redact]` on the other fields",
        ),
        (FieldMark::Skip(_) | FieldMark::Mask(..), UnmarkedField::Hidden) => {
            let message =
                "the variant's `#[redact(name)]` already hides this field; remove this attribute";
            at_mark(&field.attributes, message.to_owned(), errors);
        }
        (FieldMark::Mask(..), UnmarkedField::Nested | UnmarkedField::NestedSecret) => {
            at_mark(&field.attributes, masked_in_nested("field"), errors);
        }
        _ => {}
    }
}

/// Adds an error at the first `#[redact]`.
fn at_mark(attributes: &[Attribute], message: String, errors: &mut Errors) {
    if let Some(mark) = keys::marks(attributes).first() {
        errors.at(mark.path(), message);
    }
}

/// The error for a mask on a field or a variant of a `nested` type.
fn masked_in_nested(of: &str) -> String {
    format!(
        "`nested` is for a type whose fields mask themselves, but this {of} has a mask; remove \
         `#[redact(nested)]` above the type, or this attribute"
    )
}

/// Checks that `keep_first` and `keep_last` are on text.
pub(super) fn keeps_text(ty: &FieldType, first: usize, last: usize, errors: &mut Errors) {
    let Some(found) = not_text(&ty.0) else { return };
    let keys = match (first, last) {
        (_, 0) => "`keep_first` is",
        (0, _) => "`keep_last` is",
        _ => "`keep_first` and `keep_last` are",
    };
    errors.at(&ty, format!("{keys} for text, but {found}; write `#[redact]`"));
}

/// The error for a type that masks nothing. An empty enum has no value to leak.
pub(super) fn nothing_marked(variants: &[ItemVariant], name: &Ident, errors: &mut Errors) {
    if variants.is_empty() {
        return;
    }
    let shown = name.unraw();
    let mut is_empty = true;
    for variant in variants {
        is_empty &= variant.fields.is_empty();
    }
    if is_empty {
        errors.at(
            &name,
            format!(
                "`{shown}` has no field to mask; derive `Debug` instead, or, to log it in strict \
                 modules, write `#[redact(nested)]` above the type"
            ),
        );
    } else {
        errors.at(
            &name,
            format!(
                "`{shown}` has no mask; write `#[redact]` on each field that holds a secret, or, \
                 if its fields mask themselves, `#[redact(nested)]` above the type"
            ),
        );
    }
}

/// The field's name, if it is that of a secret.
pub(super) fn secret_name(field: &InputField) -> Option<&Ident> {
    match &field.ident {
        Some(name) if secret(&name.unraw()).is_some() => Some(name),
        _ => None,
    }
}

/// A description of `ty` if it is certainly not text. Unknown types are left to the compiler.
fn not_text(ty: &[TokenTree]) -> Option<&'static str> {
    match TypeForm::of(ty) {
        TypeForm::Around(inside) => not_text(&inside),
        TypeForm::Elements(element) => bytes(&element),
        TypeForm::Named(name, argument) => match name.to_string().as_str() {
            number if NUMBERS.contains(&number) => Some("this is a number"),
            "bool" => Some("this is a bool"),
            "Vec" => bytes(&argument?),
            pointer if TRANSPARENT.contains(&pointer) => not_text(&argument?),
            _ => None,
        },
        TypeForm::Other => None,
    }
}

fn bytes(element: &[TokenTree]) -> Option<&'static str> {
    match TypeForm::of(element) {
        TypeForm::Around(inside) => bytes(&inside),
        TypeForm::Named(name, None) if name.is("u8") => Some("these are bytes"),
        _ => None,
    }
}

/// Returns true if the type masks itself, as its name tells.
pub(super) fn masks_itself(ty: &FieldType) -> bool {
    is_self_masking(&ty.0)
}

fn is_self_masking(ty: &[TokenTree]) -> bool {
    match TypeForm::of(ty) {
        TypeForm::Around(inside) => is_self_masking(&inside),
        TypeForm::Named(name, argument) => {
            let name = name.to_string();
            SELF_MASKING.contains(&name.as_str())
                || TRANSPARENT.contains(&name.as_str())
                    && matches!(argument, Some(inside) if is_self_masking(&inside))
        }
        TypeForm::Elements(_) | TypeForm::Other => false,
    }
}

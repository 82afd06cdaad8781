//! Checks of fields and variants against their types, their names, and the attribute of the type.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::{Attribute, GenericArgument, PathArguments, Type, TypePath};

use super::ast::{ItemVariant, UnmarkedField};
use super::attr::{FieldMark, VariantMark};
use super::keys;
use crate::errors::Errors;
use crate::secret_names::secret;

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
pub(super) fn derives_debug(attrs: &[Attribute], errors: &mut Errors) {
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("derive")) {
        // Errors in the list are reported by rustc.
        let _ = attr.parse_nested_meta(|derive| {
            if derive.path.segments.last().is_some_and(|last| last.ident == "Debug") {
                errors.at(
                    &derive.path,
                    "`derive(Redact)` already implements `Debug`, with masks; remove this one",
                );
            }
            Ok(())
        });
    }
}

/// Checks a variant's attribute, and its name.
pub(super) fn variant(
    variant: &syn::Variant,
    mark: VariantMark,
    default: UnmarkedField,
    errors: &mut Errors,
) {
    let name = variant.ident.unraw();
    if mark == VariantMark::Fields && variant.fields.is_empty() {
        errors.at(
            &variant.ident,
            format_args!(
                "`{name}` has no field to mask; write `#[redact(name)]` to hide which variant it is"
            ),
        );
    }
    if mark != VariantMark::None && default == UnmarkedField::Nested {
        let mark = keys::marks(&variant.attrs).next();
        errors.at(mark.map(Attribute::path), masked_in_nested("variant"));
    }
    if mark != VariantMark::None || default != UnmarkedField::Shown {
        return;
    }
    // The fields of a tuple variant have no other name than the variant's.
    let syn::Fields::Unnamed(fields) = &variant.fields else { return };
    let is_unmarked =
        |field: &syn::Field| keys::marks(&field.attrs).next().is_none() && !masks_itself(&field.ty);
    if fields.unnamed.iter().all(is_unmarked) && secret(&name.to_string()).is_some() {
        errors.at(
            &variant.ident,
            format_args!(
                "`{name}` is named like a secret; write `#[redact]` above the variant to mask its \
                 fields, or `#[redact(skip)]` on a field to show it"
            ),
        );
    }
}

/// Checks that a field's attribute makes sense there, and the name of a field without one.
pub(super) fn field(
    mark: &FieldMark,
    place: &str,
    field: &syn::Field,
    default: UnmarkedField,
    errors: &mut Errors,
) {
    match (mark, default) {
        (FieldMark::None, UnmarkedField::Refused) => {
            let unmarked = "`strict` requires an attribute on every field; write `#[redact]` to \
                            mask this one, or `#[redact(skip)]` to show it";
            match &field.ident {
                Some(name) => errors.at(name, unmarked),
                None => errors.at(&field.ty, unmarked),
            }
        }
        (FieldMark::None, UnmarkedField::Shown) if !masks_itself(&field.ty) => {
            if let Some(name) = secret_name(field) {
                errors.at(
                    name,
                    format_args!(
                        "`{name}` is named like a secret; write `#[redact]` to mask it, or \
                         `#[redact(skip)]` to show it"
                    ),
                );
            }
        }
        (FieldMark::Skip(skip), UnmarkedField::Shown | UnmarkedField::Nested)
            if secret_name(field).is_none()
                && (field.ident.is_some() || secret(place).is_none()) =>
        {
            errors.at(
                skip,
                "`skip` is for a field that would be masked, but this one is not; remove it, or \
                 write `#[redact(all)]` or `#[redact(strict)]` above the type",
            );
        }
        (FieldMark::Skip(skip), UnmarkedField::MaskedByVariant) => errors.at(
            skip,
            "`skip` is incompatible with the variant's `#[redact]`, which masks all its fields; \
             remove that and write `#[redact]` on the other fields",
        ),
        (FieldMark::Skip(_) | FieldMark::Mask(..), UnmarkedField::Hidden) => {
            let mark = keys::marks(&field.attrs).next();
            errors.at(
                mark.map(Attribute::path),
                "the variant's `#[redact(name)]` already hides this field; remove this attribute",
            );
        }
        (FieldMark::Mask(..), UnmarkedField::Nested) => {
            let mark = keys::marks(&field.attrs).next();
            errors.at(mark.map(Attribute::path), masked_in_nested("field"));
        }
        _ => {}
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
pub(super) fn keeps_text(ty: &Type, first: usize, last: usize, errors: &mut Errors) {
    let Some(found) = not_text(ty) else { return };
    let keys = match (first, last) {
        (_, 0) => "`keep_first` is",
        (0, _) => "`keep_last` is",
        _ => "`keep_first` and `keep_last` are",
    };
    errors.at(ty, format_args!("{keys} for text, but {found}; write `#[redact]`"));
}

/// The error for a type that masks nothing. An empty enum has no value to leak.
pub(super) fn nothing_marked(variants: &[ItemVariant], name: &Ident, errors: &mut Errors) {
    if variants.is_empty() {
        return;
    }
    let shown = name.unraw();
    if variants.iter().all(|variant| variant.fields.is_empty()) {
        errors.at(
            name,
            format_args!(
                "`{shown}` has no field to mask; derive `Debug` instead, or, to log it in strict \
                 modules, write `#[redact(nested)]` above the type"
            ),
        );
    } else {
        errors.at(
            name,
            format_args!(
                "`{shown}` has no mask; write `#[redact]` on each field that holds a secret, or, \
                 if its fields mask themselves, `#[redact(nested)]` above the type"
            ),
        );
    }
}

/// The field's name, if it is that of a secret.
fn secret_name(field: &syn::Field) -> Option<&Ident> {
    field.ident.as_ref().filter(|name| secret(&name.unraw().to_string()).is_some())
}

/// A description of `ty` if it is certainly not text. Unknown types are left to the compiler.
fn not_text(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Reference(reference) => not_text(&reference.elem),
        Type::Paren(paren) => not_text(&paren.elem),
        Type::Group(group) => not_text(&group.elem),
        Type::Slice(slice) => bytes(&slice.elem),
        Type::Array(array) => bytes(&array.elem),
        Type::Path(path) => named(path),
        _ => None,
    }
}

/// Returns true if the type masks itself, as its name tells.
pub(super) fn masks_itself(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => masks_itself(&reference.elem),
        Type::Paren(paren) => masks_itself(&paren.elem),
        Type::Group(group) => masks_itself(&group.elem),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let is_one_of = |names: &[&str]| names.iter().any(|name| last.ident == name);
            is_one_of(&SELF_MASKING)
                || is_one_of(&TRANSPARENT) && inner(&last.arguments).is_some_and(masks_itself)
        }),
        _ => false,
    }
}

fn named(path: &TypePath) -> Option<&'static str> {
    let last = path.path.segments.last()?;
    let name = last.ident.to_string();
    if NUMBERS.contains(&name.as_str()) {
        return Some("this is a number");
    }
    if name == "bool" {
        return Some("this is a bool");
    }
    if name == "Vec" {
        return bytes(inner(&last.arguments)?);
    }
    if TRANSPARENT.contains(&name.as_str()) {
        return not_text(inner(&last.arguments)?);
    }
    None
}

fn bytes(element: &Type) -> Option<&'static str> {
    let Type::Path(path) = element else {
        return None;
    };
    path.path.is_ident("u8").then_some("these are bytes")
}

fn inner(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

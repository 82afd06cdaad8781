//! What can be told of a field's type from how it is written.

use syn::{GenericArgument, PathArguments, Type, TypePath};

const NUMBERS: [&str; 14] = [
    "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32",
    "f64",
];

/// Pointers and the like, through which `keep_first` looks.
const SEEN_THROUGH: [&str; 5] = ["Option", "Box", "Rc", "Arc", "Cow"];

/// What `ty` is, if that is certainly not text. Types that only the compiler knows are left to it.
pub(super) fn not_text(ty: &Type) -> Option<&'static str> {
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

/// Types that mask themselves: ours, and those of `secrecy`.
const SECRETS: [&str; 3] = ["Sensitive", "SecretBox", "SecretString"];

/// Whether a value of `ty` shows nothing, as its name says.
pub(super) fn masks_itself(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => masks_itself(&reference.elem),
        Type::Paren(paren) => masks_itself(&paren.elem),
        Type::Group(group) => masks_itself(&group.elem),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let is_one_of = |names: &[&str]| names.iter().any(|name| last.ident == name);
            is_one_of(&SECRETS)
                || is_one_of(&SEEN_THROUGH) && inner(&last.arguments).is_some_and(masks_itself)
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
    if SEEN_THROUGH.contains(&name.as_str()) {
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

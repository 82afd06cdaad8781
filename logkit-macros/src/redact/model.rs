//! What a well-formed `#[derive(Redact)]` says; what is written wrong has no place in it.

use proc_macro2::Ident;
use syn::{Generics, Member, Type};

use crate::paths::Runtime;

/// The type that the impls are for: all that an expansion without fields needs.
pub(super) struct Target {
    pub(super) runtime: Runtime,
    pub(super) name: Ident,
    pub(super) generics: Generics,
}

/// What there is to print, and to mask.
pub(super) struct Item {
    /// `repr(packed)`: references to fields may be unaligned, so fields are copied out.
    pub(super) packed: bool,
    /// One for a struct; none for an empty enum.
    pub(super) variants: Vec<Variant>,
}

/// A set of fields under a name: a struct, or a variant of an enum.
pub(super) struct Variant {
    /// The enum, if this is a variant of one.
    pub(super) of: Option<Ident>,
    pub(super) name: Ident,
    pub(super) shape: Shape,
    pub(super) fields: Vec<Field>,
}

/// How `Debug` prints the fields.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// `Name { field: value }`, and `Name` where there are no fields.
    Named,
    /// `Name(value)`.
    Tuple,
}

pub(super) struct Field {
    pub(super) member: Member,
    pub(super) ty: Type,
    pub(super) policy: Policy,
}

/// What is shown of a field.
#[derive(Clone, Copy)]
pub(super) enum Policy {
    /// The value, by its own `Debug`.
    Show,
    /// `[redacted]`.
    Mask,
    /// So many characters at the ends of a text, around `****`.
    Keep { first: usize, last: usize },
}

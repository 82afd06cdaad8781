//! What a well-formed `#[derive(Redact)]` says; what is written wrong has no place in it.

use proc_macro2::Ident;
use syn::{Generics, LitStr, Member, Path, Type};

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
    /// Of the variant nothing shows, not even its name.
    pub(super) hidden: bool,
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
    /// `Type.field`, `Type.Variant.field`: what sets its hashes apart.
    pub(super) place: String,
    pub(super) policy: Policy,
    pub(super) layers: Layers,
}

impl Field {
    /// Whether its value is looked at; else it is like a field that is not there.
    pub(super) fn is_read(&self) -> bool {
        self.layers.any() || !matches!(self.policy, Policy::Mask | Policy::Text(_))
    }
}

/// What the policy is for, if not for the field as a whole.
#[derive(Clone, Copy, Default)]
pub(super) struct Layers {
    /// Every element of it. Inside of `show_none`, if there are both.
    pub(super) each: bool,
    /// What it holds if it is not `None`.
    pub(super) show_none: bool,
}

impl Layers {
    pub(super) fn any(self) -> bool {
        self.each || self.show_none
    }
}

/// What is shown of a field.
pub(super) enum Policy {
    /// The value, by its own `Debug`.
    Show,
    /// `[redacted]`.
    Mask,
    /// So many characters at the ends of a text, around `****`.
    Keep { first: usize, last: usize, min_hidden: usize },
    /// This text.
    Text(LitStr),
    /// A keyed hash over this domain, else over the type's and the field's name.
    Hash(Option<LitStr>),
    /// What this function writes.
    With(Path),
}

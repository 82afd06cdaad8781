//! The arrangement of the parts of a value, in structured formats and in text.

/// The arrangement of the parts of a [`Redact`](crate::redact::Redact) value, and the tag around them.
///
/// ```
/// use logkit::redact::{Shape, ShapeKind};
///
/// // {"Refund": {"order": 7, "cents": 1999}}
/// let shape = Shape::object().with_tag("Refund");
/// assert_eq!((shape.kind(), shape.tag()), (ShapeKind::Object, Some("Refund")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape<'a> {
    kind: ShapeKind,
    tag: Option<&'a str>,
}

/// The arrangement of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ShapeKind {
    /// There is one part, and it is the value.
    One,
    /// The parts have names.
    Object,
    /// The parts have an order and no names.
    List,
}

impl<'a> Shape<'a> {
    /// The only part is the value.
    pub const fn one() -> Self {
        Self { kind: ShapeKind::One, tag: None }
    }

    /// Parts with names.
    pub const fn object() -> Self {
        Self { kind: ShapeKind::Object, tag: None }
    }

    /// Parts without names.
    pub const fn list() -> Self {
        Self { kind: ShapeKind::List, tag: None }
    }

    /// Wraps the shape in an object whose only part it is, under the name `tag`: `{"tag": ..}`.
    #[must_use]
    pub const fn with_tag(self, tag: &'a str) -> Self {
        Self { tag: Some(tag), ..self }
    }

    /// The arrangement of the parts.
    pub const fn kind(self) -> ShapeKind {
        self.kind
    }

    /// The name in the object around the parts, if there is one.
    pub const fn tag(self) -> Option<&'a str> {
        self.tag
    }
}

/// The form of a value whose `Debug` can be written without `core::fmt`: that of a type that derives
/// `Redact`, or of a mask.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextForm<'a> {
    /// Only the value's `Debug` knows.
    Other,
    /// A word in place of all parts: a variant without fields, or a mask.
    Word(&'static str),
    /// The start and the end of a text, around a mask.
    Kept(&'a str, &'a str),
    /// A struct: `Name { field: value }`, and `Name` without fields.
    Struct(&'static str),
    /// A tuple struct with the number of its fields: `Name(value)`, and `Name` without fields.
    Tuple(&'static str, usize),
    /// A variant with named fields.
    StructVariant(&'static str),
    /// A variant with unnamed fields.
    TupleVariant(&'static str, usize),
}

impl TextForm<'_> {
    /// The arrangement of the parts.
    pub(super) const fn shape(self) -> Shape<'static> {
        match self {
            Self::Other | Self::Word(_) | Self::Kept(..) | Self::Tuple(_, 1) => Shape::one(),
            Self::Struct(_) => Shape::object(),
            Self::Tuple(..) => Shape::list(),
            Self::StructVariant(name) => Shape::object().with_tag(name),
            Self::TupleVariant(name, 1) => Shape::one().with_tag(name),
            Self::TupleVariant(name, _) => Shape::list().with_tag(name),
        }
    }
}

//! A type that masks its own secrets, as text and as the nested parts that JSON makes of it.

use std::fmt;

use crate::record::value::Value;
use crate::redact::collections::collections;
use crate::redact::map_key::MapKey;

/// A type whose [`Debug`](fmt::Debug) masks the type's own secrets, and which a structured format
/// can take apart.
///
/// ```
/// use logkit::Redact;
///
/// #[derive(Redact)]
/// struct Login<'a> {
///     user: &'a str,
///     #[redact]
///     password: &'a str,
/// }
///
/// fn audit(value: &impl logkit::redact::Redact) -> String {
///     format!("{value:?}")
/// }
///
/// let login = Login { user: "ada", password: "hunter2" };
/// assert_eq!(audit(&login), r#"Login { user: "ada", password: [redacted] }"#);
/// ```
///
/// Derive it. An implementation by hand is a promise that no secret is left in `Debug` or in the
/// parts. Without methods it is one part, the text of its `Debug`:
///
/// ```
/// use std::fmt;
///
/// use logkit::redact::{Redact, Shape, Visitor};
/// use logkit::{Value, keep_last};
///
/// struct Iban(String);
///
/// impl fmt::Debug for Iban {
///     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
///         write!(f, "Iban({})", keep_last(4, &self.0))
///     }
/// }
///
/// impl Redact for Iban {
///     fn shape(&self) -> Shape<'_> {
///         Shape::object()
///     }
///
///     // As JSON: {"country":"DE","digits":"****2051"}
///     fn parts(&self, visit: &mut Visitor<'_>) -> fmt::Result {
///         visit(Value::Str("country"), Value::Str(self.0.get(..2).unwrap_or_default()))?;
///         visit(Value::Str("digits"), Value::Redact(&keep_last(4, &self.0)))
///     }
/// }
/// # let iban = Iban("DE02120300000000202051".into());
/// # let mut parts = String::new();
/// # iban.parts(&mut |name, value| Ok(parts += &format!("{name}:{value};"))).unwrap();
/// # assert_eq!(parts, "country:DE;digits:****2051;");
/// ```
///
/// The derive writes the parts as serde's would be: a struct is an object, a tuple struct a list,
/// one with a single field that field; a variant is its name, or an object of its name and its
/// fields. A shown field is a part as [`ToValue`](crate::ToValue) or `Redact` has it, a list, map or
/// tuple of what is `ToValue` is one of such parts, and all else is the text of its `Debug`. (Within
/// a generic type the field's type is known as far as its bounds tell.)
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which of its parts are secret",
    label = "does not implement `Redact`",
    note = "derive `logkit::Redact` for it, or mask the whole value: `masked(&value)`"
)]
pub trait Redact: fmt::Debug {
    /// The shape that its parts make up.
    fn shape(&self) -> Shape<'_> {
        Shape::one()
    }

    /// Hands each part to `visit`, in order; nothing is allocated for it but for a map's names.
    ///
    /// # Errors
    ///
    /// The first error of `visit`, at which it ends.
    fn parts(&self, visit: &mut Visitor<'_>) -> fmt::Result {
        visit(Value::Empty, Value::Display(&format_args!("{self:?}")))
    }

    /// The value as it may be seen, for what prints with `Display` or serializes.
    fn redacted(&self) -> Redacted<'_>
    where
        Self: Sized,
    {
        Redacted::new(self)
    }
}

/// Takes a part's name, which is [`Value::Empty`] unless the shape is an object, and the part.
/// A part that has parts itself comes as [`Value::Redact`], a want of one as [`Value::Empty`].
pub type Visitor<'a> = dyn FnMut(Value<'_>, Value<'_>) -> fmt::Result + 'a;

/// The shape that the parts of a [`Redact`] value make up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape<'a> {
    kind: ShapeKind,
    tag: Option<&'a str>,
}

/// The arrangement of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShapeKind {
    /// There is one part, and it is the value.
    One,
    /// The parts have names.
    Object,
    /// The parts have an order, and no names.
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

    /// The same within an object of which it is the only part, under the name `tag`.
    #[must_use]
    pub const fn tagged(self, tag: &'a str) -> Self {
        Self { kind: self.kind, tag: Some(tag) }
    }

    /// The arrangement of the parts.
    pub const fn kind(self) -> ShapeKind {
        self.kind
    }

    /// The name of the object's only part that all of this is, if it is.
    pub const fn tag(self) -> Option<&'a str> {
        self.tag
    }
}

/// A value behind its masks, as [`Redact::redacted`] returns it.
///
/// ```
/// use logkit::Redact;
///
/// #[derive(Redact)]
/// struct Login {
///     user: String,
///     #[redact]
///     password: String,
/// }
///
/// let login = Login { user: "ada".into(), password: "hunter2".into() };
/// assert_eq!(
///     login.redacted().to_string(),
///     r#"Login { user: "ada", password: [redacted] }"#,
/// );
/// ```
///
/// `Debug` and `Display` print the value's `Debug`. With the feature `serde` it is `Serialize`: the
/// value's parts, masked and nested, as serde's derive would lay them out. The value itself never
/// gets a `Serialize` from logkit.
#[derive(Clone, Copy)]
pub struct Redacted<'a>(&'a dyn Redact);

impl<'a> Redacted<'a> {
    /// As [`Redact::redacted`], also of a value whose type is not known.
    pub fn new(value: &'a dyn Redact) -> Self {
        Self(value)
    }

    #[cfg(feature = "serde")]
    pub(super) fn value(self) -> &'a dyn Redact {
        self.0
    }
}

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0, f)
    }
}

impl fmt::Display for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0, f)
    }
}

impl Redact for Redacted<'_> {
    fn shape(&self) -> Shape<'_> {
        self.0.shape()
    }

    fn parts(&self, visit: &mut Visitor<'_>) -> fmt::Result {
        self.0.parts(visit)
    }
}

collections!(Redact of Redact, |item| Value::Redact(item));

//! The value of a field or of a message's argument, typed, borrowed and not formatted yet; and the
//! values that have parts, which are values again.

use std::error::Error;
use std::fmt;

use crate::record::shape::{Shape, TextForm};

/// A value as it was logged.
///
/// ```
/// use logkit::Value;
///
/// let values = [Value::from(7), Value::from("Ada"), Value::Debug(&"Ada")];
/// assert_eq!(values.map(|value| value.to_string()), ["7", "Ada", "\"Ada\""]);
/// ```
///
/// [`Display`](fmt::Display) writes it as a field of a text line shows it, without escapes and quotes.
/// A value whose own `Display` or `Debug` panics or returns an error is replaced by a marker.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Value<'a> {
    /// `None`: the field is left out.
    Empty,
    /// A signed integer of at most 64 bits.
    I64(i64),
    /// An unsigned integer of at most 64 bits.
    U64(u64),
    /// A signed integer of 128 bits.
    I128(&'a i128),
    /// An unsigned integer of 128 bits.
    U128(&'a u128),
    /// A single-precision float. Its 0.1 is not the 0.1 of double precision.
    F32(f32),
    /// A double-precision float.
    F64(f64),
    /// A boolean.
    Bool(bool),
    /// A character.
    Char(char),
    /// Text.
    Str(&'a str),
    /// Bytes, printed as a Rust byte string: `b"\x00abc"`.
    Bytes(&'a [u8]),
    /// `%value`
    Display(&'a dyn fmt::Display),
    /// `?value`
    Debug(&'a dyn fmt::Debug),
    /// An error, with its sources.
    Error(&'a (dyn Error + 'static)),
    /// A value that masks its own secrets.
    Redact(&'a dyn Redact),
}

/// A type whose [`Debug`](fmt::Debug) masks the type's own secrets, and whose parts structured formats
/// can nest.
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
/// Derive it. An implementation by hand promises that neither `Debug` nor a part shows a secret. Without
/// methods the value has one part, the text of its `Debug`:
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
///     fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
///         visitor.part("country", self.0.get(..2).unwrap_or_default())?;
///         visitor.part("digits", Value::Redact(&keep_last(4, &self.0)))
///     }
/// }
/// # let iban = Iban("DE02120300000000202051".into());
/// # let mut parts = String::new();
/// # let mut visit = |name: Value<'_>, part: Value<'_>| Ok(parts += &format!("{name}:{part};"));
/// # iban.parts(&mut Visitor::new(&mut visit)).unwrap();
/// # assert_eq!(parts, "country:DE;digits:****2051;");
/// ```
///
/// The derive has the parts that serde's derive would have: a struct is an object, a tuple struct a
/// list, and one with a single field is that field; a variant is its name, or an object of its name and
/// its fields. A shown field whose type is [`ToValue`](crate::ToValue) or `Redact` is that value, a list,
/// map or tuple of `ToValue` types is a list or an object, and any other field is the text of its
/// `Debug`. (In a generic type, the bounds tell what is known of a field's type.)
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which of its parts are secret",
    label = "does not implement `Redact`",
    note = "derive `logkit::Redact` for your own type; to mask the whole value write `#[redact]` on a \
            field, `logkit::masked(&value)` in a call"
)]
pub trait Redact: fmt::Debug {
    /// The arrangement of the parts.
    fn shape(&self) -> Shape<'_> {
        self.__form().shape()
    }

    /// Passes each part to `visitor`, in order. Only the names of a map's parts are allocated.
    ///
    /// # Errors
    ///
    /// Returns the first error of `visitor`, without visiting further parts.
    fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        visitor.item(Value::Display(&format_args!("{self:?}")))
    }

    /// Returns a view for code that prints with `Display` or serializes.
    fn redacted(&self) -> Redacted<'_>
    where
        Self: Sized,
    {
        Redacted::new(self)
    }

    /// The form of the text. The derive implements it, together with `Debug`.
    #[doc(hidden)]
    fn __form(&self) -> TextForm<'_> {
        TextForm::Other
    }
}

/// Receives the parts of a [`Redact`] value.
///
/// ```
/// use logkit::redact::{Redact, Visitor};
/// use logkit::{Value, masked};
///
/// let mut lines = Vec::new();
/// let pair = (masked("hunter2"), masked("737"));
/// pair.parts(&mut Visitor::new(&mut |_, part| Ok(lines.push(part.to_string()))))?;
/// assert_eq!(lines, ["[redacted]", "[redacted]"]);
/// # Ok::<(), std::fmt::Error>(())
/// ```
pub struct Visitor<'a>(Callback<'a>);

enum Callback<'a> {
    /// For structured formats.
    Parts(&'a mut VisitPart<'a>),
    /// For text.
    Fields(&'a mut VisitField<'a>),
}

/// A function of a part's name and the part.
type VisitPart<'a> = dyn FnMut(Value<'_>, Value<'_>) -> fmt::Result + 'a;
/// A function of a field's label and the field.
type VisitField<'a> = dyn FnMut(&str, Field<'_>) -> fmt::Result + 'a;

/// A field of a derived type.
#[derive(Clone, Copy)]
pub(crate) struct Field<'a> {
    pub(crate) value: Value<'a>,
    pub(crate) debug: &'a dyn fmt::Debug,
    /// The `Debug` writes the text that is known of the value.
    pub(crate) debugs_as_value: bool,
}

impl<'a> Visitor<'a> {
    /// A visitor that calls `visit` with the name and the value of each part. The name is
    /// [`Value::Empty`] unless the shape is an object. A part that has parts itself is a
    /// [`Value::Redact`], and a missing one is [`Value::Empty`].
    pub fn new(visit: &'a mut (dyn FnMut(Value<'_>, Value<'_>) -> fmt::Result + 'a)) -> Self {
        Self(Callback::Parts(visit))
    }

    /// A visitor of the fields of a value that has a [`TextForm`].
    pub(crate) fn of_fields(visit: &'a mut VisitField<'a>) -> Self {
        Self(Callback::Fields(visit))
    }

    /// Visits a part of an object.
    ///
    /// # Errors
    ///
    /// Returns the error of the visiting function.
    pub fn part<'v>(&mut self, name: &str, value: impl Into<Value<'v>>) -> fmt::Result {
        self.entry(Value::Str(name), value.into())
    }

    /// Visits a part of a list, or the only part of a value.
    ///
    /// # Errors
    ///
    /// Returns the error of the visiting function.
    pub fn item<'v>(&mut self, value: impl Into<Value<'v>>) -> fmt::Result {
        self.entry(Value::Empty, value.into())
    }

    /// Visits a field of a derived type. Its label is `, name: `, and `, ` in a tuple.
    ///
    /// # Errors
    ///
    /// Returns the error of the visiting function.
    pub(crate) fn field(&mut self, label: &str, field: Field<'_>) -> fmt::Result {
        match &mut self.0 {
            Callback::Parts(visit) => {
                visit(name_of(label).map_or(Value::Empty, Value::Str), field.value)
            }
            Callback::Fields(visit) => visit(label, field),
        }
    }

    /// Visits a field that masks itself, or is behind a mask.
    ///
    /// # Errors
    ///
    /// Returns the error of the visiting function.
    #[doc(hidden)]
    pub fn masked(&mut self, label: &str, value: &dyn Redact) -> fmt::Result {
        let field = Field { value: Value::Redact(value), debug: &value, debugs_as_value: true };
        self.field(label, field)
    }

    /// Visits an entry of a map.
    pub(crate) fn entry(&mut self, key: Value<'_>, value: Value<'_>) -> fmt::Result {
        match &mut self.0 {
            Callback::Parts(visit) => visit(key, value),
            // No derived value has entries.
            Callback::Fields(_) => Err(fmt::Error),
        }
    }
}

/// The name in the label of a field, `, name: `.
pub(crate) fn name_of(label: &str) -> Option<&str> {
    label.get(2..label.len().checked_sub(2)?)
}

impl fmt::Debug for Visitor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Visitor").finish_non_exhaustive()
    }
}

/// A masked view of a value, returned by [`Redact::redacted`].
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
/// assert_eq!(login.redacted().to_string(), r#"Login { user: "ada", password: [redacted] }"#);
/// ```
///
/// `Debug` and `Display` print the value's `Debug`. With the feature `serde` the view implements
/// `Serialize`: it writes the value's parts, masked and nested, in the layout of serde's derive. serde's
/// attributes, such as `rename`, `flatten` and `skip`, have no effect on it.
/// logkit does not implement `Serialize` for the value itself.
#[derive(Clone, Copy)]
pub struct Redacted<'a>(&'a dyn Redact);

impl<'a> Redacted<'a> {
    /// The view of a value whose type need not be known.
    pub fn new(value: &'a dyn Redact) -> Self {
        Self(value)
    }

    /// The value behind the view.
    #[cfg(feature = "serde")]
    pub(crate) fn value(self) -> &'a dyn Redact {
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

    fn parts(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        self.0.parts(visitor)
    }

    fn __form(&self) -> TextForm<'_> {
        self.0.__form()
    }
}

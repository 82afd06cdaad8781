//! What is logged: a value that holds a secret, and all that is known of how it has to show.

use std::error::Error;
use std::fmt::{self, Debug, Display};

use logkit::redact::{Redact, Redacted};
use logkit::{ToValue, Value};

use crate::search::Needles;

/// A value that holds a secret, of whatever type.
pub(crate) trait Subject {
    fn debug(&self) -> &dyn Debug;

    /// Itself, where its type masks itself.
    fn redact(&self) -> Option<&dyn Redact> {
        None
    }

    /// What it is as a field without a sigil, where it may be one.
    fn as_is(&self) -> Option<Value<'_>> {
        None
    }

    /// Hands on its `Display`, where it has one.
    fn with_display(&self, _show: &mut dyn FnMut(&dyn Display)) {}
}

/// Of a type that derives `Redact`, or a pointer, an `Option` or a list of one.
pub(crate) struct Derived<T>(pub(crate) T);
/// Of a type whose parts mask themselves, and that takes a `?` before it.
pub(crate) struct Nested<T>(pub(crate) T);
/// A mask around a value.
pub(crate) struct Mask<T>(pub(crate) T);
/// Of a type of which nothing but `Debug` is known.
pub(crate) struct Plain<T>(pub(crate) T);

impl<T: Redact + ToValue> Subject for Derived<T> {
    fn debug(&self) -> &dyn Debug {
        &self.0
    }

    fn redact(&self) -> Option<&dyn Redact> {
        Some(&self.0)
    }

    fn as_is(&self) -> Option<Value<'_>> {
        Some(self.0.to_value())
    }

    fn with_display(&self, show: &mut dyn FnMut(&dyn Display)) {
        show(&self.0.redacted());
    }
}

impl<T: Redact> Subject for Nested<T> {
    fn debug(&self) -> &dyn Debug {
        &self.0
    }

    fn redact(&self) -> Option<&dyn Redact> {
        Some(&self.0)
    }

    fn with_display(&self, show: &mut dyn FnMut(&dyn Display)) {
        show(&Redacted::new(&self.0));
    }
}

impl<T: Redact + ToValue + Display> Subject for Mask<T> {
    fn debug(&self) -> &dyn Debug {
        &self.0
    }

    fn redact(&self) -> Option<&dyn Redact> {
        Some(&self.0)
    }

    fn as_is(&self) -> Option<Value<'_>> {
        Some(self.0.to_value())
    }

    fn with_display(&self, show: &mut dyn FnMut(&dyn Display)) {
        show(&self.0);
    }
}

impl<T: Debug> Subject for Plain<T> {
    fn debug(&self) -> &dyn Debug {
        &self.0
    }
}

/// One shape that a value with a secret can have.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    make: Box<dyn Fn() -> Box<dyn Subject>>,
    /// What shows nowhere.
    pub(crate) needles: Needles,
    pub(crate) shown: Shown,
    /// How it shows as a field without a sigil.
    pub(crate) as_is: Shown,
    /// Its `Debug` fails or panics: only what logkit makes of it is promised.
    pub(crate) is_broken: bool,
    /// It panics within, and masks that. Std aborts where that happens within a panic's message.
    pub(crate) panics_within: bool,
}

/// How it shows.
#[derive(Clone)]
pub(crate) struct Shown {
    pub(crate) debug: String,
    /// Where its parts nest, what they are.
    pub(crate) json: serde_json::Value,
}

impl Shape {
    pub(crate) fn new<S: Subject + 'static>(
        name: &'static str,
        hidden: &[&str],
        make: impl Fn() -> S + 'static,
        debug: impl Into<String>,
    ) -> Self {
        let mut needles = Needles::default();
        for hidden in hidden {
            needles.add(hidden);
        }
        let debug = debug.into();
        let json = debug.clone().into();
        let shown = Shown { debug, json };
        Self {
            name,
            make: Box::new(move || Box::new(make())),
            needles,
            as_is: shown.clone(),
            shown,
            is_broken: false,
            panics_within: false,
        }
    }

    /// What its parts are.
    pub(crate) fn json(self, json: serde_json::Value) -> Self {
        let as_is = Shown { json: json.clone(), ..self.as_is };
        Self { shown: Shown { json, ..self.shown }, as_is, ..self }
    }

    /// What shows of it as a field without a sigil, where an `Option` is not seen.
    pub(crate) fn bare(self, debug: &str) -> Self {
        Self { as_is: Shown { debug: debug.to_owned(), ..self.as_is }, ..self }
    }

    pub(crate) fn broken(self) -> Self {
        Self { is_broken: true, ..self }
    }

    pub(crate) fn panics_within(self) -> Self {
        Self { panics_within: true, ..self }
    }

    pub(crate) fn make(&self) -> Box<dyn Subject> {
        (self.make)()
    }
}

/// An error whose message and whose cause's message show the value.
pub(crate) struct Failure {
    subject: Box<dyn Subject>,
    cause: Option<Box<Failure>>,
}

impl Failure {
    pub(crate) fn of(shape: &Shape) -> Self {
        let cause = Self { subject: shape.make(), cause: None };
        Self { subject: shape.make(), cause: Some(Box::new(cause)) }
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.subject.debug().fmt(f)
    }
}

impl Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Failure").field(&self.subject.debug()).field(&self.cause).finish()
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}

//! The values that are logged: one that contains a secret, and how it must show.

use std::error::Error;
use std::fmt::{self, Debug, Display};

use logkit::redact::{Redact, Redacted};
use logkit::{ToValue, Value};

use crate::search::Needles;

/// A value that contains a secret, of any type.
pub(crate) trait Subject {
    fn debug(&self) -> &dyn Debug;

    /// The value, if its type masks itself.
    fn redact(&self) -> Option<&dyn Redact> {
        None
    }

    /// The value as a field without a sigil, if its type allows that.
    fn as_is(&self) -> Option<Value<'_>> {
        None
    }

    /// Passes its `Display` on, if it has one.
    fn with_display(&self, _show: &mut dyn FnMut(&dyn Display)) {}
}

/// A value that derives `Redact`, or a pointer, an `Option` or a list of one.
pub(crate) struct Derived<T>(pub(crate) T);
/// A value whose parts mask themselves, and that needs a `?` before it.
pub(crate) struct Nested<T>(pub(crate) T);
/// A mask around a value.
pub(crate) struct Mask<T>(pub(crate) T);
/// A value of which only `Debug` is known.
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

/// One shape of a value with a secret.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    make: Box<dyn Fn() -> Box<dyn Subject>>,
    /// The texts that must not show.
    pub(crate) needles: Needles,
    pub(crate) shown: Shown,
    /// Its output as a field without a sigil.
    pub(crate) as_is: Shown,
    /// Its `Debug` fails or panics: only logkit's own output is defined.
    pub(crate) is_broken: bool,
    /// It catches a panic and masks it. Inside a panic's message that would abort the process.
    pub(crate) panics_within: bool,
}

/// The output of a value.
#[derive(Clone)]
pub(crate) struct Shown {
    pub(crate) debug: String,
    /// Its parts, where they nest.
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

    /// Sets its parts.
    pub(crate) fn json(self, json: serde_json::Value) -> Self {
        let as_is = Shown { json: json.clone(), ..self.as_is };
        Self { shown: Shown { json, ..self.shown }, as_is, ..self }
    }

    /// Sets its output as a field without a sigil, where an `Option` does not show.
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

/// An error whose message and whose cause's message contain the value.
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

//! The statements that log a value, with the expected record. To add a way into a record, add one
//! function here; then every format is tested with it.

use logkit::{ToValue, Value, critical, exception, info};

use crate::routes::LOGGER;
use crate::subject::{Failure, Shape, Shown};

/// Logs a value of the shape to [`LOGGER`]; `None` if the shape cannot be logged in this way.
pub(crate) type Statement = fn(&Shape) -> Option<Said>;

pub(crate) const ALL: &[(&str, Statement)] = &[
    ("question_mark", question_mark),
    ("percent", percent),
    ("as_it_is", as_it_is),
    ("argument", argument),
    ("named_argument", named_argument),
    ("capture", capture),
    ("error_field", error_field),
    ("exception", exception),
    ("critical", critical),
];

/// The expected content of a record.
pub(crate) struct Said {
    pub(crate) level: &'static str,
    pub(crate) message: String,
    pub(crate) fields: Fields,
    /// The error's messages, outermost first.
    pub(crate) chain: Vec<String>,
    /// The fields of the span `request` around it, if there is one.
    pub(crate) span: Fields,
}

pub(crate) type Fields = Vec<(&'static str, Field)>;

/// A field's value.
pub(crate) enum Field {
    Number(u8),
    /// The text of a `Debug`.
    Debug(String),
    /// A value whose parts nest in formats that can nest.
    Parts(Shown),
    /// The text of a `Display`.
    Display(String),
    /// A text.
    Text(String),
    /// Errors, outermost first.
    Errors(Vec<String>),
    /// The texts of errors that are gone, outermost first.
    Heard(Vec<String>),
    /// Masked where the record is written.
    Scrubbed,
}

impl Field {
    /// The field after it has been a `tracing` value.
    fn crossed(self) -> Self {
        match self {
            Self::Parts(Shown { debug, .. }) => Self::Debug(debug),
            // `tracing` passes a `%value` on as a `Debug`, so a line cannot tell the two apart.
            Self::Display(text) => Self::Debug(text),
            Self::Errors(chain) => Self::Heard(chain),
            as_it_is => as_it_is,
        }
    }
}

fn crossed(fields: Fields) -> Fields {
    fields.into_iter().map(|(name, field)| (name, field.crossed())).collect()
}

/// The fields `before` and `after`, with `subject` between them.
fn around(subject: Option<Field>) -> Fields {
    let subject = subject.map(|subject| ("subject", subject));
    let before = Some(("before", Field::Number(1)));
    [before, subject, Some(("after", Field::Number(2)))].into_iter().flatten().collect()
}

impl Said {
    pub(crate) fn info(message: impl Into<String>) -> Self {
        let (chain, span) = Default::default();
        Self { level: "INFO", message: message.into(), fields: around(None), chain, span }
    }

    pub(crate) fn field(self, subject: Field) -> Self {
        self.fields(around(Some(subject)))
    }

    pub(crate) fn fields(self, fields: Fields) -> Self {
        Self { fields, ..self }
    }

    pub(crate) fn within(self, subject: Field) -> Self {
        self.span(around(Some(subject)))
    }

    pub(crate) fn span(self, span: Fields) -> Self {
        Self { span: crossed(span), ..self }
    }

    /// The record as the handlers of a host's `logkit::layer()` get it.
    pub(crate) fn crossed(self) -> Self {
        Self { fields: crossed(self.fields), ..self }
    }
}

fn question_mark(shape: &Shape) -> Option<Said> {
    let subject = shape.make();
    let shown = if let Some(subject) = subject.redact() {
        info!(before = 1, ?subject, after = 2, "shown by ?");
        Field::Parts(shape.shown.clone())
    } else {
        let subject = subject.debug();
        info!(before = 1, ?subject, after = 2, "shown by ?");
        Field::Debug(shape.shown.debug.clone())
    };
    Some(Said::info("shown by ?").field(shown))
}

fn percent(shape: &Shape) -> Option<Said> {
    let subject = shape.make();
    let mut said = None;
    subject.with_display(&mut |subject| {
        info!(before = 1, %subject, after = 2, "shown by %");
        said = Some(Said::info("shown by %").field(Field::Display(shape.shown.debug.clone())));
    });
    said
}

/// A value whose type is not known.
pub(crate) struct AsItIs<'a>(pub(crate) Value<'a>);

impl ToValue for AsItIs<'_> {
    fn to_value(&self) -> Value<'_> {
        self.0
    }
}

fn as_it_is(shape: &Shape) -> Option<Said> {
    let made = shape.make();
    let subject = AsItIs(made.as_is()?);
    info!(before = 1, subject, after = 2, "shown as it is");
    let shown = match subject.0 {
        Value::Display(_) => Field::Display(shape.as_is.debug.clone()),
        _ => Field::Parts(shape.as_is.clone()),
    };
    Some(Said::info("shown as it is").field(shown))
}

fn argument(shape: &Shape) -> Option<Said> {
    let subject = shape.make();
    info!(before = 1, after = 2, "shown: {:?}.", subject.debug());
    Some(Said::info(format!("shown: {}.", shape.shown.debug)))
}

fn named_argument(shape: &Shape) -> Option<Said> {
    let made = shape.make();
    let mut said = None;
    made.with_display(&mut |display| {
        info!(before = 1, after = 2, "shown: {subject:>70.3}.", subject = display);
        said = Some(());
    });
    // Format flags apply to the printed value: a mask ignores them, a `Debug` passes them on.
    said.map(|()| Said::info(format!("shown: {}.", shape.shown.debug)))
}

fn capture(shape: &Shape) -> Option<Said> {
    let made = shape.make();
    let subject = made.debug();
    info!(before = 1, after = 2, "shown: {subject:?}.");
    Some(Said::info(format!("shown: {}.", shape.shown.debug)))
}

fn error_field(shape: &Shape) -> Option<Said> {
    let subject = Failure::of(shape);
    let subject: &(dyn std::error::Error + 'static) = &subject;
    info!(before = 1, subject, after = 2, "shown in an error");
    let errors = vec![shape.shown.debug.clone(); 2];
    Some(Said::info("shown in an error").field(Field::Errors(errors)))
}

fn exception(shape: &Shape) -> Option<Said> {
    exception!(Failure::of(shape), "shown in a chain", before = 1, after = 2);
    let chain = vec![shape.shown.debug.clone(); 2];
    Some(Said { level: "ERROR", chain, ..Said::info("shown in a chain") })
}

fn critical(shape: &Shape) -> Option<Said> {
    let made = shape.make();
    let subject = made.debug();
    critical!(before = 1, ?subject, after = 2, "shown in an alarm");
    let said = Said::info("shown in an alarm").field(Field::Debug(shape.shown.debug.clone()));
    Some(Said { level: "CRITICAL", ..said })
}

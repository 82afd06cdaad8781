//! Third parties' output in a host that has `logkit::layer()`: `tracing` events and spans that
//! contain a value. The spans are around logkit's statements, too.

use std::error::Error;

use logkit::info;
use tracing::field::{self, Empty};

use crate::routes::LOGGER;
use crate::statements::{Field, Said, Statement};
use crate::subject::{Failure, Shape};

/// A third party's events, and events in spans.
pub(crate) const EVENTS: &[(&str, Statement)] = &[
    ("event.question_mark", question_mark),
    ("event.percent", percent),
    ("event.error", error),
    ("event.argument", argument),
    ("event.in_span", |shape| given(shape, theirs)),
    ("event.in_span_of_percent", |shape| given_by_percent(shape, theirs)),
    ("event.in_span_of_error", |shape| given_as_error(shape, theirs)),
    ("event.in_span_recorded_later", |shape| recorded(shape, theirs)),
    ("event.in_span_recorded_by_percent", |shape| recorded_by_percent(shape, theirs)),
];

/// Statements without the value, in spans with it.
pub(crate) const SPANS: &[(&str, Statement)] = &[
    ("in_span", |shape| given(shape, ours)),
    ("in_span_of_percent", |shape| given_by_percent(shape, ours)),
    ("in_span_of_error", |shape| given_as_error(shape, ours)),
    ("in_span_recorded_later", |shape| recorded(shape, ours)),
    ("in_span_recorded_by_percent", |shape| recorded_by_percent(shape, ours)),
];

fn debug(shape: &Shape) -> Field {
    Field::Debug(shape.shown.debug.clone())
}

fn display(shape: &Shape) -> Field {
    Field::Display(shape.shown.debug.clone())
}

fn errors(shape: &Shape) -> Field {
    Field::Errors(vec![shape.shown.debug.clone(); 2])
}

fn question_mark(shape: &Shape) -> Option<Said> {
    let subject = shape.make();
    let subject = subject.debug();
    tracing::info!(target: "corpus", before = 1, ?subject, after = 2, "shown by ?");
    Some(Said::info("shown by ?").field(debug(shape)))
}

fn percent(shape: &Shape) -> Option<Said> {
    let mut said = None;
    shape.make().with_display(&mut |subject| {
        tracing::info!(target: "corpus", before = 1, %subject, after = 2, "shown by %");
        said = Some(Said::info("shown by %").field(display(shape)));
    });
    said
}

fn error(shape: &Shape) -> Option<Said> {
    let subject = Failure::of(shape);
    let subject: &(dyn Error + 'static) = &subject;
    tracing::info!(target: "corpus", before = 1, subject, after = 2, "shown in an error");
    Some(Said::info("shown in an error").field(errors(shape)))
}

fn argument(shape: &Shape) -> Option<Said> {
    let subject = shape.make();
    tracing::info!(target: "corpus", before = 1, after = 2, "shown: {:?}.", subject.debug());
    // The arguments are not distinguishable from the rest of the message.
    let shown = &shape.shown.debug;
    Some(Said::info(if shape.is_broken { shown.clone() } else { format!("shown: {shown}.") }))
}

/// Logs without the value.
type Within = fn() -> Said;

fn theirs() -> Said {
    tracing::info!(target: "corpus", before = 1, after = 2, "within");
    Said::info("within")
}

fn ours() -> Said {
    info!(before = 1, after = 2, "within");
    Said::info("within")
}

fn given(shape: &Shape, log: Within) -> Option<Said> {
    let subject = shape.make();
    let subject = subject.debug();
    let span = tracing::info_span!("request", before = 1, ?subject, after = 2);
    Some(span.in_scope(log).within(debug(shape)))
}

fn given_by_percent(shape: &Shape, log: Within) -> Option<Said> {
    let mut said = None;
    shape.make().with_display(&mut |subject| {
        let span = tracing::info_span!("request", before = 1, %subject, after = 2);
        said = Some(span.in_scope(log).within(display(shape)));
    });
    said
}

fn given_as_error(shape: &Shape, log: Within) -> Option<Said> {
    let subject = Failure::of(shape);
    let subject: &(dyn Error + 'static) = &subject;
    let span = tracing::info_span!("request", before = 1, subject, after = 2);
    Some(span.in_scope(log).within(errors(shape)))
}

fn recorded(shape: &Shape, log: Within) -> Option<Said> {
    let span = tracing::info_span!("request", before = 1, subject = Empty, after = Empty);
    let said = span.in_scope(|| {
        span.record("subject", field::debug(shape.make().debug())).record("after", 2);
        log()
    });
    Some(said.within(debug(shape)))
}

fn recorded_by_percent(shape: &Shape, log: Within) -> Option<Said> {
    let mut said = None;
    shape.make().with_display(&mut |subject| {
        let span = tracing::info_span!("request", before = 1, subject = Empty, after = Empty);
        span.record("subject", field::display(subject)).record("after", 2);
        said = Some(span.in_scope(log).within(display(shape)));
    });
    said
}

#[cfg(feature = "log")]
pub(crate) mod key_values {
    //! Records of the `log` crate.

    use log::kv::Value;

    use crate::routes::bridge;
    use crate::statements::{Field, Said, Statement};
    use crate::subject::Shape;

    pub(crate) const ALL: &[(&str, Statement)] = &[
        ("key_value.question_mark", question_mark),
        ("key_value.percent", percent),
        ("key_value.argument", argument),
    ];

    /// `log` does not tell a value's `Debug` from its `Display`.
    fn shown(shape: &Shape) -> Field {
        Field::Display(shape.shown.debug.clone())
    }

    fn question_mark(shape: &Shape) -> Option<Said> {
        let subject = shape.make();
        let subject = Value::from_dyn_debug(subject.debug());
        let (before, after) = (("before", Value::from(1)), ("after", Value::from(2)));
        bridge(&[before, ("subject", subject), after], format_args!("shown by ?"));
        Some(Said::info("shown by ?").field(shown(shape)))
    }

    fn percent(shape: &Shape) -> Option<Said> {
        let mut said = None;
        shape.make().with_display(&mut |subject| {
            let subject = Value::from_dyn_display(subject);
            let (before, after) = (("before", Value::from(1)), ("after", Value::from(2)));
            bridge(&[before, ("subject", subject), after], format_args!("shown by %"));
            said = Some(Said::info("shown by %").field(shown(shape)));
        });
        said
    }

    fn argument(shape: &Shape) -> Option<Said> {
        let subject = shape.make();
        let (before, after) = (("before", Value::from(1)), ("after", Value::from(2)));
        bridge(&[before, after], format_args!("shown: {:?}.", subject.debug()));
        let shown = &shape.shown.debug;
        Some(Said::info(if shape.is_broken { shown.clone() } else { format!("shown: {shown}.") }))
    }
}

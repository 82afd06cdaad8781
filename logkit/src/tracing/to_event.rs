//! A record as a `tracing` event, for `Layer` handlers and for the host's default dispatcher.

use std::error::Error;

use ::tracing::dispatcher::get_default;
use ::tracing::field::{self, DisplayValue, Field, ValueSet};
use ::tracing::level_filters::LevelFilter;
use ::tracing::span::Id;
use ::tracing::{Event, Metadata as TracingMetadata};

use crate::level::Level;
use crate::record::owned::OwnedError;
use crate::record::value::Value;
use crate::record::{Message, Parent, Record};
use crate::tracing::callsite::TracingCallsite;

/// Gives the record to the thread's default dispatcher, which applies its own filters: the global
/// level, the cached interest, `enabled`, and only then `event`.
///
/// The dispatcher is reached through `get_default`, as in `tracing`'s own macros, because that
/// function keeps a subscriber from being called by itself. Returns whether the dispatcher took the
/// record.
pub(crate) fn propagate(record: &Record<'_>) -> bool {
    let tracing_callsite = TracingCallsite::of(record);
    if *tracing_callsite.metadata().level() > LevelFilter::current()
        || !tracing_callsite.is_wanted()
    {
        return false;
    }
    get_default(|dispatch| {
        let enabled = dispatch.enabled(tracing_callsite.metadata());
        if enabled {
            with_event_of(record, record.parent(), &mut |event| dispatch.event(event));
        }
        enabled
    })
}

/// Lends the record as an event that belongs to no span: the host's span ids mean nothing to
/// another registry.
#[cfg(feature = "layer")]
pub(crate) fn with_event(record: &Record<'_>, mut give: impl FnMut(&Event<'_>)) {
    with_event_of(record, Parent::Current, &mut give);
}

/// `give` is called once.
fn with_event_of(record: &Record<'_>, parent: Parent, give: &mut dyn FnMut(&Event<'_>)) {
    let tracing_callsite = TracingCallsite::of(record);
    let metadata = tracing_callsite.metadata();
    let mut fields: Vec<Field> = Vec::with_capacity(metadata.fields().len());
    for field in metadata.fields() {
        fields.push(field);
    }
    let values = tracing_values(record, tracing_callsite);
    let mut pairs: Vec<Pair<'_>> = Vec::with_capacity(fields.len());
    for (field, value) in fields.iter().zip(&values) {
        pairs.push((field, value.as_ref().map(TracingValue::as_tracing)));
    }
    let give = &mut |values: &ValueSet<'_>| {
        give(&match parent {
            Parent::Current => Event::new(metadata, values),
            Parent::Root => Event::new_child_of(None, metadata, values),
            Parent::Span(id) => Event::new_child_of(Id::from_non_zero_u64(id), metadata, values),
        });
    };
    // `tracing` takes values in arrays only.
    match pairs.len() {
        0..=16 => with_value_set::<16>(metadata, &pairs, give),
        17..=64 => with_value_set::<64>(metadata, &pairs, give),
        // No call site has more fields than this holds.
        _ => with_value_set::<1_024>(metadata, &pairs, give),
    }
}

type Pair<'a> = (&'a Field, Option<&'a (dyn field::Value + 'a)>);

/// Compiled for each length, and therefore no more than the array.
#[inline(never)]
fn with_value_set<const N: usize>(
    metadata: &'static TracingMetadata<'static>,
    pairs: &[Pair<'_>],
    give: &mut dyn FnMut(&ValueSet<'_>),
) {
    // There is always the message's field.
    let Some((filler, _)) = pairs.first() else { return };
    // Surplus places hold a field without a value, which is not visited.
    let mut places: [Pair<'_>; N] = [(filler, None); N];
    if let Some(places) = places.get_mut(..pairs.len()) {
        places.copy_from_slice(pairs);
    }
    give(&metadata.fields().value_set(&places));
}

/// The record's values in the order of the call site's names.
fn tracing_values<'a>(
    record: &Record<'a>,
    tracing_callsite: &'static TracingCallsite,
) -> Vec<Option<TracingValue<'a>>> {
    let keys = tracing_callsite.keys.len();
    let message = record.message();
    let mut values = Vec::with_capacity(keys + 4);
    values.push((!message.is_empty()).then(|| TracingValue::Message(field::display(message))));
    for (_, value) in record.named() {
        if values.len() > keys {
            break;
        }
        values.push(TracingValue::of(*value));
    }
    values.push(record.error.and_then(|error| TracingValue::of(Value::Error(error))));
    if record.level() == Level::Critical {
        values.push(Some(TracingValue::Bool(true)));
    }
    if tracing_callsite.is_cut {
        let left_out = record.keys().len().saturating_sub(keys);
        values.push(u64::try_from(left_out).ok().map(TracingValue::U64));
    }
    values
}

/// A value in a form that `tracing` takes. Values that run user code are wrapped, so that a
/// subscriber sees a marker instead of a panic.
enum TracingValue<'a> {
    I64(i64),
    U64(u64),
    I128(i128),
    U128(u128),
    F64(f64),
    Bool(bool),
    Str(&'a str),
    Bytes(&'a [u8]),
    /// The texts of the error and its sources: subscribers walk them, and ask more than once.
    Error(Box<dyn Error + 'static>),
    Shown(DisplayValue<Value<'a>>),
    Message(DisplayValue<Message<'a>>),
}

impl<'a> TracingValue<'a> {
    fn of(value: Value<'a>) -> Option<Self> {
        Some(match value {
            Value::Empty => return None,
            Value::I64(number) => Self::I64(number),
            Value::U64(number) => Self::U64(number),
            Value::I128(number) => Self::I128(*number),
            Value::U128(number) => Self::U128(*number),
            Value::F32(number) => Self::F64(number.into()),
            Value::F64(number) => Self::F64(number),
            Value::Bool(truth) => Self::Bool(truth),
            Value::Str(text) => Self::Str(text),
            Value::Bytes(bytes) => Self::Bytes(bytes),
            Value::Error(error) => Self::Error(Box::new(OwnedError::new(error))),
            shown => Self::Shown(field::display(shown)),
        })
    }

    fn as_tracing(&self) -> &(dyn field::Value + '_) {
        match self {
            Self::I64(number) => number,
            Self::U64(number) => number,
            Self::I128(number) => number,
            Self::U128(number) => number,
            Self::F64(number) => number,
            Self::Bool(truth) => truth,
            Self::Str(text) => text,
            Self::Bytes(bytes) => bytes,
            Self::Error(error) => error,
            Self::Shown(value) => value,
            Self::Message(message) => message,
        }
    }
}

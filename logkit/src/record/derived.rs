//! The `Debug` of types that derive `Redact`: the form and the fields, as std's derive writes them.

use std::fmt;

use crate::record::value::{TextForm, Value, Visitor, name_of};

/// A function that passes the fields of a value to a visitor.
type VisitFields<'a> = dyn Fn(&mut Visitor<'_>) -> fmt::Result + 'a;

/// Writes a derived value; `parts` is its [`Redact::parts`](crate::record::value::Redact::parts).
///
/// # Errors
///
/// Returns the error of a field's `Debug`, or of the formatter.
pub fn debug(
    form: TextForm<'_>,
    parts: &VisitFields<'_>,
    formatter: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match form {
        TextForm::Other | TextForm::Kept(..) => Err(fmt::Error),
        TextForm::Word(word) => formatter.write_str(word),
        TextForm::Struct(name) | TextForm::StructVariant(name) => {
            let mut writer = formatter.debug_struct(name);
            parts(&mut Visitor::of_fields(&mut |label, value, debug| {
                let name = name_of(label).unwrap_or_default();
                with_debug(value, debug, |debug| writer.field(name, debug));
                Ok(())
            }))?;
            writer.finish()
        }
        TextForm::Tuple(name, _) | TextForm::TupleVariant(name, _) => {
            let mut writer = formatter.debug_tuple(name);
            parts(&mut Visitor::of_fields(&mut |_, value, debug| {
                with_debug(value, debug, |debug| writer.field(debug));
                Ok(())
            }))?;
            writer.finish()
        }
    }
}

/// Lends the `Debug` of a field: the given one, or that of the value.
fn with_debug<R>(
    value: Value<'_>,
    debug: Option<&dyn fmt::Debug>,
    take: impl FnOnce(&dyn fmt::Debug) -> R,
) -> R {
    match (debug, &value) {
        (Some(debug), _) => take(debug),
        (None, Value::I64(number)) => take(number),
        (None, Value::U64(number)) => take(number),
        (None, Value::I128(number)) => take(number),
        (None, Value::U128(number)) => take(number),
        (None, Value::Bool(truth)) => take(truth),
        (None, Value::Str(text)) => take(text),
        (None, Value::Redact(value)) => take(value),
        (None, Value::Debug(value)) => take(value),
        (None, value) => take(value),
    }
}

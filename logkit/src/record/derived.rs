//! The `Debug` of types that derive `Redact`: the form and the fields, as std's derive writes them.

use std::fmt;

use crate::record::shape::TextForm;
use crate::record::value::{Visitor, name_of};

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
            parts(&mut Visitor::of_fields(&mut |label, field| {
                writer.field(name_of(label).unwrap_or_default(), field.debug);
                Ok(())
            }))?;
            writer.finish()
        }
        TextForm::Tuple(name, _) | TextForm::TupleVariant(name, _) => {
            let mut writer = formatter.debug_tuple(name);
            parts(&mut Visitor::of_fields(&mut |_, field| {
                writer.field(field.debug);
                Ok(())
            }))?;
            writer.finish()
        }
    }
}

//! The parts of a template that both styles have in common: names, numbers and literal text.

use crate::format::custom::template::attribute::Piece;
use crate::format::custom::template::error::TemplateError;

/// The largest width and precision.
const LARGEST: usize = 1_000;

/// The letters, digits and underscores that a text begins with.
pub(super) fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Takes the digits that a text begins with. Without any, the number is `None`.
pub(super) fn number(text: &mut &str) -> Result<Option<usize>, TemplateError> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end).unwrap_or_default();
    *text = rest;
    if digits.is_empty() {
        return Ok(None);
    }
    match digits.parse() {
        Ok(number) if number <= LARGEST => Ok(Some(number)),
        _ => Err(TemplateError::new(format!(
            "`{digits}` is too large for a width or precision; expected at most {LARGEST}"
        ))),
    }
}

/// Takes a precision: a point and digits. Without digits it is 0.
pub(super) fn precision(text: &mut &str) -> Result<Option<usize>, TemplateError> {
    let Some(rest) = text.strip_prefix('.') else { return Ok(None) };
    *text = rest;
    Ok(Some(number(text)?.unwrap_or_default()))
}

/// Adds to the literal text at the end of the pieces.
pub(super) fn push_literal(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(Piece::Literal(last)) => last.push_str(text),
        _ => pieces.push(Piece::Literal(text.into())),
    }
}

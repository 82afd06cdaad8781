//! The `%` style: `%(levelname)-8s`, after CPython's "printf-style String Formatting".

use crate::format::custom::template::attribute::{Attribute, AttributeKind, Piece};
use crate::format::custom::template::error::TemplateError;
use crate::format::custom::template::scan::{number, precision, push_literal, word};
use crate::format::custom::template::spec::{Align, Conversion, Sign, Spec};

/// Parses a template in this style.
pub(super) fn parse(template: &str) -> Result<Vec<Piece>, TemplateError> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('%') {
        push_literal(&mut pieces, before);
        if let Some(after) = after.strip_prefix('%') {
            push_literal(&mut pieces, "%");
            rest = after;
        } else if let Some(named) = after.strip_prefix('(') {
            let (piece, after) = attribute(named)?;
            pieces.push(piece);
            rest = after;
        } else {
            let found: String = after.chars().take(8).collect();
            return Err(TemplateError::new(format!(
                "`%{}` names no attribute; expected `%(message)s` or the like, or `%%` as a percent \
                 sign",
                found.escape_debug(),
            )));
        }
    }
    push_literal(&mut pieces, rest);
    Ok(pieces)
}

/// Parses an attribute from its name on, and returns the rest.
fn attribute(named: &str) -> Result<(Piece, &str), TemplateError> {
    let name = word(named);
    let Some(mut rest) = named.get(name.len()..).and_then(|rest| rest.strip_prefix(')')) else {
        let found = named.split(')').next().unwrap_or_default();
        return Err(TemplateError::new(format!(
            "`%({}` is not an attribute; expected one such as `%(message)s`",
            found.escape_debug()
        )));
    };
    let attribute = Attribute::find(name).ok_or_else(|| TemplateError::unknown(name))?;
    let mut spec = Spec { align: Align::Right, ..Spec::default() };
    let (mut is_left, mut is_zero) = (false, false);
    while let Some(flag) = rest.chars().next().filter(|c| "-0+ #".contains(*c)) {
        match flag {
            '-' => is_left = true,
            '0' => is_zero = true,
            '+' => spec.sign = Sign::Plus,
            ' ' if spec.sign == Sign::Minus => spec.sign = Sign::Space,
            '#' => spec.alternate = true,
            _ => {}
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    spec.width = number(&mut rest)?.unwrap_or_default();
    spec.precision = precision(&mut rest)?;
    let letter = rest.chars().next();
    spec.conversion = conversion(attribute, name, letter)?;
    if is_left {
        spec.align = Align::Left;
    } else if is_zero && spec.conversion != Conversion::Text {
        (spec.fill, spec.align) = ('0', Align::AfterSign);
    }
    let rest = rest.get(letter.map_or(0, char::len_utf8)..).unwrap_or_default();
    Ok((Piece::Attribute(attribute, spec), rest))
}

/// The conversion of a letter, if the attribute has it.
fn conversion(
    attribute: Attribute,
    name: &str,
    letter: Option<char>,
) -> Result<Conversion, TemplateError> {
    let kind = attribute.kind();
    let expected = match kind {
        AttributeKind::Text => "`s`",
        AttributeKind::Integer => "one of `d`, `i`, `u`, `x`, `X`, `o`, `f`, `F`, `s`",
        AttributeKind::Float => "one of `d`, `i`, `u`, `f`, `F`, `s`",
    };
    match (letter, kind) {
        (Some('s'), _) => Ok(Conversion::Text),
        (Some('d' | 'i' | 'u'), AttributeKind::Integer | AttributeKind::Float) => {
            Ok(Conversion::Decimal)
        }
        (Some('f' | 'F'), AttributeKind::Integer | AttributeKind::Float) => Ok(Conversion::Fixed),
        (Some('x'), AttributeKind::Integer) => Ok(Conversion::Radix { base: 16, upper: false }),
        (Some('X'), AttributeKind::Integer) => Ok(Conversion::Radix { base: 16, upper: true }),
        (Some('o'), AttributeKind::Integer) => Ok(Conversion::Radix { base: 8, upper: false }),
        (Some(letter), _) => Err(TemplateError::new(format!(
            "`%({name})` has the conversion `{}`; expected {expected}",
            letter.escape_debug(),
        ))),
        (None, _) => Err(TemplateError::new(format!(
            "`%({name})` has no conversion; expected {expected}, as in `%({name})s`"
        ))),
    }
}

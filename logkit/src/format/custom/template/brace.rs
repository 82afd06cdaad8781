//! The `{` style: `{levelname:<8}`, after CPython's "Format Specification Mini-Language".

use crate::format::custom::template::attribute::{Attribute, AttributeKind, Piece};
use crate::format::custom::template::error::TemplateError;
use crate::format::custom::template::scan::{number, precision, push_literal, word};
use crate::format::custom::template::spec::{Align, Conversion, Sign, Spec};

/// Parses a template in this style.
pub(super) fn parse(template: &str) -> Result<Vec<Piece>, TemplateError> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, found)) = rest.find(['{', '}']).map(|at| rest.split_at(at)) {
        push_literal(&mut pieces, before);
        if let Some(after) = found.strip_prefix("{{") {
            push_literal(&mut pieces, "{");
            rest = after;
        } else if let Some(after) = found.strip_prefix("}}") {
            push_literal(&mut pieces, "}");
            rest = after;
        } else if let Some((inside, after)) =
            found.strip_prefix('{').and_then(|inside| inside.split_once('}'))
        {
            pieces.push(attribute(inside)?);
            rest = after;
        } else {
            return Err(TemplateError::new(format!(
                "a brace has no counterpart at `{}`; expected `{{message}}` or the like, or `{{{{` and \
                 `}}}}` as braces",
                found.chars().take(16).collect::<String>().escape_debug(),
            )));
        }
    }
    push_literal(&mut pieces, rest);
    Ok(pieces)
}

/// Parses an attribute without its braces.
fn attribute(inside: &str) -> Result<Piece, TemplateError> {
    let name = word(inside);
    let rest = inside.get(name.len()..).unwrap_or_default();
    let mistake = |found: &str, expected: &str| {
        TemplateError::new(format!(
            "`{{{}}}` has {found}; expected {expected}",
            inside.escape_debug()
        ))
    };
    if name.is_empty() {
        return Err(mistake("no name", "`{message}` or the like, or `{{` and `}}` as braces"));
    }
    let attribute = Attribute::find(name).ok_or_else(|| TemplateError::unknown(name))?;
    let (rest, kind) = match rest.strip_prefix("!s") {
        Some(rest) => (rest, AttributeKind::Text),
        None => (rest, attribute.kind()),
    };
    let spec = match rest.strip_prefix(':') {
        Some(spec) => parse_spec(spec, kind, &mistake)?,
        None if rest.is_empty() => parse_spec("", kind, &mistake)?,
        None => return Err(mistake("more than a name", "a specification after `:`, or only `!s`")),
    };
    Ok(Piece::Attribute(attribute, spec))
}

/// Parses `[[fill]align][sign][#][0][width][.precision][type]`.
fn parse_spec(
    text: &str,
    kind: AttributeKind,
    mistake: &dyn Fn(&str, &str) -> TemplateError,
) -> Result<Spec, TemplateError> {
    let mut rest = text;
    let mut spec = Spec::default();
    let (fill, align) = fill_and_align(&mut rest);
    spec.sign = match rest.chars().next() {
        Some('+') => Sign::Plus,
        Some(' ') => Sign::Space,
        _ => Sign::Minus,
    };
    let is_signed = rest.starts_with(['+', '-', ' ']);
    rest = rest.get(usize::from(is_signed)..).unwrap_or_default();
    spec.alternate = take(&mut rest, '#');
    let is_zero = take(&mut rest, '0');
    spec.width = number(&mut rest)?.unwrap_or_default();
    if rest.starts_with('.') && !rest.get(1..).is_some_and(|rest| rest.starts_with(digit)) {
        return Err(mistake("no precision after the point", "digits"));
    }
    spec.precision = precision(&mut rest)?;
    spec.conversion = conversion(rest, kind, mistake)?;
    let is_text = kind == AttributeKind::Text;
    spec.fill = fill.unwrap_or(if is_zero { '0' } else { ' ' });
    spec.align = match align {
        Some(align) => align,
        None if is_text => Align::Left,
        None if is_zero && fill.is_none() => Align::AfterSign,
        None => Align::Right,
    };
    if is_text && (is_signed || spec.alternate || spec.align == Align::AfterSign) {
        return Err(mistake("a flag for numbers", "`<`, `>` or `^`, a width and a precision"));
    }
    match spec.conversion {
        Conversion::Decimal | Conversion::Radix { .. } if spec.precision.is_some() => {
            Err(mistake("a precision for an integer", "a width only, or the type `f`"))
        }
        Conversion::Number if spec.precision.is_some() || spec.alternate => {
            Err(mistake("no type", "the type `f`, as in `{created:.3f}`"))
        }
        _ => Ok(spec),
    }
}

fn digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn take(text: &mut &str, c: char) -> bool {
    match text.strip_prefix(c) {
        Some(rest) => {
            *text = rest;
            true
        }
        None => false,
    }
}

/// Takes an alignment, with a character to fill up with before it.
fn fill_and_align(text: &mut &str) -> (Option<char>, Option<Align>) {
    let align = |c: char| match c {
        '<' => Some(Align::Left),
        '>' => Some(Align::Right),
        '^' => Some(Align::Center),
        '=' => Some(Align::AfterSign),
        _ => None,
    };
    let mut chars = text.chars();
    let (first, second) = (chars.next(), chars.clone().next());
    if let (Some(fill), Some(side)) = (first, second.and_then(align)) {
        chars.next();
        *text = chars.as_str();
        return (Some(fill), Some(side));
    }
    let side = first.and_then(align);
    if side.is_some() {
        *text = chars.as_str();
    }
    (None, side)
}

/// The conversion of a type, if a value of that kind has it.
fn conversion(
    letter: &str,
    kind: AttributeKind,
    mistake: &dyn Fn(&str, &str) -> TemplateError,
) -> Result<Conversion, TemplateError> {
    match (letter, kind) {
        ("" | "s", AttributeKind::Text) => Ok(Conversion::Text),
        ("" | "d", AttributeKind::Integer) => Ok(Conversion::Decimal),
        ("b", AttributeKind::Integer) => Ok(Conversion::Radix { base: 2, upper: false }),
        ("o", AttributeKind::Integer) => Ok(Conversion::Radix { base: 8, upper: false }),
        ("x", AttributeKind::Integer) => Ok(Conversion::Radix { base: 16, upper: false }),
        ("X", AttributeKind::Integer) => Ok(Conversion::Radix { base: 16, upper: true }),
        ("f" | "F", AttributeKind::Integer | AttributeKind::Float) => Ok(Conversion::Fixed),
        ("", AttributeKind::Float) => Ok(Conversion::Number),
        _ => {
            let expected = match kind {
                AttributeKind::Text => "`s` or none",
                AttributeKind::Integer => "one of `d`, `b`, `o`, `x`, `X`, `f`, `F`, or none",
                AttributeKind::Float => "`f`, `F` or none",
            };
            Err(mistake(&format!("the type `{}`", letter.escape_debug()), expected))
        }
    }
}

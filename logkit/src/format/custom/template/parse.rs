//! Reading a template: its style.

use crate::format::custom::template::attribute::{Attribute, Piece};
use crate::format::custom::template::error::TemplateError;
use crate::format::custom::template::scan::word;
use crate::format::custom::template::{brace, percent};
use crate::format::escape::must_escape;

/// The style of a template, the `style` of CPython's `logging.Formatter`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TemplateStyle {
    /// `%(name)s`
    Percent,
    /// `{name}`
    Brace,
}

/// Parses a template in either style.
pub(super) fn parse(template: &str) -> Result<Vec<Piece>, TemplateError> {
    // Tabs may separate columns.
    if let Some(c) = template.chars().find(|c| must_escape(*c) && *c != '\t') {
        return Err(TemplateError::new(format!(
            "the template contains `{}`; expected text of one line without control or invisible \
             characters",
            c.escape_default(),
        )));
    }
    let pieces = match style_of(template)? {
        TemplateStyle::Percent => percent::parse(template),
        TemplateStyle::Brace => brace::parse(template),
    }?;
    if pieces.iter().any(|piece| matches!(piece, Piece::Attribute(..))) {
        Ok(pieces)
    } else {
        Err(no_attribute())
    }
}

/// Determines the style from the attributes.
fn style_of(template: &str) -> Result<TemplateStyle, TemplateError> {
    let percent = starts(template, '%').find_map(|rest| rest.strip_prefix('('));
    let mut braces = starts(template, '{');
    let Some(percent) = percent else {
        return if template.contains('{') { Ok(TemplateStyle::Brace) } else { Err(no_attribute()) };
    };
    // Braces are usual in the text of a `%` template; they are an attribute only with a known name.
    let known = braces.find_map(|rest| {
        let name = word(rest);
        let is_closed =
            rest.get(name.len()..).is_some_and(|rest| rest.starts_with(['}', ':', '!']));
        (is_closed && Attribute::find(name).is_some()).then_some(name)
    });
    match known {
        None => Ok(TemplateStyle::Percent),
        Some(name) => Err(TemplateError::new(format!(
            "the template mixes the styles of `%({})s` and `{{{name}}}`; expected one of them",
            word(percent).escape_debug(),
        ))),
    }
}

/// The texts that follow a character. A doubled one is a literal character and is skipped.
fn starts(template: &str, c: char) -> impl Iterator<Item = &str> {
    let mut rest = template;
    std::iter::from_fn(move || {
        loop {
            let (_, after) = rest.split_once(c)?;
            let doubled = after.strip_prefix(c);
            rest = doubled.unwrap_or(after);
            if doubled.is_none() {
                return Some(after);
            }
        }
    })
}

fn no_attribute() -> TemplateError {
    let names = Attribute::ALL.map(|(name, _)| name).join(", ");
    TemplateError::new(format!(
        "the template shows no attribute; expected one like `%(message)s` or `{{message}}`, with \
         one of the names {names}"
    ))
}

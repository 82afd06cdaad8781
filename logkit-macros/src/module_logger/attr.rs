//! The arguments of `#[module_logger(..)]`.

use crate::errors::{Errors, SpannedError};
use crate::names;
use crate::nearest::nearest;
use crate::paths::Runtime;
use crate::tokens::api::{Delimiter, Ident, Name as _, Span, TokenStream, TokenTree};
use crate::tokens::{Cursor, StringLiteral, is_path, punct, stream, ungrouped};

const KEYS: [&str; 6] = ["level", "propagate", "strict", "allow_bypass", "vis", "crate"];
const ALL: &str = "a name, `level`, `propagate`, `strict`, `allow_bypass`, `vis` or `crate`";

/// The parsed arguments.
#[derive(Default)]
pub(crate) struct LoggerArgs {
    pub(crate) name: Option<StringLiteral>,
    /// A variant of the runtime's `Level`, or `Off`.
    pub(crate) level: Option<&'static str>,
    pub(crate) propagate: bool,
    pub(crate) strict: bool,
    pub(crate) allow_bypass: bool,
    pub(crate) visibility: Option<TokenStream>,
    pub(crate) runtime: Runtime,
}

impl LoggerArgs {
    /// Parses the arguments that are right and adds an error for each of the others.
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut arguments = Self::default();
        let mut seen: Vec<String> = Vec::new();
        let mut input = Cursor::new(tokens.into_iter().collect());
        while !input.is_empty() {
            if let Err(error) = arguments.argument(&mut input, &mut seen) {
                errors.push(error);
                input.until_comma();
            }
            if !input.is_empty() && input.punct(',').is_none() {
                errors.push(input.error("expected a comma between two arguments"));
            }
        }
        arguments
    }

    fn argument(&mut self, input: &mut Cursor, seen: &mut Vec<String>) -> Result<(), SpannedError> {
        if let Some(name) = input.string() {
            if self.name.is_some() {
                return Err(SpannedError::at(name, "found a second name; remove one"));
            }
            self.name = Some(name);
            return Ok(());
        }
        let key = input.ident().ok_or_else(|| no_name(input.span(), "payments"))?;
        let text = key.unraw();
        if seen.contains(&text) {
            let message = format!("`{text}` is given twice; remove one");
            return Err(SpannedError::at(&key, message));
        }
        match text.as_str() {
            "level" => self.level = Some(level(input, &key)?),
            "propagate" => self.propagate = flag(input, &key)?,
            "strict" => self.strict = flag(input, &key)?,
            "allow_bypass" => self.allow_bypass = flag(input, &key)?,
            "vis" => self.visibility = Some(visibility(input, &key)?),
            "crate" => self.runtime = Runtime::new(path(input, &key)?),
            _ => return Err(unknown(&key, input)),
        }
        seen.push(text);
        Ok(())
    }
}

/// The error for an unknown argument, or for a name without quotes.
fn unknown(key: &Ident, input: &mut Cursor) -> SpannedError {
    let text = key.unraw();
    let value = input.until_comma();
    let is_assigned = value.first().is_some_and(is_value);
    let message = match nearest(&text, KEYS) {
        Some(known) => format!("unknown argument `{text}`; did you mean `{known}`?"),
        None if text == "name" => {
            let value = value.last().map(ToString::to_string);
            let meant = value.as_deref().and_then(names::suggestion);
            let meant = meant.as_deref().unwrap_or("payments");
            format!("expected the name without a key; write `#[module_logger(\"{meant}\")]`")
        }
        None if is_assigned => {
            format!("unknown argument `{text}`; expected {ALL}")
        }
        None => {
            let meant = format!("{text}{}", stream(&value)).replace(' ', "");
            return no_name(key.span(), names::suggestion(&meant).as_deref().unwrap_or("payments"));
        }
    };
    SpannedError::at(key, message)
}

/// Returns true for the `=` or the parentheses after a key.
fn is_value(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Parenthesis,
        token => punct(token) == Some('='),
    }
}

fn no_name(place: Span, meant: &str) -> SpannedError {
    let message = format!("expected the name as a string; write `#[module_logger(\"{meant}\")]`");
    SpannedError::new(place, message)
}

/// Parses the `=` of `key = value`.
fn equals(input: &mut Cursor, key: &Ident, example: &str) -> Result<(), SpannedError> {
    if input.punct('=').is_some() && !input.is_empty() && !input.is_at(',') {
        return Ok(());
    }
    Err(SpannedError::at(key, format!("`{key}` needs a value; write `{key} = {example}`")))
}

/// Parses `key`, `key = true` or `key = false`.
fn flag(input: &mut Cursor, key: &Ident) -> Result<bool, SpannedError> {
    if input.is_empty() || input.is_at(',') {
        return Ok(true);
    }
    equals(input, key, "true")?;
    if input.keyword("true").is_some() {
        return Ok(true);
    }
    if input.keyword("false").is_some() {
        return Ok(false);
    }
    let message = format!("expected `true` or `false`; write `{key}` or `{key} = false`");
    Err(input.error(&message))
}

/// Parses `crate = some::path`.
fn path(input: &mut Cursor, key: &Ident) -> Result<TokenStream, SpannedError> {
    equals(input, key, "some::path")?;
    if let Some(text) = input.string() {
        let message = format!("expected a path without quotes; write `crate = {}`", text.value());
        return Err(SpannedError::at(text, message));
    }
    let place = input.span();
    let path = input.until_comma();
    let path = ungrouped(&path).unwrap_or(path);
    if is_path(&path) {
        return Ok(stream(&path));
    }
    Err(SpannedError::new(place, "expected a path; write `crate = some::path`"))
}

/// The names, numbers and variants of the levels.
const LEVELS: [(&str, &str, &str); 8] = [
    ("trace", "5", "Trace"),
    ("debug", "10", "Debug"),
    ("info", "20", "Info"),
    ("warning", "30", "Warning"),
    ("warn", "30", "Warning"),
    ("error", "40", "Error"),
    ("critical", "50", "Critical"),
    ("off", "off", "Off"),
];

/// Parses `level = "debug"`.
fn level(input: &mut Cursor, key: &Ident) -> Result<&'static str, SpannedError> {
    equals(input, key, "\"debug\"")?;
    let find =
        |word: &str| LEVELS.iter().find(move |(name, number, _)| word == *name || word == *number);
    let place = input.span();
    let text = input.string();
    let is_text = text.is_some();
    let word = text.map(|text| text.value().to_owned()).or_else(|| {
        // `10`, `debug`, `Level::Debug`
        input.until_comma().last().map(ToString::to_string)
    });
    let word = word.unwrap_or_default();
    let word = word.trim().to_ascii_lowercase();
    let message = match (find(&word), nearest(&word, LEVELS.map(|(name, ..)| name))) {
        (Some((.., variant)), _) if is_text => return Ok(variant),
        (Some((name, ..)), _) => {
            format!("expected the level as a string; write `level = \"{name}\"`")
        }
        (None, Some(name)) => format!("unknown level `{word}`; did you mean `level = \"{name}\"`?"),
        (None, None) => format!(
            "unknown level `{word}`; expected one of `trace`, `debug`, `info`, `warning`, `error`, \
             `critical`, `off`"
        ),
    };
    Err(SpannedError::new(place, message))
}

/// Parses `vis = pub(crate)`.
fn visibility(input: &mut Cursor, key: &Ident) -> Result<TokenStream, SpannedError> {
    equals(input, key, "pub(super)")?;
    if let Some(text) = input.string() {
        let message =
            format!("expected a visibility without quotes; write `vis = {}`", text.value());
        return Err(SpannedError::at(text, message));
    }
    let expected = input.error("expected a visibility; write `vis = pub` or `vis = pub(super)`");
    let visibility = input.visibility();
    if visibility.is_empty() { Err(expected) } else { Ok(visibility) }
}

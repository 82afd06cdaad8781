//! The arguments of `#[module_logger(..)]`.

use crate::errors::{Errors, SpannedError};
use crate::levels;
use crate::module_logger::unknown::{no_name, unknown};
use crate::paths::Runtime;
use crate::tokens::api::{Ident, Name as _, TokenStream, TokenTree};
use crate::tokens::{
    Cursor, StringLiteral, find_pair, is_path, is_punct, split_at_commas, stream, text_of,
    ungrouped, written,
};
use crate::words::trimmed;

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
        for item in split_at_commas(tokens) {
            for item in &pieces(&item, errors) {
                if let Err(error) = arguments.argument(item, &mut seen) {
                    errors.push(error);
                }
            }
        }
        arguments
    }

    fn argument(&mut self, item: &[TokenTree], seen: &mut Vec<String>) -> Result<(), SpannedError> {
        let mut input = Cursor::new(item.to_vec());
        if let Some(name) = input.string() {
            let message = match (&self.name, levels::suggestion(name.value())) {
                (None, _) => {
                    self.name = Some(name);
                    return Ok(());
                }
                (Some(_), Some(level)) => {
                    format!("found a level without its name; write `level = \"{level}\"`")
                }
                (Some(_), None) => format!("found a second name; remove `{}`", written(item)),
            };
            return Err(SpannedError::at(&item, message));
        }
        let Some(key) = input.ident() else {
            return Err(no_name(item, "payments"));
        };
        let text = key.unraw();
        if seen.contains(&text) {
            let message = format!("`{text}` is given twice; remove `{}`", written(item));
            return Err(SpannedError::at(&item, message));
        }
        match text.as_str() {
            "level" => self.level = Some(level(item, &mut input)?),
            "propagate" => self.propagate = flag(item, &mut input, &key)?,
            "strict" => self.strict = flag(item, &mut input, &key)?,
            "allow_bypass" => self.allow_bypass = flag(item, &mut input, &key)?,
            "vis" => self.visibility = Some(visibility(item, &mut input)?),
            "crate" => self.runtime = Runtime::new(&path(item, &mut input)?),
            _ => return Err(unknown(item, &key, &input.rest())),
        }
        seen.push(text);
        Ok(())
    }
}

/// Splits an item where a comma is missing, and adds an error there.
fn pieces<'a>(item: &'a [TokenTree], errors: &mut Errors) -> Vec<&'a [TokenTree]> {
    let is_value = |token: &TokenTree| matches!(token, TokenTree::Literal(_) | TokenTree::Ident(_));
    // `vis = pub in path` has two words in a row.
    let is_end = |before: &TokenTree, after: &TokenTree| {
        is_punct(after, ';') || matches!(before, TokenTree::Literal(_)) && is_value(after)
    };
    let mut pieces = Vec::new();
    let mut rest = item;
    while let Some(at) = find_pair(rest, &is_end) {
        let (piece, after) = rest.split_at(at + 1);
        pieces.push(piece);
        rest = match after {
            [semicolon, after @ ..] if is_punct(semicolon, ';') => {
                errors.at(semicolon, "expected a comma; write `,`");
                after
            }
            [next, ..] => {
                errors.at(next, format!("expected a comma; write `, {next}`"));
                after
            }
            [] => after,
        };
    }
    if !rest.is_empty() {
        pieces.push(rest);
    }
    pieces
}

/// Parses the `=` of `key = value`.
fn equals(item: &[TokenTree], input: &mut Cursor, example: &str) -> Result<(), SpannedError> {
    if input.punct('=').is_some() && !input.is_empty() {
        return Ok(());
    }
    let key = text_of(item.first());
    let message = match input.next() {
        None => format!("`{key}` needs a value; write `{example}`"),
        Some(_) => format!("expected `=` after `{key}`; write `{example}`"),
    };
    Err(SpannedError::at(&item, message))
}

/// Parses `key`, `key = true` or `key = false`.
fn flag(item: &[TokenTree], input: &mut Cursor, key: &Ident) -> Result<bool, SpannedError> {
    let last = trimmed(&text_of(item.last()), "()\"").to_ascii_lowercase();
    let is_no = ["false", "0", "no", "off"].contains(&last.as_str());
    let meant = if is_no { format!("{key} = false") } else { key.to_string() };
    if input.is_empty() {
        return Ok(true);
    }
    equals(item, input, &meant)?;
    if input.keyword("true").is_some() {
        return Ok(true);
    }
    if input.keyword("false").is_some() {
        return Ok(false);
    }
    Err(SpannedError::at(&item, format!("expected `true` or `false`; write `{meant}`")))
}

/// Parses `crate = some::path`.
fn path(item: &[TokenTree], input: &mut Cursor) -> Result<TokenStream, SpannedError> {
    equals(item, input, "crate = logkit")?;
    if let Some(text) = input.string() {
        let message = format!("expected a path without quotes; write `{}`", text.value());
        return Err(SpannedError::at(&text, message));
    }
    let path = input.rest();
    let path = ungrouped(&path).unwrap_or(path);
    if is_path(&path) {
        return Ok(stream(&path));
    }
    Err(SpannedError::at(&path, "expected a path; write `logkit`"))
}

/// Parses `level = "debug"`.
fn level(item: &[TokenTree], input: &mut Cursor) -> Result<&'static str, SpannedError> {
    // `"debug"`, `debug`, `("debug")` or `Level::Debug`
    let last = if item.len() > 1 { text_of(item.last()) } else { String::new() };
    let meant = levels::suggestion(trimmed(&last, "()\"")).unwrap_or("debug");
    equals(item, input, &format!("level = \"{meant}\""))?;
    let text = input.string();
    let is_text = text.is_some();
    let value = text.as_ref().map_or_else(|| input.rest(), StringLiteral::tokens);
    let word = match text {
        Some(text) => text.value().to_owned(),
        None => text_of(value.last()),
    };
    let word = word.trim_ascii().to_ascii_lowercase();
    let message = match (levels::named(&word), levels::suggestion(&word)) {
        (Some(variant), _) if is_text => return Ok(variant),
        (Some(_), name) => {
            let name = name.unwrap_or("off");
            format!("expected the level as a string; write `\"{name}\"`")
        }
        (None, Some(name)) => format!("unknown level `{word}`; write `\"{name}\"`"),
        (None, None) => format!(
            "unknown level `{word}`; write `\"info\"`, or another one of `trace`, `debug`, `info`, \
             `warning`, `error`, `critical` and `off`"
        ),
    };
    Err(SpannedError::at(&value, message))
}

/// Parses `vis = pub(crate)`.
fn visibility(item: &[TokenTree], input: &mut Cursor) -> Result<TokenStream, SpannedError> {
    equals(item, input, "vis = pub")?;
    if let Some(text) = input.string() {
        let message = format!("expected a visibility without quotes; write `{}`", text.value());
        return Err(SpannedError::at(&text, message));
    }
    let visibility = input.visibility();
    let rest = input.rest();
    if visibility.is_empty() {
        return Err(SpannedError::at(&rest, "expected a visibility; write `pub`"));
    }
    Ok(visibility)
}

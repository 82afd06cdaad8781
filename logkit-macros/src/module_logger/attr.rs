//! The arguments of `#[module_logger(..)]`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Lit, LitBool, LitStr, Path, Token, Visibility};

use crate::errors::{Errors, nearest};
use crate::names;
use crate::paths::Runtime;

const KEYS: [&str; 6] = ["level", "propagate", "strict", "allow_bypass", "vis", "crate"];
const ALL: &str = "a name, `level`, `propagate`, `strict`, `allow_bypass`, `vis` or `crate`";

/// The parsed arguments.
#[derive(Default)]
pub(crate) struct LoggerArgs {
    pub(crate) name: Option<LitStr>,
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
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(error) = arguments.argument(input, &mut seen) {
                    errors.push(error);
                    skip_to_comma(input);
                }
                if !input.is_empty() && input.parse::<Token![,]>().is_err() {
                    errors.push(input.error("expected a comma between two arguments"));
                }
            }
            Ok(())
        };
        if let Err(error) = parser.parse2(tokens) {
            errors.push(error);
        }
        arguments
    }

    fn argument(&mut self, input: ParseStream<'_>, seen: &mut Vec<String>) -> syn::Result<()> {
        if input.peek(LitStr) {
            let name: LitStr = input.parse()?;
            if self.name.is_some() {
                return Err(syn::Error::new_spanned(name, "found a second name; remove one"));
            }
            self.name = Some(name);
            return Ok(());
        }
        let key = Ident::parse_any(input).map_err(|error| no_name(error.span(), "payments"))?;
        let text = key.unraw().to_string();
        if seen.contains(&text) {
            let message = format!("`{text}` is given twice; remove one");
            return Err(syn::Error::new_spanned(&key, message));
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
fn unknown(key: &Ident, input: ParseStream<'_>) -> syn::Error {
    let text = key.unraw().to_string();
    let is_assigned = input.peek(Token![=]) || input.peek(syn::token::Paren);
    let message = match nearest(&text, &KEYS) {
        Some(known) => format!("unknown argument `{text}`; did you mean `{known}`?"),
        None if text == "name" => {
            let value = take_to_comma(input).into_iter().last().map(|value| value.to_string());
            let meant = value.as_deref().and_then(names::suggestion);
            let meant = meant.as_deref().unwrap_or("payments");
            format!("expected the name without a key; write `#[module_logger(\"{meant}\")]`")
        }
        None if is_assigned => {
            format!("unknown argument `{text}`; expected {ALL}")
        }
        None => {
            let meant = format!("{text}{}", take_to_comma(input)).replace(' ', "");
            return no_name(key.span(), names::suggestion(&meant).as_deref().unwrap_or("payments"));
        }
    };
    syn::Error::new_spanned(key, message)
}

fn no_name(place: Span, meant: &str) -> syn::Error {
    let message = format!("expected the name as a string; write `#[module_logger(\"{meant}\")]`");
    syn::Error::new(place, message)
}

/// Parses the `=` of `key = value`.
fn equals(input: ParseStream<'_>, key: &Ident, example: &str) -> syn::Result<()> {
    let is_there =
        input.parse::<Token![=]>().is_ok() && !input.is_empty() && !input.peek(Token![,]);
    if is_there {
        return Ok(());
    }
    Err(syn::Error::new_spanned(key, format!("`{key}` needs a value; write `{key} = {example}`")))
}

/// Parses `key`, `key = true` or `key = false`.
fn flag(input: ParseStream<'_>, key: &Ident) -> syn::Result<bool> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(true);
    }
    equals(input, key, "true")?;
    let place = input.span();
    let flag: syn::Result<LitBool> = input.parse();
    flag.map(|flag| flag.value).map_err(|_| {
        let message = format!("expected `true` or `false`; write `{key}` or `{key} = false`");
        syn::Error::new(place, message)
    })
}

/// Parses `crate = some::path`.
fn path(input: ParseStream<'_>, key: &Ident) -> syn::Result<TokenStream> {
    equals(input, key, "some::path")?;
    if let Ok(text) = input.fork().parse::<LitStr>() {
        let message = format!("expected a path without quotes; write `crate = {}`", text.value());
        return Err(syn::Error::new_spanned(text, message));
    }
    input.call(Path::parse_mod_style).map(Path::into_token_stream)
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
fn level(input: ParseStream<'_>, key: &Ident) -> syn::Result<&'static str> {
    equals(input, key, "\"debug\"")?;
    let find =
        |word: &str| LEVELS.iter().find(move |(name, number, _)| word == *name || word == *number);
    let place = input.fork();
    let (word, is_text) = match input.parse::<Lit>() {
        Ok(Lit::Str(text)) => (text.value(), true),
        Ok(other) => (other.into_token_stream().to_string(), false),
        // `debug`, `Level::Debug`
        Err(_) => {
            let words = take_to_comma(input).into_iter();
            (words.last().map(|last| last.to_string()).unwrap_or_default(), false)
        }
    };
    let word = word.trim().to_ascii_lowercase();
    let message = match (find(&word), nearest(&word, &LEVELS.map(|(name, ..)| name))) {
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
    Err(syn::Error::new(place.span(), message))
}

/// Parses `vis = pub(crate)`.
fn visibility(input: ParseStream<'_>, key: &Ident) -> syn::Result<TokenStream> {
    equals(input, key, "pub(super)")?;
    if let Ok(text) = input.fork().parse::<LitStr>() {
        let message =
            format!("expected a visibility without quotes; write `vis = {}`", text.value());
        return Err(syn::Error::new_spanned(text, message));
    }
    let place = input.span();
    match input.parse()? {
        Visibility::Inherited => Err(syn::Error::new(
            place,
            "expected a visibility; write `vis = pub` or `vis = pub(super)`",
        )),
        visibility => Ok(visibility.to_token_stream()),
    }
}

/// Takes the rest of an argument.
fn take_to_comma(input: ParseStream<'_>) -> TokenStream {
    let mut taken = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        taken.extend(input.parse::<TokenTree>());
    }
    taken
}

fn skip_to_comma(input: ParseStream<'_>) {
    take_to_comma(input);
}

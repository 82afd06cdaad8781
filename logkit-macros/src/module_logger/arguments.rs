//! The attribute's arguments.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Lit, LitBool, LitStr, Path, Token, Visibility};

use crate::diag::Mistakes;
use crate::names;
use crate::nearest::nearest;
use crate::paths::Runtime;

const KEYS: [&str; 6] = ["level", "propagate", "strict", "allow_bypass", "vis", "crate"];
const ALL: &str = "a name, `level`, `propagate`, `strict`, `allow_bypass`, `vis` and `crate`";

/// What `#[module_logger(..)]` says.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) name: Option<LitStr>,
    /// A variant of the runtime's `Level`, or `Off`.
    pub(crate) level: Option<&'static str>,
    pub(crate) propagate: bool,
    pub(crate) strict: bool,
    pub(crate) allow_bypass: bool,
    pub(crate) visibility: Option<TokenStream>,
    pub(crate) runtime: Runtime,
}

impl Arguments {
    /// What can be understood; the rest is noted.
    pub(crate) fn parse(tokens: TokenStream, mistakes: &mut Mistakes) -> Self {
        let mut arguments = Self::default();
        let mut seen: Vec<String> = Vec::new();
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(mistake) = arguments.argument(input, &mut seen) {
                    mistakes.push(mistake);
                    skip_to_comma(input);
                }
                if !input.is_empty() && input.parse::<Token![,]>().is_err() {
                    mistakes.push(input.error("a comma is missing between two arguments"));
                }
            }
            Ok(())
        };
        if let Err(mistake) = parser.parse2(tokens) {
            mistakes.push(mistake);
        }
        arguments
    }

    fn argument(&mut self, input: ParseStream<'_>, seen: &mut Vec<String>) -> syn::Result<()> {
        if input.peek(LitStr) {
            let name: LitStr = input.parse()?;
            if self.name.is_some() {
                return Err(syn::Error::new_spanned(name, "a logger has one name; leave one out"));
            }
            self.name = Some(name);
            return Ok(());
        }
        let key = Ident::parse_any(input).map_err(|error| no_name(error.span(), "payments"))?;
        let text = key.unraw().to_string();
        if seen.contains(&text) {
            let message = format!("`{text}` stands here twice; leave one out");
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

/// An argument that does not exist, or a name without its quotes.
fn unknown(key: &Ident, input: ParseStream<'_>) -> syn::Error {
    let text = key.unraw().to_string();
    let is_assigned = input.peek(Token![=]) || input.peek(syn::token::Paren);
    let message = match nearest(&text, &KEYS) {
        Some(known) => format!("unknown argument `{text}`; did you mean `{known}`?"),
        None if text == "name" => {
            let value = take_to_comma(input).into_iter().last().map(|value| value.to_string());
            let meant = value.as_deref().and_then(names::mended);
            let meant = meant.as_deref().unwrap_or("payments");
            format!("the name stands alone; write `#[module_logger(\"{meant}\")]`")
        }
        None if is_assigned => {
            format!("unknown argument `{text}`; `#[module_logger]` takes {ALL}")
        }
        None => {
            let meant = format!("{text}{}", take_to_comma(input)).replace(' ', "");
            return no_name(key.span(), names::mended(&meant).as_deref().unwrap_or("payments"));
        }
    };
    syn::Error::new_spanned(key, message)
}

fn no_name(place: Span, meant: &str) -> syn::Error {
    let message = format!("a name is a string; write `#[module_logger(\"{meant}\")]`");
    syn::Error::new(place, message)
}

/// The `=` of `key = value`.
fn equals(input: ParseStream<'_>, key: &Ident, example: &str) -> syn::Result<()> {
    let is_there =
        input.parse::<Token![=]>().is_ok() && !input.is_empty() && !input.peek(Token![,]);
    if is_there {
        return Ok(());
    }
    Err(syn::Error::new_spanned(key, format!("`{key}` needs a value; write `{key} = {example}`")))
}

/// `key`, `key = true` or `key = false`
fn flag(input: ParseStream<'_>, key: &Ident) -> syn::Result<bool> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(true);
    }
    equals(input, key, "true")?;
    let place = input.span();
    let flag: syn::Result<LitBool> = input.parse();
    flag.map(|flag| flag.value).map_err(|_| {
        let message = format!("`{key}` is true or false; write `{key}` or `{key} = false`");
        syn::Error::new(place, message)
    })
}

/// `crate = some::path`
fn path(input: ParseStream<'_>, key: &Ident) -> syn::Result<TokenStream> {
    equals(input, key, "some::path")?;
    if let Ok(text) = input.fork().parse::<LitStr>() {
        let message = format!("a path is written as it is; write `crate = {}`", text.value());
        return Err(syn::Error::new_spanned(text, message));
    }
    input.call(Path::parse_mod_style).map(Path::into_token_stream)
}

/// The levels' names, numbers and variants.
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

/// `level = "debug"`
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
        (Some((name, ..)), _) => format!("a level is a string; write `level = \"{name}\"`"),
        (None, Some(name)) => format!("no level {word:?}; did you mean `level = \"{name}\"`?"),
        (None, None) => format!(
            "no level {word:?}; there are trace, debug, info, warning, error, critical and off"
        ),
    };
    Err(syn::Error::new(place.span(), message))
}

/// `vis = pub(crate)`
fn visibility(input: ParseStream<'_>, key: &Ident) -> syn::Result<TokenStream> {
    equals(input, key, "pub(super)")?;
    if let Ok(text) = input.fork().parse::<LitStr>() {
        let message = format!("a visibility is written as it is; write `vis = {}`", text.value());
        return Err(syn::Error::new_spanned(text, message));
    }
    let place = input.span();
    match input.parse()? {
        Visibility::Inherited => {
            Err(syn::Error::new(place, "no visibility; write `vis = pub` or `vis = pub(super)`"))
        }
        visibility => Ok(visibility.to_token_stream()),
    }
}

/// What is left of an argument.
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

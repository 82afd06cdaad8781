//! The attribute's arguments, and the two things that it can stand on.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, LitBool, LitStr, Token, Visibility};

use crate::diag::Mistakes;
use crate::module_logger::bypass;
use crate::module_logger::model::{Model, Module, Name, Shape, Static};
use crate::module_logger::nested::split_inner_attributes;
use crate::names;
use crate::nearest::nearest;
use crate::paths::Runtime;

const ARGUMENTS: &str = "a name, `level`, `propagate`, `allow_bypass`, `vis` and `crate`";

/// The model, as far as it can be made, and everything that is wrong. Without a model the item is
/// left as it is.
pub(crate) fn parse(arguments: TokenStream, item: &TokenStream) -> (Option<Model>, Mistakes) {
    let mut mistakes = Mistakes::default();
    let mut arguments = Arguments::parse(arguments, &mut mistakes);
    let target = match Target::parse.parse2(item.clone()) {
        Ok(target) => target,
        Err(error) => {
            mistakes.push(error);
            return (None, mistakes);
        }
    };
    let Target { attributes, visibility, kind } = target;
    let (shape, module) = match kind {
        Kind::Module { keyword, ident, body } => {
            let (inner_attributes, items) = split_inner_attributes(body);
            let logger_visibility =
                arguments.visibility.take().unwrap_or_else(|| quote!(pub(crate)));
            let head = quote!(#(#attributes)* #visibility #keyword #ident);
            refuse_file_modules(&items, &mut mistakes);
            (
                Shape::Module(Module { head, inner_attributes, items, logger_visibility }),
                Some(ident),
            )
        }
        Kind::Static { keyword, ident, of } => {
            if let Some(visibility) = &arguments.visibility {
                mistakes.at(
                    visibility,
                    "`vis` is for inline modules; write the visibility before `static`",
                );
            }
            let head = quote!(#(#attributes)* #visibility #keyword #ident: #of);
            (Shape::Static(Static { head, ident }), None)
        }
    };
    let name = arguments.name(module.as_ref(), &mut mistakes);
    if let (Shape::Module(module), false) = (&shape, arguments.allow_bypass) {
        let shown = match &name {
            Name::Given(name) => name.as_str(),
            Name::OfModule => "",
        };
        bypass::find(&module.items, shown, &mut mistakes);
    }
    let Arguments { runtime, level, propagate, .. } = arguments;
    (Some(Model { runtime, name, level, propagate, shape }), mistakes)
}

#[derive(Default)]
struct Arguments {
    name: Option<LitStr>,
    level: Option<&'static str>,
    propagate: bool,
    allow_bypass: bool,
    visibility: Option<TokenStream>,
    runtime: Runtime,
}

impl Arguments {
    fn parse(tokens: TokenStream, mistakes: &mut Mistakes) -> Self {
        let mut arguments = Self::default();
        let mut seen: Vec<String> = Vec::new();
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(mistake) = arguments.argument(input, &mut seen, mistakes) {
                    mistakes.push(mistake);
                    skip_to_comma(input);
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        };
        if let Err(mistake) = parser.parse2(tokens) {
            mistakes.push(mistake);
        }
        arguments
    }

    fn argument(
        &mut self,
        input: ParseStream<'_>,
        seen: &mut Vec<String>,
        mistakes: &mut Mistakes,
    ) -> syn::Result<()> {
        if input.peek(LitStr) {
            let name: LitStr = input.parse()?;
            if self.name.is_some() {
                return Err(syn::Error::new_spanned(name, "a logger has one name"));
            }
            self.name = Some(name);
            return Ok(());
        }
        let key = Ident::parse_any(input).map_err(|error| {
            let message = "a name is a string; write `#[module_logger(\"payments\")]`";
            syn::Error::new(error.span(), message)
        })?;
        let text = key.unraw().to_string();
        if seen.contains(&text) {
            mistakes.at(&key, format_args!("`{text}` stands here twice"));
        }
        seen.push(text.clone());
        match text.as_str() {
            "level" => self.level = Some(level(&value::<LitStr>(input, &key, "\"debug\"")?)?),
            "propagate" => self.propagate = flag(input, &key)?,
            "allow_bypass" => self.allow_bypass = flag(input, &key)?,
            "vis" => {
                equals(input, &key, "pub(crate)")?;
                self.visibility = Some(visibility(input)?);
            }
            "crate" => {
                equals(input, &key, "some::path")?;
                let path = input.call(syn::Path::parse_mod_style)?;
                self.runtime = Runtime::new(path.to_token_stream());
            }
            _ => return Err(unknown(&key)),
        }
        Ok(())
    }

    /// The name, mended where it is wrong so that the logger exists all the same.
    fn name(&self, module: Option<&Ident>, mistakes: &mut Mistakes) -> Name {
        let (name, place) = match (&self.name, module) {
            (Some(literal), _) => (literal.value(), literal.to_token_stream()),
            (None, Some(ident)) => (ident.unraw().to_string(), ident.to_token_stream()),
            (None, None) => return Name::OfModule,
        };
        if names::is_valid(&name) {
            return Name::Given(name);
        }
        let own = module.and_then(|ident| names::mended(&ident.unraw().to_string()));
        let mended = names::mended(&name).or(own).unwrap_or_else(|| "billing".to_owned());
        let what = if name.is_empty() {
            "logger name is empty".to_owned()
        } else if name.len() > 128 {
            format!("logger name is {} bytes long, 128 are the most", name.len())
        } else if self.name.is_none() {
            format!("the module's name is no logger name: {name:?}")
        } else {
            format!(
                "logger name {name:?} is not lowercase letters, digits and underscores, joined by dots"
            )
        };
        mistakes.at(place, format_args!("{what}; write `#[module_logger(\"{mended}\")]`"));
        Name::Given(mended)
    }
}

fn unknown(key: &Ident) -> syn::Error {
    let text = key.to_string();
    let mend = match nearest(&text, &["level", "propagate", "allow_bypass", "vis", "crate"]) {
        _ if text == "name" => {
            "; the name stands alone: `#[module_logger(\"payments\")]`".to_owned()
        }
        Some(known) => format!("; did you mean `{known}`?"),
        None => String::new(),
    };
    let message = format!("unknown argument `{text}`{mend}; `#[module_logger]` takes {ARGUMENTS}");
    syn::Error::new_spanned(key, message)
}

/// `key = value`
fn value<T: syn::parse::Parse>(
    input: ParseStream<'_>,
    key: &Ident,
    example: &str,
) -> syn::Result<T> {
    equals(input, key, example)?;
    let place = if input.is_empty() { key.span() } else { input.span() };
    input.parse().map_err(|_| syn::Error::new(place, needs_value(key, example)))
}

fn equals(input: ParseStream<'_>, key: &Ident, example: &str) -> syn::Result<()> {
    let equals = input.parse::<Token![=]>();
    equals.map(drop).map_err(|_| syn::Error::new_spanned(key, needs_value(key, example)))
}

fn needs_value(key: &Ident, example: &str) -> String {
    format!("`{key}` needs a value; write `{key} = {example}`")
}

/// `key`, `key = true` or `key = false`
fn flag(input: ParseStream<'_>, key: &Ident) -> syn::Result<bool> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(true);
    }
    value::<LitBool>(input, key, "true").map(|flag| flag.value)
}

fn level(literal: &LitStr) -> syn::Result<&'static str> {
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
    let word = literal.value().trim().to_ascii_lowercase();
    let known = LEVELS.iter().find(|(name, number, _)| word == *name || word == *number);
    known.map(|(.., variant)| *variant).ok_or_else(|| {
        let mend = nearest(&word, &LEVELS.map(|(name, ..)| name))
            .map_or(String::new(), |name| format!("write `level = \"{name}\"`; "));
        syn::Error::new_spanned(
            literal,
            format!(
                "{word:?} is no level; {mend}there are trace, debug, info, warning, error, \
                 critical and off"
            ),
        )
    })
}

/// `pub`, `pub(crate)`, .. or nothing, which is private.
fn visibility(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    if input.peek(LitStr) {
        let literal: LitStr = input.parse()?;
        let message = format!("write the visibility as it is: `vis = {}`", literal.value());
        return Err(syn::Error::new_spanned(literal, message));
    }
    let place = input.span();
    match input.parse()? {
        Visibility::Inherited => {
            Err(syn::Error::new(place, "write `vis = pub` or `vis = pub(super)`"))
        }
        visibility => Ok(visibility.to_token_stream()),
    }
}

fn skip_to_comma(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        // The stream is not empty, so there is a token to take.
        let _ = input.parse::<TokenTree>();
    }
}

/// What the attribute stands on.
struct Target {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    kind: Kind,
}

enum Kind {
    Module { keyword: Token![mod], ident: Ident, body: TokenStream },
    Static { keyword: Token![static], ident: Ident, of: TokenStream },
}

impl Target {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let kind = if input.peek(Token![mod]) {
            Kind::module(input)?
        } else if input.peek(Token![static]) {
            Kind::logger(input)?
        } else {
            let place = input.span();
            skip(input);
            return Err(syn::Error::new(
                place,
                "`#[module_logger]` goes on an inline module, `mod payments { .. }`, or on the \
                 static of a file module, `pub(crate) static LOGGER: Logger;`",
            ));
        };
        Ok(Self { attributes, visibility, kind })
    }
}

impl Kind {
    fn module(input: ParseStream<'_>) -> syn::Result<Self> {
        let keyword = input.parse()?;
        let ident = Ident::parse_any(input)?;
        match input.parse()? {
            TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => {
                Ok(Self::Module { keyword, ident, body: body.stream() })
            }
            _ => Err(syn::Error::new(ident.span(), file_module(&ident))),
        }
    }

    fn logger(input: ParseStream<'_>) -> syn::Result<Self> {
        let keyword = input.parse()?;
        if input.peek(Token![mut]) {
            let place = input.span();
            skip(input);
            return Err(syn::Error::new(
                place,
                "a logger is never `mut`; its level and handlers change through `&LOGGER`",
            ));
        }
        let ident: Ident = input.parse()?;
        input.parse::<Token![:]>()?;
        let mut of = TokenStream::new();
        while !input.is_empty() && !input.peek(Token![;]) {
            if input.peek(Token![=]) {
                let place = input.span();
                skip(input);
                return Err(syn::Error::new(
                    place,
                    format!("the attribute writes the initialiser; write `static {ident}: {of};`"),
                ));
            }
            of.extend([input.parse::<TokenTree>()?]);
        }
        input.parse::<Token![;]>()?;
        Ok(Self::Static { keyword, ident, of })
    }
}

/// Takes the rest, so that the parser does not complain about it, too.
fn skip(input: ParseStream<'_>) {
    let rest: syn::Result<TokenStream> = input.parse();
    drop(rest);
}

fn file_module(ident: &Ident) -> String {
    let name = names::mended(&ident.unraw().to_string()).unwrap_or_else(|| "billing".to_owned());
    format!(
        "an attribute cannot see the file behind `mod {ident};`; leave it off here and write at \
         the top of that file: `#[module_logger(\"{name}\")] pub(crate) static LOGGER: Logger;`"
    )
}

/// `mod child;` within the annotated module.
fn refuse_file_modules(items: &TokenStream, mistakes: &mut Mistakes) {
    let tokens: Vec<TokenTree> = items.clone().into_iter().collect();
    for window in tokens.windows(3) {
        match window {
            [TokenTree::Ident(keyword), TokenTree::Ident(ident), TokenTree::Punct(semicolon)]
                if keyword == "mod" && semicolon.as_char() == ';' =>
            {
                mistakes.at(
                    ident,
                    format_args!(
                        "an annotated inline module cannot hold `mod {ident};`; move both into \
                         files and declare the logger with `#[module_logger(\"..\")] pub(crate) \
                         static LOGGER: Logger;` at the top"
                    ),
                );
            }
            _ => {}
        }
    }
}

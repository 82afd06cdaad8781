//! The two things that the attribute can stand on, and what is said of the others.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::{Attribute, Token};

use crate::diag::Mistakes;
use crate::module_logger::items::{Annotation, ends_item, is_ident, is_punct, module_body};
use crate::module_logger::model::Static;

/// What the attribute stands on.
pub(crate) enum Target {
    Module {
        /// `#[..] pub mod payments`
        head: TokenStream,
        ident: Ident,
        body: TokenStream,
    },
    /// `mod payments;`
    File {
        ident: Ident,
    },
    Static(Static),
}

impl Target {
    /// The target; `None`, and a mistake noted, where it is neither.
    pub(crate) fn parse(item: TokenStream, mistakes: &mut Mistakes) -> Option<Self> {
        let parser = |input: ParseStream<'_>| {
            let target = target(input, mistakes);
            // So that the parser does not complain of the rest, too.
            input.parse::<TokenStream>()?;
            target
        };
        parser.parse2(item).map_err(|mistake| mistakes.push(mistake)).ok()
    }
}

fn target(input: ParseStream<'_>, mistakes: &mut Mistakes) -> syn::Result<Target> {
    let mut head = TokenStream::new();
    for attribute in input.call(Attribute::parse_outer)? {
        attribute.to_tokens(&mut head);
    }
    input.parse::<syn::Visibility>()?.to_tokens(&mut head);
    let place = input.span();
    if let Ok(keyword) = input.parse::<Token![mod]>() {
        let ident = Ident::parse_any(input)?;
        return Ok(match input.parse()? {
            TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => {
                Target::Module { head: quote!(#head #keyword #ident), ident, body: body.stream() }
            }
            _ => Target::File { ident },
        });
    }
    if let Ok(keyword) = input.parse::<Token![static]>() {
        keyword.to_tokens(&mut head);
        return logger(&head, input, mistakes).map(Target::Static);
    }
    Err(syn::Error::new(
        place,
        "`#[module_logger]` goes on an inline module, `mod payments { .. }`, or on the static of a \
         file module, `pub(crate) static LOGGER: Logger;`",
    ))
}

/// `LOGGER: Logger;`, and what a user may write instead.
fn logger(
    head: &TokenStream,
    input: ParseStream<'_>,
    mistakes: &mut Mistakes,
) -> syn::Result<Static> {
    if let Ok(keyword) = input.parse::<Token![mut]>() {
        mistakes.at(
            keyword,
            "a logger is never `mut`, its level and handlers change through `&LOGGER`; leave it out",
        );
    }
    let ident: Ident = input.parse()?;
    let mut of = TokenStream::new();
    if input.parse::<Token![:]>().is_ok() {
        while !input.is_empty() && !input.peek(Token![;]) && !input.peek(Token![=]) {
            of.extend([input.parse::<TokenTree>()?]);
        }
    }
    if of.is_empty() {
        mistakes.at(&ident, format_args!("a logger has a type; write `static {ident}: Logger;`"));
    }
    if input.peek(Token![=]) {
        let value: TokenStream = input.parse()?;
        let message =
            format!("the attribute writes the initialiser; write `static {ident}: Logger;`");
        mistakes.at(value, message);
    }
    let type_span = if of.is_empty() { Span::call_site() } else { of.span() };
    let of = (!of.is_empty()).then_some(of);
    Ok(Static { head: quote!(#head #ident), ident, of, type_span })
}

/// What to write instead of `#[module_logger("name")] mod ident;`.
pub(crate) fn file_module(ident: &Ident, name: &str) -> String {
    format!(
        "an attribute cannot see the file behind `mod {ident};`; leave it off here and write at \
         the top of that file: `#[module_logger(\"{name}\")] pub(crate) static LOGGER: Logger;`"
    )
}

/// Notes each `mod child;` within the annotated module.
pub(crate) fn refuse_files(items: &TokenStream, name: &str, mistakes: &mut Mistakes) {
    refuse_files_in(items, name, &Annotation::of(items), mistakes);
}

fn refuse_files_in(
    items: &TokenStream,
    name: &str,
    annotation: &Annotation,
    mistakes: &mut Mistakes,
) {
    let tokens: Vec<TokenTree> = items.clone().into_iter().collect();
    let mut start = 0;
    for (index, token) in tokens.iter().enumerate() {
        match tokens.get(index..index + 3) {
            Some([keyword, TokenTree::Ident(ident), after])
                if is_ident(keyword, "mod") && is_punct(Some(after), ';') =>
            {
                let message = format!(
                    "an annotated inline module cannot hold `mod {ident};`; move it to a file, \
                     too, and write at its top: `#[module_logger(\"{name}\")] pub(crate) static \
                     LOGGER: Logger;`"
                );
                mistakes.at(ident, message);
            }
            _ => {}
        }
        let head = tokens.get(start..index).unwrap_or_default();
        if let (Some(body), false) = (module_body(&tokens, index), annotation.marks(head)) {
            refuse_files_in(&body.stream(), name, annotation, mistakes);
        }
        if ends_item(token) {
            start = index + 1;
        }
    }
}

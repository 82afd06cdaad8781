//! Reads `#[redact(..)]` anywhere: its keys, and the values they take.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, LitInt, LitStr, Meta, Path, Token};

use crate::diag::Mistakes;
use crate::nearest::nearest;

pub(super) const FIELD_KEYS: [&str; 9] =
    ["keep_first", "keep_last", "min_hidden", "hash", "with", "text", "each", "show_none", "skip"];
pub(super) const VARIANT_KEYS: [&str; 1] = ["name"];
pub(super) const TYPE_KEYS: [&str; 3] = ["all", "strict", "crate"];

/// `key`, `key = value`, `key(value)`: a key, and all that stands before the next comma.
pub(super) struct Entry {
    pub(super) key: Ident,
    value: TokenStream,
}

pub(super) fn marks(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    // To rustc `#[r#redact]` is ours as well: not to see it would be to show a marked field.
    attrs.iter().filter(|attr| {
        let name = attr.path().get_ident();
        name.is_some_and(|name| name.unraw() == "redact")
    })
}

/// Every entry of a mark's list, each key once; `example` is what to write in the place of one that
/// is not an entry at all.
pub(super) fn entries(mark: &Attribute, example: &str, mistakes: &mut Mistakes) -> Vec<Entry> {
    let Meta::List(list) = &mark.meta else {
        return Vec::new();
    };
    let mut entries = Vec::<Entry>::new();
    let mut tokens = list.tokens.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        let value = std::iter::from_fn(|| tokens.next_if(|next| !is_comma(next))).collect();
        // The comma itself.
        tokens.next();
        match token {
            TokenTree::Ident(key) => {
                let key = key.unraw();
                if entries.iter().any(|entry| entry.key == key) {
                    mistakes.at(&key, format_args!("`{key}` is given twice; leave one out"));
                } else {
                    entries.push(Entry { key, value });
                }
            }
            other => {
                mistakes.at(other, format_args!("this is not a key; write `#[redact({example})]`"));
            }
        }
    }
    entries
}

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')
}

impl Entry {
    /// The key alone; a value after it means nothing.
    pub(super) fn flag(self, mistakes: &mut Mistakes) {
        if !self.value.is_empty() {
            let key = &self.key;
            let message = format!("`{key}` takes no value; write `#[redact({key})]`");
            self.wrong(message, mistakes);
        }
    }

    /// The number of characters; `None` after a mistake. `nothing` says what 0 would mean.
    pub(super) fn count(self, nothing: &str, mistakes: &mut Mistakes) -> Option<usize> {
        let key = self.key.clone();
        let number = self.number();
        match number {
            Some(0) => self.wrong(format_args!("`{key} = 0` {nothing}"), mistakes),
            Some(_) => {}
            None => self.wrong(
                format_args!("`{key}` takes a number of characters; write `{key} = 4`"),
                mistakes,
            ),
        }
        number.filter(|&number| number > 0)
    }

    fn number(&self) -> Option<usize> {
        let literal = self.equals(LitInt::parse)?;
        // A suffix would be a type; a count has none.
        let bare = literal.suffix().is_empty();
        bare.then(|| literal.base10_parse().ok())?
    }

    /// A text that is not empty; `None` after a mistake.
    pub(super) fn text(self, mistakes: &mut Mistakes) -> Option<LitStr> {
        let text = self.equals(<LitStr as Parse>::parse);
        let key = self.key.clone();
        match &text {
            Some(text) if text.value().is_empty() => {
                self.wrong(
                    format_args!("`{key}` is empty; write `{key} = \"[hidden]\"`"),
                    mistakes,
                );
            }
            Some(_) => {}
            None => self.wrong(
                format_args!("`{key}` takes a text in quotes; write `{key} = \"[hidden]\"`"),
                mistakes,
            ),
        }
        text
    }

    /// `hash`, or `hash(domain = "..")`: the domain.
    pub(super) fn domain(self, mistakes: &mut Mistakes) -> Option<LitStr> {
        if self.value.is_empty() {
            return None;
        }
        let parse = |input: ParseStream<'_>| {
            let list;
            syn::parenthesized!(list in input);
            let domain: Ident = list.parse()?;
            list.parse::<Token![=]>()?;
            let text: LitStr = list.parse()?;
            list.parse::<Option<Token![,]>>()?;
            let known = domain == "domain" && list.is_empty() && !text.value().is_empty();
            known.then_some(text).ok_or_else(|| list.error(""))
        };
        let domain = parse.parse2(self.value.clone()).ok();
        if domain.is_none() {
            self.wrong(
                "`hash` takes nothing or a domain in quotes; write `hash(domain = \"email\")`",
                mistakes,
            );
        }
        domain
    }

    /// The path of a function, generic arguments included; `None` after a mistake.
    pub(super) fn function(self, mistakes: &mut Mistakes) -> Option<Path> {
        let path = self.equals(Path::parse);
        if path.is_none() {
            let key = self.key.clone();
            self.wrong(
                format_args!(
                    "`{key}` takes the path of a function, without quotes; write \
                     `{key} = my::mask`, for `fn mask(value: &T, mask: &mut Mask<'_>) -> \
                     fmt::Result`"
                ),
                mistakes,
            );
        }
        path
    }

    /// The path of a crate; `None` after a mistake.
    pub(super) fn module(self, mistakes: &mut Mistakes) -> Option<Path> {
        let path = self.equals(Path::parse_mod_style);
        if path.is_none() {
            self.wrong(
                "`crate` takes the path of logkit, without quotes; write `crate = my::logkit`",
                mistakes,
            );
        }
        path
    }

    fn equals<T>(&self, parse: impl FnOnce(ParseStream<'_>) -> syn::Result<T>) -> Option<T> {
        let parse = |input: ParseStream<'_>| {
            input.parse::<Token![=]>()?;
            parse(input)
        };
        parse.parse2(self.value.clone()).ok()
    }

    /// A mistake at the value as the user typed it, without its `=`; at the key where there is none.
    fn wrong(self, message: impl std::fmt::Display, mistakes: &mut Mistakes) {
        let mut tokens = self.value.into_iter().peekable();
        tokens.next_if(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '='));
        if tokens.peek().is_some() {
            mistakes.at(tokens.collect::<TokenStream>(), message);
        } else {
            mistakes.at(self.key, message);
        }
    }
}

/// A key that `place` does not take: one that belongs elsewhere, or one that nothing takes.
pub(super) fn foreign(key: &Ident, place: &str, known: &[&str], mistakes: &mut Mistakes) {
    let typed = key.to_string();
    let typed = typed.as_str();
    if TYPE_KEYS.contains(&typed) {
        let written = if typed == "crate" { "crate = path" } else { typed };
        mistakes.at(
            key,
            format_args!("`{typed}` is for the whole type; write `#[redact({written})]` above it"),
        );
    } else if VARIANT_KEYS.contains(&typed) {
        mistakes.at(
            key,
            format_args!(
                "`{typed}` is for a variant of an enum; write `#[redact({typed})]` on one"
            ),
        );
    } else if FIELD_KEYS.contains(&typed) {
        let written = match typed {
            "with" => "with = path".to_owned(),
            "text" => "text = \"..\"".to_owned(),
            "hash" | "each" | "show_none" | "skip" => typed.to_owned(),
            _ => format!("{typed} = 4"),
        };
        mistakes.at(
            key,
            format_args!(
                "`{typed}` means nothing on {place}; write `#[redact({written})]` on each field \
                 that it is for"
            ),
        );
    } else {
        let mend = match nearest(typed, known) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("{place} takes {}", listed(known)),
        };
        mistakes.at(key, format_args!("unknown key `{typed}`; {mend}"));
    }
}

/// The keys as a sentence lists them.
fn listed(keys: &[&str]) -> String {
    match keys {
        [keys @ .., last] if !keys.is_empty() => format!("`{}` and `{last}`", keys.join("`, `")),
        keys => format!("`{}`", keys.concat()),
    }
}

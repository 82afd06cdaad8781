//! The keys of `#[redact(..)]` and their values, on types, variants and fields.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, LitInt, LitStr, Meta, Path, Token};

use crate::errors::{Errors, nearest};

/// The keys of a field.
pub(super) const FIELD_KEYS: [&str; 9] =
    ["keep_first", "keep_last", "min_hidden", "hash", "with", "text", "each", "show_none", "skip"];
/// The keys of a variant.
pub(super) const VARIANT_KEYS: [&str; 1] = ["name"];
/// The keys of a type.
pub(super) const TYPE_KEYS: [&str; 4] = ["all", "strict", "nested", "crate"];

/// A key and its value, `key`, `key = value` or `key(value)`: the tokens up to the next comma.
pub(super) struct KeyEntry {
    pub(super) key: Ident,
    value: TokenStream,
}

/// The attributes that are `#[redact]`.
pub(super) fn marks(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    // rustc accepts `#[r#redact]` too; overlooking it would show a masked field.
    attrs.iter().filter(|attr| {
        let name = attr.path().get_ident();
        name.is_some_and(|name| name.unraw() == "redact")
    })
}

/// The entries of an attribute's list, each key once; `example` is the entry that errors suggest.
pub(super) fn entries(mark: &Attribute, example: &str, errors: &mut Errors) -> Vec<KeyEntry> {
    let Meta::List(list) = &mark.meta else {
        return Vec::new();
    };
    let mut entries = Vec::<KeyEntry>::new();
    let mut tokens = list.tokens.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        let value = std::iter::from_fn(|| tokens.next_if(|next| !is_comma(next))).collect();
        // The comma itself.
        tokens.next();
        match token {
            TokenTree::Ident(key) => {
                let key = key.unraw();
                if entries.iter().any(|entry| entry.key == key) {
                    errors.at(&key, format_args!("`{key}` is given twice; remove one"));
                } else {
                    entries.push(KeyEntry { key, value });
                }
            }
            other => {
                errors.at(other, format_args!("expected a key; write `#[redact({example})]`"));
            }
        }
    }
    entries
}

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')
}

impl KeyEntry {
    /// Checks that the key has no value.
    pub(super) fn flag(self, errors: &mut Errors) {
        if !self.value.is_empty() {
            let key = &self.key;
            let message = format!("`{key}` takes no value; write `#[redact({key})]`");
            self.wrong(message, errors);
        }
    }

    /// The number of characters; `None` after an error. `zero` describes the effect of 0.
    pub(super) fn count(self, zero: &str, errors: &mut Errors) -> Option<usize> {
        let key = self.key.clone();
        let number = self.number();
        match number {
            Some(0) => self.wrong(format_args!("`{key} = 0` {zero}"), errors),
            Some(_) => {}
            None => self.wrong(
                format_args!("`{key}` takes a number of characters; write `{key} = 4`"),
                errors,
            ),
        }
        number.filter(|&number| number > 0)
    }

    fn number(&self) -> Option<usize> {
        let literal = self.equals(LitInt::parse)?;
        // A suffix would be a type, as in `4u8`.
        let bare = literal.suffix().is_empty();
        bare.then(|| literal.base10_parse().ok())?
    }

    /// A text that is not empty; `None` after an error.
    pub(super) fn text(self, errors: &mut Errors) -> Option<LitStr> {
        let text = self.equals(<LitStr as Parse>::parse);
        let key = self.key.clone();
        match &text {
            Some(text) if text.value().is_empty() => {
                self.wrong(format_args!("`{key}` is empty; write `{key} = \"[hidden]\"`"), errors);
            }
            Some(_) => {}
            None => self.wrong(
                format_args!("`{key}` takes a string; write `{key} = \"[hidden]\"`"),
                errors,
            ),
        }
        text
    }

    /// The domain of `hash(domain = "..")`.
    pub(super) fn domain(self, errors: &mut Errors) -> Option<LitStr> {
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
                "expected a domain in quotes or nothing; write `hash(domain = \"email\")`",
                errors,
            );
        }
        domain
    }

    /// The path of a function, generic arguments included; `None` after an error.
    pub(super) fn function(self, errors: &mut Errors) -> Option<Path> {
        let path = self.equals(Path::parse);
        if path.is_none() {
            let key = self.key.clone();
            self.wrong(
                format_args!(
                    "`{key}` takes the path of a function, without quotes; write \
                     `{key} = my::mask`, for `fn mask(value: &T, mask: &mut Mask<'_>) -> \
                     fmt::Result`"
                ),
                errors,
            );
        }
        path
    }

    /// The path of a crate; `None` after an error.
    pub(super) fn module(self, errors: &mut Errors) -> Option<Path> {
        let path = self.equals(Path::parse_mod_style);
        if path.is_none() {
            self.wrong(
                "expected the path of logkit without quotes; write `crate = my::logkit`",
                errors,
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

    /// Adds an error at the value without its `=`, or at the key if there is no value.
    fn wrong(self, message: impl std::fmt::Display, errors: &mut Errors) {
        let mut tokens = self.value.into_iter().peekable();
        tokens.next_if(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '='));
        if tokens.peek().is_some() {
            errors.at(tokens.collect::<TokenStream>(), message);
        } else {
            errors.at(self.key, message);
        }
    }
}

/// The error for a key that `place` does not take: it belongs elsewhere, or is unknown.
pub(super) fn misplaced(key: &Ident, place: &str, known: &[&str], errors: &mut Errors) {
    let typed = key.to_string();
    let typed = typed.as_str();
    if TYPE_KEYS.contains(&typed) {
        let written = if typed == "crate" { "crate = path" } else { typed };
        errors.at(
            key,
            format_args!("`{typed}` is for the whole type; write `#[redact({written})]` above it"),
        );
    } else if VARIANT_KEYS.contains(&typed) {
        errors.at(
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
        errors.at(
            key,
            format_args!(
                "`{typed}` does not apply to {place}; write `#[redact({written})]` on a field"
            ),
        );
    } else {
        let suggestion = match nearest(typed, known) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("expected {}", listed(known)),
        };
        errors.at(key, format_args!("unknown key `{typed}`; {suggestion}"));
    }
}

/// The keys as a list in a sentence.
fn listed(keys: &[&str]) -> String {
    match keys {
        [keys @ .., last] if !keys.is_empty() => format!("`{}` or `{last}`", keys.join("`, `")),
        keys => format!("`{}`", keys.concat()),
    }
}

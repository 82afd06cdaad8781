//! Reads `#[redact(..)]`: what a field asks for, and what the type says of itself.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, LitInt, Meta, Path, Token};

use super::model::Policy;
use crate::diag::Mistakes;
use crate::nearest::nearest;
use crate::paths::Runtime;

const FIELD_KEYS: [&str; 2] = ["keep_first", "keep_last"];
const TYPE_KEYS: [&str; 1] = ["crate"];

/// `key`, `key = value`, `key(value)`: a key, and all that stands before the next comma.
struct Entry {
    key: Ident,
    value: TokenStream,
}

/// What a field's attributes ask for. With a mistake in them: to mask it all.
pub(super) fn policy(attrs: &[Attribute], mistakes: &mut Mistakes) -> Policy {
    let mut marks = marks(attrs);
    let Some(mark) = marks.next() else {
        return Policy::Show;
    };
    let policy = field_mark(mark, mistakes);
    for again in marks {
        let other = field_mark(again, mistakes);
        let mend = match (policy, other) {
            (Policy::Keep { .. }, Policy::Keep { .. }) => {
                "write `#[redact(keep_first = .., keep_last = ..)]` to keep both ends"
            }
            (Policy::Mask, Policy::Mask) => "leave one out",
            _ => "leave out the one that you do not mean",
        };
        mistakes.at(
            again.path(),
            format_args!("a field takes one `#[redact]`, and this is another; {mend}"),
        );
    }
    policy
}

/// How the type reaches the runtime: `#[redact(crate = path)]`.
pub(super) fn runtime(attrs: &[Attribute], mistakes: &mut Mistakes) -> Runtime {
    let mut runtime = None;
    for mark in marks(attrs) {
        if !matches!(mark.meta, Meta::List(_)) {
            misplaced(mark, "a type", mistakes);
        }
        for entry in entries(mark, "crate = path", mistakes) {
            let key = entry.key.to_string();
            if FIELD_KEYS.contains(&key.as_str()) {
                mistakes.at(
                    &entry.key,
                    format_args!(
                        "`{key}` means nothing on a type; write `#[redact({key} = 4)]` on each \
                         field that it is for"
                    ),
                );
            } else if key != "crate" {
                unknown(&entry.key, "a type", &TYPE_KEYS, mistakes);
            } else if runtime.is_some() {
                twice(&entry.key, mistakes);
            } else {
                runtime = Some(crate_path(entry, mistakes));
            }
        }
    }
    runtime.flatten().unwrap_or_default()
}

/// A variant takes no attribute.
pub(super) fn none_on_variant(attrs: &[Attribute], mistakes: &mut Mistakes) {
    for mark in marks(attrs) {
        misplaced(mark, "a variant", mistakes);
    }
}

fn marks(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    // To rustc `#[r#redact]` is ours as well: not to see it would be to show a marked field.
    attrs.iter().filter(|attr| {
        let name = attr.path().get_ident();
        name.is_some_and(|name| name.unraw() == "redact")
    })
}

fn field_mark(mark: &Attribute, mistakes: &mut Mistakes) -> Policy {
    match &mark.meta {
        Meta::Path(_) => return Policy::Mask,
        Meta::NameValue(pair) => mistakes.at(
            &pair.value,
            "`#[redact = ..]` means nothing; write `#[redact]` or `#[redact(keep_first = 4)]`",
        ),
        Meta::List(list) if list.tokens.is_empty() => {
            mistakes.at(mark.path(), "`#[redact()]` says nothing; write `#[redact]`");
        }
        Meta::List(_) => {}
    }
    let (mut first, mut last) = (None, None);
    for entry in entries(mark, "keep_first = 4", mistakes) {
        let kept = match entry.key.to_string().as_str() {
            "keep_first" => &mut first,
            "keep_last" => &mut last,
            "crate" => {
                mistakes.at(
                    &entry.key,
                    "`crate` is for the whole type; write `#[redact(crate = path)]` above it",
                );
                continue;
            }
            _ => {
                unknown(&entry.key, "a field", &FIELD_KEYS, mistakes);
                continue;
            }
        };
        if kept.is_some() {
            twice(&entry.key, mistakes);
        } else {
            *kept = Some(count(entry, mistakes));
        }
    }
    // A count that is wrong has been reported, and so has a list without one.
    match (first.flatten(), last.flatten()) {
        (None, None) => Policy::Mask,
        (first, last) => Policy::Keep { first: first.unwrap_or(0), last: last.unwrap_or(0) },
    }
}

/// The number of characters to keep; `None` after a mistake.
fn count(Entry { key, value }: Entry, mistakes: &mut Mistakes) -> Option<usize> {
    let number = number(value.clone());
    match number {
        Some(0) => mistakes.at(
            after_equals(&key, value),
            format_args!(
                "`{key} = 0` keeps nothing; leave it out, or write `#[redact]` to mask the value"
            ),
        ),
        Some(_) => {}
        None => mistakes.at(
            after_equals(&key, value),
            format_args!("`{key}` takes a number of characters; write `{key} = 4`"),
        ),
    }
    number.filter(|&number| number > 0)
}

fn number(value: TokenStream) -> Option<usize> {
    let parse = |input: ParseStream<'_>| {
        input.parse::<Token![=]>()?;
        input.parse::<LitInt>()
    };
    let literal = parse.parse2(value).ok()?;
    // A suffix would be a type; a count has none.
    let bare = literal.suffix().is_empty();
    bare.then(|| literal.base10_parse().ok())?
}

fn crate_path(Entry { key, value }: Entry, mistakes: &mut Mistakes) -> Option<Runtime> {
    let parsed = (|input: ParseStream<'_>| {
        input.parse::<Token![=]>()?;
        input.call(Path::parse_mod_style)
    })
    .parse2(value.clone());
    if parsed.is_err() {
        mistakes.at(
            after_equals(&key, value.clone()),
            "`crate` takes the path of logkit, without quotes; write `crate = my::logkit`",
        );
    }
    let path = parsed.ok()?;
    Some(Runtime::new(quote::ToTokens::into_token_stream(path)))
}

/// Every entry of a mark's list; `example` is what to write in the place of one that is not an
/// entry at all.
fn entries(mark: &Attribute, example: &str, mistakes: &mut Mistakes) -> Vec<Entry> {
    let Meta::List(list) = &mark.meta else {
        return Vec::new();
    };
    let mut entries = Vec::new();
    let mut tokens = list.tokens.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        let value = std::iter::from_fn(|| tokens.next_if(|next| !is_comma(next))).collect();
        // The comma itself.
        tokens.next();
        match token {
            TokenTree::Ident(key) => entries.push(Entry { key: key.unraw(), value }),
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

/// The value as the user typed it, without its `=`; the key where there is none.
fn after_equals(key: &Ident, value: TokenStream) -> TokenStream {
    let mut tokens = value.into_iter().peekable();
    tokens.next_if(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '='));
    if tokens.peek().is_some() { tokens.collect() } else { TokenTree::from(key.clone()).into() }
}

fn misplaced(mark: &Attribute, place: &str, mistakes: &mut Mistakes) {
    mistakes.at(
        mark.path(),
        format_args!(
            "`#[redact]` means nothing on {place}; write it on each field that holds a secret"
        ),
    );
}

fn unknown(key: &Ident, place: &str, known: &[&str], mistakes: &mut Mistakes) {
    let typed = key.to_string();
    let mend = match nearest(&typed, known) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("{place} takes `{}`", known.join("` and `")),
    };
    mistakes.at(key, format_args!("unknown key `{typed}`; {mend}"));
}

fn twice(key: &Ident, mistakes: &mut Mistakes) {
    mistakes.at(key, format_args!("`{key}` is given twice; leave one out"));
}

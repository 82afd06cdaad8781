//! A message literal, taken apart as `format_args!` would; whatever is unusual about it is left to
//! `format_args!` itself, and so are all mistakes in it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::LitStr;
use syn::spanned::Spanned as _;

use crate::event::model::{How, Message, Shown};
use crate::event::tokens::{Item, punct, stream};

pub(crate) fn parse(
    literal: &LitStr,
    arguments: &[Item],
    bindings: &mut Vec<TokenStream>,
) -> Message {
    let before = bindings.len();
    split(literal, arguments, bindings).unwrap_or_else(|| {
        bindings.truncate(before);
        let arguments = arguments.iter().map(|argument| stream(argument));
        Message::Verbatim(quote!(#literal #(, #arguments)*))
    })
}

/// How many of `arguments` belong to the message: those that it has places for. The rest are an
/// exception's fields.
pub(crate) fn arguments_of(text: &str, arguments: &[Item]) -> usize {
    let Some((_, holes)) = holes(text) else {
        return arguments.len();
    };
    let named = |item: &Item| {
        name_of(item).is_some_and(|(name, _)| {
            holes.iter().any(|hole| matches!(&hole.place, Place::Name(hole) if name == *hole))
        })
    };
    let positions = holes
        .iter()
        .scan(0, |next, hole| Some(hole.place.position(next).map_or(0, |at| at + 1)))
        .max()
        .unwrap_or(0);
    let last_named = arguments.iter().rposition(named).map_or(0, |at| at + 1);
    positions.max(last_named).min(arguments.len())
}

struct Hole {
    place: Place,
    how: How,
}

enum Place {
    Next,
    At(usize),
    Name(String),
}

impl Place {
    /// The position among the arguments; `next` is that of the next `{}`.
    fn position(&self, next: &mut usize) -> Option<usize> {
        match self {
            Place::Next => {
                *next += 1;
                Some(*next - 1)
            }
            Place::At(at) => Some(*at),
            Place::Name(_) => None,
        }
    }
}

/// The message in pieces; `None` where `format_args!` has to see it.
fn split(literal: &LitStr, arguments: &[Item], bindings: &mut Vec<TokenStream>) -> Option<Message> {
    let (pieces, holes) = holes(&literal.value())?;
    let first = bindings.len();
    let mut names = Vec::new();
    let mut spans = Vec::new();
    for argument in arguments {
        let (name, value) = match name_of(argument) {
            Some((name, value)) => (Some(name), value),
            None => (None, argument.as_slice()),
        };
        // A positional argument after a named one is a mistake of the user's.
        if value.is_empty() || name.is_none() && names.iter().any(Option::is_some) {
            return None;
        }
        let value = stream(value);
        names.push(name);
        spans.push(value.span());
        bindings.push(value);
    }
    let mut used = vec![false; arguments.len()];
    let mut next = 0;
    let mut shown = Vec::new();
    for Hole { place, how } in holes {
        let argument = match &place {
            Place::Name(name) => names.iter().position(|known| known.as_ref() == Some(name)),
            _ => Some(place.position(&mut next)?),
        };
        let (binding, span) = match (argument, place) {
            (Some(at), _) => {
                *used.get_mut(at)? = true;
                (first + at, *spans.get(at)?)
            }
            (None, Place::Name(name)) => {
                (capture(&name, literal.span(), first + arguments.len(), bindings), literal.span())
            }
            (None, _) => return None,
        };
        shown.push(Shown { binding, span, how });
    }
    used.iter().all(|used| *used).then_some(Message::Pieces(pieces, shown))
}

/// The binding of an inline capture; the same one for each `{name}` of a message.
fn capture(name: &str, span: Span, start: usize, bindings: &mut Vec<TokenStream>) -> usize {
    let known = bindings.iter().skip(start).position(|tokens| tokens.to_string() == name);
    known.map_or_else(
        || {
            let ident = syn::parse_str::<Ident>(name).map_or_else(
                // A keyword: `{self}` is captured as it is.
                |_| Ident::new(name, span),
                |mut ident| {
                    ident.set_span(span);
                    ident
                },
            );
            bindings.push(quote!(#ident));
            bindings.len() - 1
        },
        |at| start + at,
    )
}

/// `name = value`
fn name_of(argument: &Item) -> Option<(String, &[proc_macro2::TokenTree])> {
    match argument.as_slice() {
        [proc_macro2::TokenTree::Ident(name), equals, value @ ..]
            if punct(equals) == Some('=')
                && !matches!(value.first().and_then(punct), Some('=' | '>')) =>
        {
            Some((name.to_string(), value))
        }
        _ => None,
    }
}

/// The literal pieces, and the holes between them; `None` for what only `format_args!` knows:
/// mistakes, and widths and precisions that are arguments themselves.
fn holes(text: &str) -> Option<(Vec<String>, Vec<Hole>)> {
    let mut pieces = vec![String::new()];
    let mut holes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        let piece = pieces.last_mut()?;
        piece.push_str(before);
        if let Some(after) = from.strip_prefix("{{") {
            piece.push('{');
            rest = after;
        } else if let Some(after) = from.strip_prefix("}}") {
            piece.push('}');
            rest = after;
        } else {
            let (inside, after) = from.strip_prefix('{')?.split_once('}')?;
            holes.push(hole(inside)?);
            pieces.push(String::new());
            rest = after;
        }
    }
    pieces.last_mut()?.push_str(rest);
    Some((pieces, holes))
}

fn hole(inside: &str) -> Option<Hole> {
    let (place, spec) = inside.split_once(':').unwrap_or((inside, ""));
    let place = match place.trim() {
        "" => Place::Next,
        number if number.bytes().all(|byte| byte.is_ascii_digit()) => {
            Place::At(number.parse().ok()?)
        }
        name if is_name(name) => Place::Name(name.to_owned()),
        _ => return None,
    };
    let how = match spec.trim_end() {
        "" => How::Argument,
        "?" => How::Debug,
        // `$` and `*` name other arguments; a brace may be a fill character.
        spec if spec.contains(['$', '*', '{', '}']) => return None,
        spec => How::Formatted(spec.to_owned()),
    };
    Some(Hole { place, how })
}

fn is_name(text: &str) -> bool {
    // `{self}` is a name here, and so is every other word that `format_args!` would capture.
    syn::parse_str::<Ident>(text).is_ok() || text == "self"
}

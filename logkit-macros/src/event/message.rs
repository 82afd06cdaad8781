//! A message and its arguments: which expression goes into which place of the literal.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::LitStr;
use syn::spanned::Spanned as _;

use crate::event::holes::{self, Hole, Place};
use crate::event::model::{Binding, How, Message, Shown, What};
use crate::event::tokens::{Item, is_assignment, join, stream};

/// The message in pieces; whole, where only `format_args!` understands it.
pub(crate) fn parse(literal: &LitStr, arguments: &[Item], bindings: &mut Vec<Binding>) -> Message {
    match split(literal, arguments, bindings.len()) {
        Some((message, more)) => {
            bindings.extend(more);
            message
        }
        None => formatted(literal.to_token_stream(), arguments, bindings),
    }
}

/// A message that `format_args!` makes.
pub(crate) fn formatted(
    template: TokenStream,
    arguments: &[Item],
    bindings: &mut Vec<Binding>,
) -> Message {
    let span = template.span();
    let items = std::iter::once(template).chain(arguments.iter().map(|item| stream(item)));
    bindings.push(Binding { what: What::Formatted(join(items)), span });
    Message::only(Shown { binding: bindings.len() - 1, how: How::Display })
}

/// How many of `arguments` belong to the message: those that it has places for. The rest are an
/// exception's fields.
pub(crate) fn arguments_of(text: &str, arguments: &[Item]) -> usize {
    let Some((_, holes)) = holes::parse(text) else {
        return arguments.len();
    };
    let named = |item: &Item| {
        name_of(item).is_some_and(|(name, _)| {
            holes.iter().any(|hole| matches!(&hole.place, Place::Name(hole) if name == *hole))
        })
    };
    let mut next = 0;
    let positions = holes.iter().filter_map(|hole| hole.place.position(&mut next));
    let positional = positions.max().map_or(0, |last| last + 1);
    let last_named = arguments.iter().rposition(named).map_or(0, |at| at + 1);
    positional.max(last_named).min(arguments.len())
}

/// The message in pieces, and the bindings it adds to the `first` ones; `None` for what is unusual
/// or a mistake.
fn split(literal: &LitStr, arguments: &[Item], first: usize) -> Option<(Message, Vec<Binding>)> {
    let (pieces, holes) = holes::parse(&literal.value())?;
    let Arguments { mut names, mut bindings } = Arguments::parse(arguments)?;
    let mut unused: HashSet<usize> = (0..bindings.len()).collect();
    let mut next = 0;
    let mut shown = Vec::new();
    for Hole { place, how } in holes {
        let at = match place {
            Place::Name(name) => {
                let known = names.iter().position(|known| known.as_ref() == Some(&name));
                known.unwrap_or_else(|| {
                    bindings.push(capture(&name, literal.span()));
                    names.push(Some(name));
                    bindings.len() - 1
                })
            }
            place => place.position(&mut next).filter(|at| *at < arguments.len())?,
        };
        unused.remove(&at);
        shown.push(Shown { binding: first + at, how });
    }
    unused.is_empty().then_some((Message::Pieces(pieces, shown), bindings))
}

/// The arguments behind the literal, bound.
struct Arguments {
    names: Vec<Option<String>>,
    bindings: Vec<Binding>,
}

impl Arguments {
    fn parse(arguments: &[Item]) -> Option<Self> {
        let mut names: Vec<Option<String>> = Vec::new();
        let mut bindings = Vec::new();
        for argument in arguments {
            let (name, value) = match name_of(argument) {
                Some((name, value)) => (Some(name), value),
                None => (None, argument.as_slice()),
            };
            // A positional argument after a named one, or the same name twice: mistakes.
            let is_mistaken = match &name {
                None => names.iter().any(Option::is_some),
                name => names.contains(name),
            };
            if value.is_empty() || is_mistaken {
                return None;
            }
            let value = stream(value);
            names.push(name);
            bindings.push(Binding { span: value.span(), what: What::Value(value) });
        }
        Some(Self { names, bindings })
    }
}

/// The variable of an inline capture; an error about it stands at the literal.
fn capture(name: &str, span: Span) -> Binding {
    let what = What::Value(Ident::new(name, span).into_token_stream());
    Binding { what, span }
}

/// `name = value`
pub(crate) fn name_of(argument: &Item) -> Option<(String, &[TokenTree])> {
    match argument.as_slice() {
        [TokenTree::Ident(name), equals, value @ ..] if is_assignment(equals, value) => {
            Some((name.to_string(), value))
        }
        _ => None,
    }
}

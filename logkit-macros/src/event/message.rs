//! A message: its pieces, and the expression that each of its placeholders shows.

use crate::event::ast::{
    Binding, BindingKind, Capture, EventField, EventKey, FormatArg, MessageParts,
};
use crate::event::count::is_count;
use crate::event::placeholder::{Placeholder, Position, split_text};
use crate::tokens::api::{Ident, Span, TokenTree};
use crate::tokens::{StringLiteral, Tokens, is_assignment, join, span_of};

/// Parses the message into pieces, or leaves it to `format_args!` as a whole. `has_counts` tells that some
/// of the values must be counts.
pub(crate) fn parse(
    literal: &StringLiteral,
    arguments: &[Tokens],
    has_counts: bool,
    bindings: &mut Vec<Binding>,
) -> MessageParts {
    match split(literal, arguments, bindings.len()) {
        Some(Split { message, names, bindings: mut more }) => {
            for (index, binding) in more.iter_mut().enumerate() {
                let name = names.get(index).map(String::as_str).unwrap_or_default();
                binding.is_count = has_counts
                    && matches!(&binding.kind, BindingKind::Value(value) if is_count(name, value));
            }
            bindings.append(&mut more);
            message
        }
        None => formatted(&literal.tokens(), arguments, bindings),
    }
}

/// Takes the field `message = ..` as the message if there is no other.
pub(crate) fn take_from(fields: &mut Vec<EventField>) -> MessageParts {
    for (at, field) in fields.iter().enumerate() {
        if matches!(&field.key, EventKey::Text(key) if key == "message") {
            return MessageParts::only(fields.remove(at).value);
        }
    }
    MessageParts::None
}

/// Returns true if each argument of the message is a value by itself.
pub(crate) fn is_split(literal: &StringLiteral, arguments: &[Tokens]) -> bool {
    split(literal, arguments, 0).is_some()
}

/// A message that `format_args!` formats as a whole.
pub(crate) fn formatted(
    template: &[TokenTree],
    arguments: &[Tokens],
    bindings: &mut Vec<Binding>,
) -> MessageParts {
    let span = span_of(template);
    let mut all = template.to_vec();
    for argument in arguments {
        join(&mut all, argument);
    }
    bindings.push(Binding::new(BindingKind::Formatted(all), span));
    MessageParts::only(FormatArg { binding: bindings.len() - 1, capture: Capture::Display })
}

/// The number of arguments that the message has placeholders for; the rest are an exception's fields.
pub(crate) fn arguments_of(text: &str, arguments: &[Tokens]) -> usize {
    let Some(shown) = shown(text) else {
        return arguments.len();
    };
    let mut count = shown.positional;
    for (index, argument) in arguments.iter().enumerate() {
        if name_of(argument).is_some_and(|(name, _)| shown.names.contains(&name)) {
            count = count.max(index + 1);
        }
    }
    count.min(arguments.len())
}

/// The arguments that a literal shows.
pub(crate) struct Shown {
    /// The least number of arguments that `{}` and `{0}` need.
    pub(crate) positional: usize,
    pub(crate) names: Vec<String>,
    /// The indices of the arguments that are shown.
    indices: Vec<usize>,
}

/// Returns the arguments that a literal shows; `None` if only `format_args!` can judge it.
pub(crate) fn shown(text: &str) -> Option<Shown> {
    let (_, placeholders) = split_text(text)?;
    let mut shown = Shown { positional: 0, names: Vec::new(), indices: Vec::new() };
    let mut next = 0;
    for placeholder in &placeholders {
        match &placeholder.position {
            Position::Name(name) => shown.names.push(name.clone()),
            other => {
                let index = other.index(&mut next)?;
                shown.positional = shown.positional.max(index.saturating_add(1));
                shown.indices.push(index);
            }
        }
    }
    Some(shown)
}

/// The mismatch of a literal and its arguments: the index of an argument that is not shown, if there is
/// one, and the fault.
pub(crate) fn mismatch(text: &str, arguments: &[Tokens]) -> Option<(Option<usize>, String)> {
    let Shown { positional, names, indices } = shown(text)?;
    if positional > arguments.len() {
        let placeholders = counted(positional, "placeholder");
        let given = counted(arguments.len(), "argument");
        return Some((None, format!("the message has {placeholders} and {given}")));
    }
    for (index, argument) in arguments.iter().enumerate() {
        let is_shown = indices.contains(&index)
            || matches!(name_of(argument), Some((name, _)) if names.contains(&name));
        if !is_shown {
            let fault = if is_captured(argument, &names) {
                "the message shows this argument by its name"
            } else {
                "the message has no placeholder for this argument"
            };
            return Some((Some(index), fault.to_owned()));
        }
    }
    None
}

/// Returns true for the variable of a placeholder: the second `n` of `"{n}", n`.
pub(crate) fn is_captured(argument: &[TokenTree], names: &[String]) -> bool {
    matches!(argument, [TokenTree::Ident(name)] if names.contains(&name.to_string()))
}

fn counted(count: usize, noun: &str) -> String {
    match count {
        0 => format!("no {noun}"),
        1 => format!("1 {noun}"),
        count => format!("{count} {noun}s"),
    }
}

/// A message in pieces, and its bindings.
struct Split {
    message: MessageParts,
    /// The names of the bindings; empty without one.
    names: Vec<String>,
    bindings: Vec<Binding>,
}

/// Splits the message, whose bindings will be after the `first` ones; `None` for unusual placeholders and
/// for errors.
fn split(literal: &StringLiteral, arguments: &[Tokens], first: usize) -> Option<Split> {
    let (pieces, placeholders) = split_text(literal.value())?;
    let (mut names, mut bindings) = bound(arguments)?;
    let mut used = Vec::new();
    let mut next = 0;
    let mut shown = Vec::new();
    for Placeholder { position, capture } in &placeholders {
        let at = match position {
            Position::Name(name) => {
                names.iter().position(|known| known == name).unwrap_or_else(|| {
                    bindings.push(captured(name, literal.span()));
                    names.push(name.clone());
                    bindings.len() - 1
                })
            }
            other => match other.index(&mut next) {
                Some(at) if at < arguments.len() => at,
                _ => return None,
            },
        };
        used.push(at);
        shown.push(FormatArg { binding: first + at, capture: capture.clone() });
    }
    for at in 0..arguments.len() {
        if !used.contains(&at) {
            return None;
        }
    }
    Some(Split { message: MessageParts::Pieces(pieces, shown), names, bindings })
}

/// The arguments after the literal, as names and bindings; `None` for errors.
fn bound(arguments: &[Tokens]) -> Option<(Vec<String>, Vec<Binding>)> {
    let mut names: Vec<String> = Vec::new();
    let mut bindings = Vec::new();
    for argument in arguments {
        let (name, value) = match name_of(argument) {
            Some((name, value)) => (name, value),
            None => (String::new(), argument.as_slice()),
        };
        // A positional argument after a named one, or the same name twice: errors.
        let is_wrong = match names.last() {
            Some(last) if name.is_empty() => !last.is_empty(),
            _ => !name.is_empty() && names.contains(&name),
        };
        if value.is_empty() || is_wrong {
            return None;
        }
        names.push(name);
        bindings.push(Binding::new(BindingKind::Value(value.to_vec()), span_of(value)));
    }
    Some((names, bindings))
}

/// The variable of an inline capture; errors about it point at the literal.
fn captured(name: &str, span: Span) -> Binding {
    let kind = BindingKind::Value(vec![TokenTree::Ident(Ident::new(name, span))]);
    Binding::new(kind, span)
}

/// Parses `name = value`.
pub(crate) fn name_of(argument: &Tokens) -> Option<(String, &[TokenTree])> {
    match argument.as_slice() {
        [TokenTree::Ident(name), equals, value @ ..] if is_assignment(equals, value) => {
            Some((name.to_string(), value))
        }
        _ => None,
    }
}

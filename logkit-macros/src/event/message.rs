//! A message literal: its placeholders, and the expression that each of them shows.

use crate::event::ast::{Binding, BindingKind, Capture, FormatArg, MessageParts};
use crate::event::count::is_count;
use crate::tokens::api::{Ident, Span, TokenTree};
use crate::tokens::{
    StringLiteral, Tokens, begins_a_name, is_assignment, is_identifier, join, span_of,
};

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

/// A placeholder of a message.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Placeholder {
    pub(crate) position: Position,
    pub(crate) capture: Capture,
}

/// The argument that a placeholder shows.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Position {
    Next,
    At(usize),
    Name(String),
}

impl Position {
    /// The index among the arguments; `next` is that of the next `{}`.
    fn index(&self, next: &mut usize) -> Option<usize> {
        match self {
            Position::Next => {
                *next += 1;
                Some(*next - 1)
            }
            Position::At(at) => Some(*at),
            Position::Name(_) => None,
        }
    }
}

/// Splits a literal into pieces and placeholders; `None` if only `format_args!` can judge it: for
/// errors, and for widths and precisions that are arguments.
fn split_text(text: &str) -> Option<(Vec<String>, Vec<Placeholder>)> {
    let mut pieces = vec![String::new()];
    let mut placeholders = Vec::new();
    let mut rest = text;
    while let Some((before, from)) = at_brace(rest) {
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
            placeholders.push(placeholder(inside)?);
            pieces.push(String::new());
            rest = after;
        }
    }
    pieces.last_mut()?.push_str(rest);
    Some((pieces, placeholders))
}

/// Splits a text at its first brace.
fn at_brace(text: &str) -> Option<(&str, &str)> {
    for (at, byte) in text.bytes().enumerate() {
        if matches!(byte, b'{' | b'}') {
            return Some(text.split_at(at));
        }
    }
    None
}

/// The variables that a literal captures, each once, unusual placeholders included.
pub(crate) fn captures(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((_, from)) = rest.split_once('{') {
        if let Some(after) = from.strip_prefix('{') {
            rest = after;
            continue;
        }
        let Some((inside, after)) = from.split_once('}') else { break };
        let name = inside.split(':').next().unwrap_or_default().trim_ascii().to_owned();
        if begins_a_name(&name) && !names.contains(&name) {
            names.push(name);
        }
        rest = after;
    }
    names
}

/// Parses the text between `{` and `}`.
fn placeholder(inside: &str) -> Option<Placeholder> {
    let (position, spec) = inside.split_once(':').unwrap_or((inside, ""));
    let position = match position.trim_ascii() {
        "" => Position::Next,
        number if number.bytes().all(|byte| byte.is_ascii_digit()) => {
            Position::At(number.parse().ok()?)
        }
        name if is_name(name) => Position::Name(name.to_owned()),
        _ => return None,
    };
    let capture = match spec.trim_ascii_end() {
        "" => Capture::Argument,
        "?" => Capture::Debug,
        spec if is_spec(spec) => Capture::Formatted(spec.to_owned()),
        _ => return None,
    };
    Some(Placeholder { position, capture })
}

/// Returns true if `format_args!` would capture a variable of that name.
fn is_name(text: &str) -> bool {
    !text.starts_with("r#") && (is_identifier(text) || text == "self")
}

/// Returns true for `[[fill]align][sign]['#']['0'][width]['.' precision][type]` with numbers as
/// width and precision.
fn is_spec(spec: &str) -> bool {
    let is_align = |byte: &u8| matches!(byte, b'<' | b'^' | b'>');
    let mut after_fill = spec.chars();
    after_fill.next();
    let rest = match (after_fill.as_str().as_bytes(), spec.as_bytes()) {
        // A brace as the fill character has been taken for the end of the placeholder before.
        ([align, ..], _) if is_align(align) => after_fill.as_str().get(1..).unwrap_or_default(),
        (_, [align, ..]) if is_align(align) => spec.get(1..).unwrap_or_default(),
        _ => spec,
    };
    let rest = rest.strip_prefix('+').or(rest.strip_prefix('-')).unwrap_or(rest);
    let rest = rest.strip_prefix('#').unwrap_or(rest);
    let rest = after_digits(rest);
    let rest = match rest.strip_prefix('.') {
        None => rest,
        Some(precision) => {
            let after = after_digits(precision);
            if after.len() == precision.len() {
                return false;
            }
            after
        }
    };
    matches!(rest, "" | "?" | "x?" | "X?" | "x" | "X" | "o" | "b" | "e" | "E" | "p")
}

fn after_digits(mut text: &str) -> &str {
    while let [b'0'..=b'9', ..] = text.as_bytes() {
        text = text.get(1..).unwrap_or_default();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Placeholder, Position, captures, split_text};
    use crate::event::ast::Capture;

    #[test]
    fn usual_messages_are_split() {
        let (pieces, placeholders) = split_text("{{{} of {total:?}}} {0:>8.3} {x:#x}").unwrap();
        assert_eq!(pieces, ["{", " of ", "} ", " ", ""]);
        let formatted = |spec: &str| Capture::Formatted(spec.to_owned());
        let expected = [
            (Position::Next, Capture::Argument),
            (Position::Name("total".to_owned()), Capture::Debug),
            (Position::At(0), formatted(">8.3")),
            (Position::Name("x".to_owned()), formatted("#x")),
        ];
        assert_eq!(
            placeholders,
            expected.map(|(position, capture)| Placeholder { position, capture })
        );
    }

    #[test]
    fn captures_are_found_in_unusual_messages_too() {
        let text = "{{no}} {{{a}}} {} {0} {b:?} { c :>8} {d:w$} {a} {r#e} {_} {f";
        assert_eq!(captures(text), ["a", "b", "c", "d", "r#e", "_"]);
    }

    #[test]
    fn unusual_and_wrong_messages_are_left_to_format_args() {
        for text in [
            "{",
            "}",
            "{a b}",
            "{:y}",
            "{:1$}",
            "{:.*}",
            "{:.}",
            "{r#type}",
            "{type}",
            "{a.b}",
            "{:w$}",
            "{:}>5}",
            "{::}",
            "{99999999999999999999999}",
        ] {
            assert_eq!(split_text(text), None, "{text}");
        }
    }
}

//! The placeholders in the text of a message, by the grammar of `format_args!`.

use crate::event::ast::Capture;
use crate::tokens::{begins_a_name, is_identifier};

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
    pub(crate) fn index(&self, next: &mut usize) -> Option<usize> {
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
pub(crate) fn split_text(text: &str) -> Option<(Vec<String>, Vec<Placeholder>)> {
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

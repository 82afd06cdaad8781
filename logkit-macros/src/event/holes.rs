//! The grammar of a message literal, as far as it is usual. What is not is left to `format_args!`
//! itself, and so are all mistakes in it.

use syn::Ident;

use crate::event::model::How;

/// A place for an argument.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Hole {
    pub(crate) place: Place,
    pub(crate) how: How,
}

/// Which argument.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Next,
    At(usize),
    Name(String),
}

impl Place {
    /// The position among the arguments; `next` is that of the next `{}`.
    pub(crate) fn position(&self, next: &mut usize) -> Option<usize> {
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

/// The literal pieces, and the holes between them; `None` for what only `format_args!` knows:
/// mistakes, and widths and precisions that are arguments themselves.
pub(crate) fn parse(text: &str) -> Option<(Vec<String>, Vec<Hole>)> {
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

/// The variables that a literal captures, each once; also of one that only `format_args!` knows.
pub(crate) fn captures(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((_, from)) = rest.split_once('{') {
        if let Some(after) = from.strip_prefix('{') {
            rest = after;
            continue;
        }
        let Some((inside, after)) = from.split_once('}') else { break };
        let name = inside.split(':').next().unwrap_or_default().trim().to_owned();
        let begins_a_name = |c: char| c == '_' || c.is_alphabetic();
        if name.starts_with(begins_a_name) && !names.contains(&name) {
            names.push(name);
        }
        rest = after;
    }
    names
}

/// What stands between `{` and `}`.
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
        spec if is_spec(spec) => How::Formatted(spec.to_owned()),
        _ => return None,
    };
    Some(Hole { place, how })
}

/// Whether `format_args!` would capture a variable of that name; words of Rust it judges itself.
fn is_name(text: &str) -> bool {
    !text.starts_with("r#") && (syn::parse_str::<Ident>(text).is_ok() || text == "self")
}

/// `[[fill]align][sign]['#']['0'][width]['.' precision][type]`, width and precision being numbers.
fn is_spec(spec: &str) -> bool {
    let is_align = |c: char| matches!(c, '<' | '^' | '>');
    let mut chars = spec.chars();
    let rest = match (chars.next(), chars.next()) {
        // A brace as the fill character has already been taken for the end.
        (Some(_), Some(align)) if is_align(align) => chars.as_str(),
        (Some(align), _) if is_align(align) => &spec[1..],
        _ => spec,
    };
    let rest = rest.strip_prefix(['+', '-']).unwrap_or(rest);
    let rest = rest.strip_prefix('#').unwrap_or(rest);
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = match rest.strip_prefix('.') {
        None => rest,
        Some(precision) => {
            let after = precision.trim_start_matches(|c: char| c.is_ascii_digit());
            if after.len() == precision.len() {
                return false;
            }
            after
        }
    };
    matches!(rest, "" | "?" | "x?" | "X?" | "x" | "X" | "o" | "b" | "e" | "E" | "p")
}

#[cfg(test)]
mod tests {
    use super::{Hole, Place, captures, parse};
    use crate::event::model::How;

    #[test]
    fn usual_messages_are_taken_apart() {
        let (pieces, holes) = parse("{{{} of {total:?}}} {0:>8.3} {x:#x}").unwrap();
        assert_eq!(pieces, ["{", " of ", "} ", " ", ""]);
        let formatted = |spec: &str| How::Formatted(spec.to_owned());
        let expected = [
            (Place::Next, How::Argument),
            (Place::Name("total".to_owned()), How::Debug),
            (Place::At(0), formatted(">8.3")),
            (Place::Name("x".to_owned()), formatted("#x")),
        ];
        assert_eq!(holes, expected.map(|(place, how)| Hole { place, how }));
    }

    #[test]
    fn captures_are_seen_in_the_unusual_too() {
        let text = "{{no}} {{{a}}} {} {0} {b:?} { c :>8} {d:w$} {a} {r#e} {_} {f";
        assert_eq!(captures(text), ["a", "b", "c", "d", "r#e", "_"]);
    }

    #[test]
    fn the_unusual_and_the_wrong_are_left_to_format_args() {
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
            assert_eq!(parse(text), None, "{text}");
        }
    }
}

//! The code that a user meant: a field in the grammar of another logger, and a statement in the right
//! order. Errors repeat it, so that it can be pasted.

use crate::event::ast::{is_field, is_shorthand, key};
use crate::tokens::api::{Delimiter, Name as _, Spacing, TokenTree};
use crate::tokens::items::is_colon;
use crate::tokens::{
    Tokens, all, find_punct, inside_of, is_ident, is_identifier, is_punct, punct, split_at_commas,
    split_at_punct, starts_with, string_literal, ungrouped, without_spaces, written,
};

/// A wrong part of a statement and the code to write instead of it.
pub(crate) struct Mistake {
    pub(crate) fault: String,
    pub(crate) code: String,
}

impl Mistake {
    fn new(fault: &str, code: String) -> Self {
        Self { fault: fault.to_owned(), code }
    }
}

/// Corrects an item before the message that is not a field.
pub(crate) fn field(item: &[TokenTree]) -> Mistake {
    if let Some(mistake) = Named::parse(item).and_then(Named::mistake) {
        return mistake;
    }
    match item {
        [sign @ TokenTree::Punct(sigil), value @ ..] if matches!(sigil.as_char(), '?' | '%') => {
            let shown = if value.is_empty() { "0".to_owned() } else { written(value) };
            let code = format!("{} = {sign}{shown}", name_of(value));
            Mistake { fault: format!("expected a path after `{sign}`"), code }
        }
        [TokenTree::Punct(sign), value @ ..] if sign.as_char() == '=' && !value.is_empty() => {
            let code = format!("{} = {}", name_of(value), written(value));
            Mistake::new("a name is missing before `=`", code)
        }
        [TokenTree::Punct(sign), value @ ..] if sign.as_char() == '#' => {
            Mistake::new("unknown sigil `#`", format!("{} = ?{}", name_of(value), written(value)))
        }
        _ => {
            let path = without_borrow(item);
            let is_path = matches!(key(path), Some((_, []))) && string_literal(path).is_none();
            let code = if is_path {
                written(path)
            } else {
                let sigil = if needs_debug(item) { "?" } else { "" };
                format!("{} = {sigil}{}", name_of(item), called(item))
            };
            Mistake::new("expected a field, found an expression without a name", code)
        }
    }
}

/// Corrects the last item, which should have been a message.
pub(crate) fn message(item: &[TokenTree]) -> Mistake {
    if let Some(mistake) = Named::parse(item).and_then(Named::mistake) {
        return mistake;
    }
    let value = without_borrow(item);
    let fault = "expected a field or a message";
    if let Some(inside) = formatted(value) {
        let fault = "expected a message, found a text that is formatted already";
        return Mistake::new(fault, written(&inside));
    }
    match value {
        [TokenTree::Literal(literal)] => {
            let text = literal.to_string();
            if let Some(bytes) = text.strip_prefix('b').filter(|bytes| bytes.starts_with('"')) {
                return Mistake::new("expected a message, found bytes", bytes.to_owned());
            }
            match text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
                Some(character) => {
                    Mistake::new("expected a message, found a character", format!("{character:?}"))
                }
                None => Mistake::new(fault, format!("\"{{}}\", {text}")),
            }
        }
        value if is_shorthand(value) => field(value),
        value => {
            let placeholder = if needs_debug(value) { "{:?}" } else { "{}" };
            Mistake::new(fault, format!("\"{placeholder}\", {}", called(value)))
        }
    }
}

/// Returns true for a field in the grammar of another logger, `name: value` or `"name" => value`.
pub(crate) fn is_other_grammar(item: &[TokenTree]) -> bool {
    matches!(Named::parse(item), Some(named) if named.sign != "=" || named.has_dashes)
}

/// The arguments of `format!(..)`.
pub(crate) fn formatted(item: &[TokenTree]) -> Option<Tokens> {
    match item {
        [.., TokenTree::Ident(name), bang, TokenTree::Group(arguments)]
            if is_punct(bang, '!') && name.is_any(&["format", "format_args"]) =>
        {
            Some(inside_of(arguments))
        }
        _ => formatted(&ungrouped(item)?),
    }
}

/// Returns true for tuples, arrays, and what is known to have no `Display`.
fn needs_debug(value: &[TokenTree]) -> bool {
    match value {
        [TokenTree::Group(group)] => match group.delimiter() {
            Delimiter::Bracket => true,
            Delimiter::Parenthesis => split_at_commas(group.stream()).len() != 1,
            Delimiter::Brace | Delimiter::None => false,
        },
        [TokenTree::Ident(name), ..] => name.is_any(&["None", "Some", "Ok", "Err", "dbg", "vec"]),
        _ => false,
    }
}

/// The value; a closure is called.
fn called(value: &[TokenTree]) -> String {
    let is_closure = match value {
        [first, ..] => is_punct(first, '|') || is_ident(first, "move"),
        [] => false,
    };
    let text = written(value);
    if is_closure { format!("({text})()") } else { text }
}

/// The value without `&` and `&mut` in front.
fn without_borrow(value: &[TokenTree]) -> &[TokenTree] {
    match value {
        [sign, rest @ ..] if is_punct(sign, '&') => match rest {
            [word, rest @ ..] if is_ident(word, "mut") => without_borrow(rest),
            rest => without_borrow(rest),
        },
        value => value,
    }
}

/// A name for an expression: its variable, its last field, method or function.
fn name_of(value: &[TokenTree]) -> String {
    let mut name = None;
    let value = without_borrow(value);
    for (index, token) in value.iter().enumerate() {
        match token {
            TokenTree::Ident(ident) if is_identifier(&ident.to_string()) => {
                name = Some(ident.to_string());
            }
            TokenTree::Group(group) if index > 0 && group.delimiter() != Delimiter::Brace => {}
            TokenTree::Punct(sign) if matches!(sign.as_char(), '.' | ':' | '?' | '!') => {}
            _ => return "value".to_owned(),
        }
    }
    name.unwrap_or_else(|| "value".to_owned())
}

/// An item with a name, a sign and a value, in any grammar.
struct Named<'a> {
    sigil: Option<char>,
    /// The name as a field has it.
    name: String,
    has_dashes: bool,
    sign: &'static str,
    value: &'a [TokenTree],
}

impl<'a> Named<'a> {
    fn parse(item: &'a [TokenTree]) -> Option<Self> {
        let (before, sign, value) = separated(item)?;
        let (sigil, before) = match before {
            [sign, name @ ..] if matches!(punct(sign), Some('?' | '%')) => (punct(sign), name),
            name => (None, name),
        };
        let has_dashes = find_punct(before, '-').is_some();
        let name = if let Some((_, [])) = key(before) {
            written(before)
        } else if has_dashes && all(before, &is_part_of_a_dashed_name) {
            format!("\"{}\"", without_spaces(&written(before)))
        } else {
            return None;
        };
        Some(Self { sigil, name, has_dashes, sign, value })
    }

    /// The mistake, unless the item is a field as it should be.
    fn mistake(self) -> Option<Mistake> {
        let Self { sigil, name, has_dashes, sign, value } = self;
        let is_missing = match value {
            [] => true,
            [only] => matches!(punct(only), Some('?' | '%')) && sign == "=",
            _ => false,
        };
        let fault = match (sign, sigil) {
            ("=", Some(sigil)) => format!("found `{sigil}` before the name of a field"),
            ("=", None) if has_dashes => "a name with dashes needs quotes".to_owned(),
            ("=", None) if is_missing => "a value is missing after `=`".to_owned(),
            ("=", None) => return None,
            (sign, _) => format!("expected `=` after the name of a field, found `{sign}`"),
        };
        let (given, value) = if sign == ":" { modifier(value) } else { (None, value) };
        let is_quoted = name.starts_with('"');
        let code = match (given.or(sigil), value) {
            (Some(sigil), []) if !is_quoted => format!("{sigil}{name}"),
            _ if is_missing && sign == "=" => format!("{name} = 0"),
            (None, []) => name,
            (Some(sigil), value) if !starts_with(value, sigil) => {
                format!("{name} = {sigil}{}", written(value))
            }
            (_, value) => format!("{name} = {}", written(value)),
        };
        Some(Mistake { fault, code })
    }
}

/// The sigil that a modifier of the `log` crate means, as in `user:?` and `user:debug = value`, and the
/// value after it.
fn modifier(value: &[TokenTree]) -> (Option<char>, &[TokenTree]) {
    let (sigil, after) = match value {
        [TokenTree::Punct(sign), after @ ..] if matches!(sign.as_char(), '?' | '%') => {
            (sign.as_char(), after)
        }
        [TokenTree::Ident(word), after @ ..] => match word.to_string().as_str() {
            "debug" | "sval" | "serde" => ('?', after),
            "display" | "err" => ('%', after),
            _ => return (None, value),
        },
        _ => return (None, value),
    };
    match after {
        [] => (Some(sigil), after),
        [equals, value @ ..] if is_punct(equals, '=') => (Some(sigil), value),
        _ => (None, value),
    }
}

/// Splits at the first `=`, `:` or `=>` that is not a part of another operator.
fn separated(item: &[TokenTree]) -> Option<(&[TokenTree], &'static str, &[TokenTree])> {
    for (index, token) in item.iter().enumerate() {
        let TokenTree::Punct(sign) = token else { continue };
        let (before, after) = (item.get(..index)?, item.get(index + 1..)?);
        let next = match after {
            [next, ..] if sign.spacing() == Spacing::Joint => punct(next),
            _ => None,
        };
        match (sign.as_char(), next) {
            ('=', Some('>')) => return Some((before, "=>", after.get(1..)?)),
            ('=', Some('=')) | (':', Some(':')) => return None,
            ('=', _) => return Some((before, "=", after)),
            (':', _) => return Some((before, ":", after)),
            ('.' | '-' | '?' | '%', _) => {}
            _ => return None,
        }
    }
    None
}

fn is_part_of_a_dashed_name(token: &TokenTree) -> bool {
    match token {
        TokenTree::Ident(_) => true,
        token => matches!(punct(token), Some('-' | '.')),
    }
}

/// Returns true for `count = %count "message"` and `logger: AUDIT "message"`: a field or an argument, and
/// the message without a comma before it.
pub(crate) fn lacks_comma_before_message(item: &[TokenTree]) -> bool {
    match item {
        [_, .., value, message @ TokenTree::Literal(_)] => {
            let ends_value = match value {
                TokenTree::Ident(word) => is_identifier(&word.to_string()),
                TokenTree::Literal(_) => true,
                TokenTree::Group(group) => group.delimiter() == Delimiter::Parenthesis,
                TokenTree::Punct(_) => false,
            };
            let has_value = is_field(item) || is_colon(item, 1);
            ends_value && has_value && string_literal(std::slice::from_ref(message)).is_some()
        }
        _ => false,
    }
}

/// Splits an item where a comma is missing, and at `+` or `%` after a literal.
pub(crate) fn pieces(item: &[TokenTree]) -> Vec<&[TokenTree]> {
    if lacks_comma_before_message(item) {
        let (field, message) = item.split_at(item.len() - 1);
        return vec![field, message];
    }
    let (first, rest) = item.split_at(first_piece(item));
    let is_literal = string_literal(first).is_some();
    let mut more = match rest {
        [sign, rest @ ..] if is_literal && matches!(punct(sign), Some('+' | '%')) => {
            split_at_punct(rest, '+')
        }
        [word, ..] if is_ident(word, "as") => Vec::new(),
        // Python's `f"{name}"`.
        [_] if is_f(first) && string_literal(rest).is_some() => return vec![rest],
        [TokenTree::Ident(_) | TokenTree::Literal(_), ..] => pieces(rest),
        // A method of the literal.
        [dot, ..] if is_punct(dot, '.') => Vec::new(),
        [_, ..] if is_literal && !is_field(item) && Named::parse(item).is_none() => vec![rest],
        _ => Vec::new(),
    };
    if more.is_empty() {
        return vec![item];
    }
    let mut pieces = vec![first];
    pieces.append(&mut more);
    pieces
}

/// The number of tokens of a literal or a name at the beginning; of all tokens without one.
fn first_piece(item: &[TokenTree]) -> usize {
    let rest = match item {
        [TokenTree::Ident(_), ..] => key(item).map(|(_, rest)| rest),
        [first, rest @ ..] if string_literal(std::slice::from_ref(first)).is_some() => Some(rest),
        _ => None,
    };
    item.len() - rest.unwrap_or_default().len()
}

fn is_f(name: &[TokenTree]) -> bool {
    matches!(name, [only] if is_ident(only, "f"))
}

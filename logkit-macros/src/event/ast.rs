//! One statement: the model, and the grammar of a field.

use crate::paths::Runtime;
use crate::tokens::api::{Delimiter, Name as _, Span, TokenStream, TokenTree};
use crate::tokens::{
    Tokens, inside_of, is_assignment, is_ident, is_punct, punct, span_of, string_literal, ungrouped,
};

/// A log statement that can be expanded.
pub(crate) struct Event {
    pub(crate) runtime: Runtime,
    pub(crate) level: EventLevel,
    pub(crate) logger: Option<Tokens>,
    pub(crate) name: Option<Tokens>,
    /// Every expression of the statement; each is evaluated once, in this order.
    pub(crate) bindings: Vec<Binding>,
    /// The binding that is the parent.
    pub(crate) parent: Option<usize>,
    /// The binding that is the error of an `exception!`.
    pub(crate) error: Option<usize>,
    pub(crate) fields: Vec<EventField>,
    pub(crate) message: MessageParts,
}

/// The input of `enabled!(level)`.
pub(crate) struct EnabledCheck {
    pub(crate) runtime: Runtime,
    pub(crate) logger: Option<Tokens>,
    pub(crate) level: Tokens,
}

/// The level of a statement.
pub(crate) enum EventLevel {
    /// A variant of the runtime's `Level`.
    Fixed(&'static str),
    /// The expression in `event!(level, ..)`.
    Chosen(Tokens),
}

/// A user's expression; all of them are evaluated before a value is made of any.
pub(crate) struct Binding {
    pub(crate) kind: BindingKind,
    /// The user's token, for errors about the type.
    pub(crate) span: Span,
    /// The value must be a number or a bool, because its name is that of secrets in the plural.
    pub(crate) is_count: bool,
}

impl Binding {
    pub(crate) fn new(kind: BindingKind, span: Span) -> Self {
        Self { kind, span, is_count: false }
    }
}

/// The role of a bound expression.
pub(crate) enum BindingKind {
    /// A value, borrowed.
    Value(Tokens),
    /// The argument of `parent:`, which tracing's macros take by value.
    Parent(Tokens),
    /// A message that is passed to `format_args!` as a whole, which also reports the errors in it.
    Formatted(Tokens),
}

/// A field of a statement.
pub(crate) struct EventField {
    pub(crate) key: EventKey,
    /// The statement has a mask, `unmasked` or a measure, so the name is not checked at run time.
    pub(crate) explicit: bool,
    pub(crate) value: FormatArg,
}

/// The name of a field.
pub(crate) enum EventKey {
    Text(String),
    /// A constant, `{ CONST } = value`.
    Constant(TokenStream),
}

/// A use of a binding as a value, and how it is captured.
#[derive(Debug)]
pub(crate) struct FormatArg {
    pub(crate) binding: usize,
    pub(crate) capture: Capture,
}

/// The way in which a value is captured.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Capture {
    /// A field without a sigil.
    Typed,
    /// `{}` in a message.
    Argument,
    /// `%value`
    Display,
    /// `?value`, and `{:?}` in a message.
    Debug,
    /// `{:>8.3}`: the format specification.
    Formatted(String),
}

/// The message of a statement.
pub(crate) enum MessageParts {
    None,
    /// The literal pieces, one more than the arguments between them.
    Pieces(Vec<String>, Vec<FormatArg>),
}

impl MessageParts {
    /// A message that is one value.
    pub(crate) fn only(value: FormatArg) -> Self {
        Self::Pieces(vec![String::new(), String::new()], vec![value])
    }
}

/// A field without a value, or a sigil without a path.
pub(crate) struct IncompleteField;

/// Parses an item as a field; `None` if it is something else.
pub(crate) fn parse_field(
    item: &[TokenTree],
    bindings: &mut Vec<Binding>,
) -> Option<Result<EventField, IncompleteField>> {
    let found = match item {
        [first, rest @ ..] if sigil(first).is_some() => shorthand(first, rest),
        _ => match key(item)? {
            (EventKey::Text(_), []) if string_literal(item).is_some() => return None,
            (key @ EventKey::Text(_), []) => Ok((key, item.to_vec(), Capture::Typed)),
            (key, [equals, value @ ..]) if is_assignment(equals, value) => match value_of(value) {
                Some((value, capture)) => Ok((key, value, capture)),
                None => Err(IncompleteField),
            },
            _ => return None,
        },
    };
    let (key, value, capture) = match found {
        Ok(found) => found,
        Err(incomplete) => return Some(Err(incomplete)),
    };
    let (binding, span) = (bindings.len(), span_of(&value));
    bindings.push(Binding::new(BindingKind::Value(value), span));
    Some(Ok(EventField { key, explicit: false, value: FormatArg { binding, capture } }))
}

/// Returns true if the item is a field without a mistake.
pub(crate) fn is_valid_field(item: &[TokenTree]) -> bool {
    matches!(parse_field(item, &mut Vec::new()), Some(Ok(_)))
}

/// Returns true if the item can only be a field.
pub(crate) fn is_field(item: &[TokenTree]) -> bool {
    is_shorthand(item)
        || matches!(key(item), Some((_, [equals, value @ ..])) if is_assignment(equals, value))
}

/// Returns true if the item begins as `?value` or `%value` do.
pub(crate) fn is_shorthand(item: &[TokenTree]) -> bool {
    matches!(item, [first, ..] if sigil(first).is_some())
}

/// Parses `?path` or `%path`.
fn shorthand(
    sign: &TokenTree,
    path: &[TokenTree],
) -> Result<(EventKey, Tokens, Capture), IncompleteField> {
    match (key(path), sigil(sign)) {
        (Some((key @ EventKey::Text(_), [])), Some(capture)) if string_literal(path).is_none() => {
            Ok((key, path.to_vec(), capture))
        }
        _ => Err(IncompleteField),
    }
}

/// Parses the value after `=`; `None` without one.
fn value_of(value: &[TokenTree]) -> Option<(Tokens, Capture)> {
    let (value, capture) = match value {
        // `tracing`'s macros have these two functions in scope here.
        [function, TokenTree::Group(argument)]
            if argument.delimiter() == Delimiter::Parenthesis && is_ident(function, "display") =>
        {
            (inside_of(argument), Capture::Display)
        }
        [function, TokenTree::Group(argument)]
            if argument.delimiter() == Delimiter::Parenthesis && is_ident(function, "debug") =>
        {
            (inside_of(argument), Capture::Debug)
        }
        [first, rest @ ..] => match sigil(first) {
            Some(capture) => (rest.to_vec(), capture),
            None => (value.to_vec(), Capture::Typed),
        },
        [] => return None,
    };
    (!value.is_empty()).then_some((value, capture))
}

fn sigil(token: &TokenTree) -> Option<Capture> {
    match punct(token)? {
        '%' => Some(Capture::Display),
        '?' => Some(Capture::Debug),
        _ => None,
    }
}

/// The field name at the beginning of the tokens, and the tokens after it.
pub(crate) fn key(item: &[TokenTree]) -> Option<(EventKey, &[TokenTree])> {
    let (first, rest) = item.split_first()?;
    if let Some(text) = string_literal(std::slice::from_ref(first)) {
        return Some((EventKey::Text(text.value().to_owned()), rest));
    }
    match first {
        TokenTree::Group(constant) if constant.delimiter() == Delimiter::Brace => {
            Some((EventKey::Constant(constant.stream()), rest))
        }
        // A name that a `macro_rules` fragment has wrapped.
        TokenTree::Group(_) => match path(&ungrouped(std::slice::from_ref(first))?)? {
            (name, []) => Some((EventKey::Text(name), rest)),
            _ => None,
        },
        _ => {
            let (name, rest) = path(item)?;
            Some((EventKey::Text(name), rest))
        }
    }
}

/// Joins `user.address.street` or `pair.0` to one name.
fn path(item: &[TokenTree]) -> Option<(String, &[TokenTree])> {
    let [TokenTree::Ident(first), rest @ ..] = item else { return None };
    let mut name = first.unraw();
    let mut rest = rest;
    while let [dot, part @ (TokenTree::Ident(_) | TokenTree::Literal(_)), after @ ..] = rest {
        if !is_punct(dot, '.') {
            break;
        }
        name.push('.');
        let part = part.to_string();
        name.push_str(part.strip_prefix("r#").unwrap_or(&part));
        rest = after;
    }
    Some((name, rest))
}

//! One statement, understood.

use proc_macro2::{Span, TokenStream};

use crate::paths::Runtime;

/// A log statement that can be expanded.
pub(crate) struct Event {
    pub(crate) runtime: Runtime,
    pub(crate) level: Level,
    pub(crate) logger: Option<TokenStream>,
    pub(crate) name: Option<TokenStream>,
    pub(crate) parent: Option<TokenStream>,
    /// The error of an `exception!`.
    pub(crate) error: Option<TokenStream>,
    /// Every expression of the statement that is logged; each is evaluated once, in this order.
    pub(crate) bindings: Vec<TokenStream>,
    pub(crate) fields: Vec<Field>,
    pub(crate) message: Message,
}

/// `enabled!(level)`
pub(crate) struct Question {
    pub(crate) runtime: Runtime,
    pub(crate) logger: Option<TokenStream>,
    pub(crate) level: TokenStream,
}

pub(crate) enum Level {
    /// A variant of the runtime's `Level`.
    Fixed(&'static str),
    /// The expression in `event!(level, ..)`.
    Chosen(TokenStream),
}

pub(crate) struct Field {
    pub(crate) key: Key,
    pub(crate) value: Shown,
}

pub(crate) enum Key {
    Text(String),
    /// `{ CONST } = value`
    Constant(TokenStream),
}

/// One of the bindings, and how it is shown.
pub(crate) struct Shown {
    pub(crate) binding: usize,
    /// The user's token that errors about this value belong to.
    pub(crate) span: Span,
    pub(crate) how: How,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum How {
    /// A field without a sigil.
    Typed,
    /// `{}` in a message.
    Argument,
    /// `%value`
    Display,
    /// `?value`, and `{:?}` in a message.
    Debug,
    /// `{:>8.3}`: the placeholder without the name or number in it.
    Formatted(String),
}

pub(crate) enum Message {
    None,
    /// The literal pieces, one more than there are arguments.
    Pieces(Vec<String>, Vec<Shown>),
    /// What is left to `format_args!`, and to its errors.
    Verbatim(TokenStream),
}

//! One statement, understood.

use proc_macro2::{Span, TokenStream};

use crate::paths::Runtime;

/// A log statement that can be expanded.
pub(crate) struct Event {
    pub(crate) runtime: Runtime,
    pub(crate) level: Level,
    pub(crate) logger: Option<TokenStream>,
    pub(crate) name: Option<TokenStream>,
    /// Every expression of the statement; each is evaluated once, in this order.
    pub(crate) bindings: Vec<Binding>,
    /// The binding that is the parent.
    pub(crate) parent: Option<usize>,
    /// The binding that is the error of an `exception!`.
    pub(crate) error: Option<usize>,
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

/// An expression of the user's, evaluated before anything is made of it.
pub(crate) struct Binding {
    pub(crate) what: What,
    /// The token that errors about its type belong to.
    pub(crate) span: Span,
}

pub(crate) enum What {
    /// A value, borrowed.
    Value(TokenStream),
    /// What `parent:` says, which tracing's macros take by value.
    Parent(TokenStream),
    /// The message, where only `format_args!` understands it; the errors in it are its, too.
    Formatted(TokenStream),
}

pub(crate) struct Field {
    pub(crate) key: Key,
    /// Whether the statement says how it shows, so that its name does not.
    pub(crate) decided: bool,
    pub(crate) value: Shown,
}

pub(crate) enum Key {
    Text(String),
    /// `{ CONST } = value`
    Constant(TokenStream),
}

/// One of the bindings, and how it is shown.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) binding: usize,
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
}

impl Message {
    /// Nothing but a value.
    pub(crate) fn only(value: Shown) -> Self {
        Self::Pieces(vec![String::new(), String::new()], vec![value])
    }
}

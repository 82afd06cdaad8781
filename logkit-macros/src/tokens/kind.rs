//! The kinds of expressions, and the kind that a field, a method or a function gives.

use crate::secret_names::secret;
use crate::tokens::{Tokens, calls};

/// The kind of an expression.
#[derive(Clone, Debug)]
pub(crate) enum ExprKind {
    /// A call of a mask.
    Masked,
    /// A literal: its text is in the source already, so it is not treated as a secret.
    Literal,
    /// A boolean or a number that tells little about the value it was asked of: `token.is_some()`,
    /// `tokens.len()`, `a == b`.
    Measured,
    /// A variable, a field or a getter: its path with dots.
    Path(String),
    /// `format!(..)`: its arguments.
    Formatted(Vec<Tokens>),
    /// The elements of a tuple, an array or a `vec!`, each of which can be masked in its place.
    Several(Vec<Tokens>),
    /// The expressions whose value an `if`, a `match`, an operator or a method can hand on.
    Either(Vec<Tokens>),
    /// Any other expression.
    Other,
}

impl ExprKind {
    /// The kind of a field of this expression.
    pub(super) fn field(self, name: &str) -> Self {
        match self {
            Self::Path(path) => Self::Path(format!("{path}.{name}")),
            _ => Self::Path(name.to_owned()),
        }
    }

    /// The kind of the result of a method that has only literals and measures for arguments.
    pub(super) fn method(self, name: &str) -> Self {
        match self {
            _ if calls::measures(name) => Self::Measured,
            _ if calls::is_mask(name) || name == "redacted" => Self::Masked,
            Self::Several(items) if calls::hands_on(name) => Self::Either(items),
            kind if calls::hands_on(name) => kind,
            Self::Path(path) if calls::keeps_secret(&path, name) => Self::Path(path),
            kind if calls::converts(name) && secret(name).is_none() => kind,
            kind @ (Self::Either(_) | Self::Formatted(_)) if !calls::is_attribute(name) => kind,
            // `session.id()`
            Self::Path(path) if calls::spans_dot(&path, name) => Self::Path(path).field(name),
            _ => Self::getter(name),
        }
    }

    /// The kind of the result of a function that is named by what it returns. A name in capitals is that
    /// of a type.
    pub(super) fn getter(name: &str) -> Self {
        let first = name.chars().next().unwrap_or_default();
        let is_getter = first.is_lowercase() || first == '_';
        if is_getter && !calls::is_action(name) { Self::Path(name.to_owned()) } else { Self::Other }
    }
}

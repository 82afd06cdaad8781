//! The values that `parent:` takes, as `tracing`'s own macros do.

use ::tracing::span::Id;

use crate::record::Parent;

/// Converts `None`, a span's `Id`, a `tracing::Span` or a reference to one.
pub fn parent(span: impl Into<Option<Id>>) -> Parent {
    span.into().map_or(Parent::Root, |id| Parent::Span(id.into_non_zero_u64()))
}

//! What `parent:` may be: whatever `tracing`'s own macros take.

use ::tracing::span::Id;

use crate::record::Parent;

/// `None`, a span's `Id`, a `tracing::Span` or a reference to one.
pub fn parent(span: impl Into<Option<Id>>) -> Parent {
    span.into().map_or(Parent::Root, |id| Parent::Span(id.into_non_zero_u64()))
}

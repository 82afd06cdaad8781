//! The bridge to `tracing` in both directions: events, spans, and the layer that a host adds.

mod callsite;
#[cfg(feature = "layer")]
mod callsite_info;
mod fields;
#[cfg(feature = "layer")]
mod from_event;
mod host;
#[cfg(feature = "layer")]
mod host_spans;
mod inquiry;
#[cfg(feature = "layer")]
mod interest;
#[cfg(feature = "layer")]
mod layer;
mod level;
#[cfg(feature = "layer")]
mod spans;
mod to_event;
#[cfg(feature = "layer")]
mod visitor;

#[cfg(feature = "layer")]
pub(crate) use self::host::process_has_subscriber;
#[cfg(not(feature = "layer"))]
pub(crate) use self::host::with_host;
pub(crate) use self::host::{has_host, host_listens};
#[cfg(feature = "layer")]
pub(crate) use self::host_spans::with_host;
pub use self::inquiry::HostAnswer;
pub(crate) use self::inquiry::ask_host;
#[cfg(feature = "layer")]
pub(crate) use self::inquiry::ask_host_for_target;
#[cfg(feature = "layer")]
pub use self::layer::{RootLayer, layer};
pub(crate) use self::to_event::propagate;
#[cfg(feature = "layer")]
pub(crate) use self::to_event::with_event;

use ::tracing::span::Id;

use crate::record::Parent;

/// The value of `parent:`, which may be what it is in `tracing`'s macros: `None`, a span's `Id`, a
/// `tracing::Span` or a reference to one.
pub fn parent(span: impl Into<Option<Id>>) -> Parent {
    span.into().map_or(Parent::Root, |id| Parent::Span(id.into_non_zero_u64()))
}

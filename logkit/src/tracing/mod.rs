//! The bridge to `tracing` in both directions: events, spans, and the layer that a host adds.

mod callsite;
mod callsite_info;
mod from_event;
mod host;
mod layer;
mod level;
mod parent;
mod spans;
mod to_event;
mod visitor;

pub(crate) use self::host::{has_host, host_listens, with_host};
#[cfg(feature = "log")]
pub(crate) use self::layer::Root;
pub use self::layer::{RootLayer, layer};
pub use self::parent::parent;
pub(crate) use self::to_event::{propagate, with_event};

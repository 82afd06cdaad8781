//! Both directions between records and `tracing`: events, spans, and the layer that a host adds.

mod callsite;
mod callsite_info;
mod dynamic_callsites;
mod from_event;
mod layer;
mod level;
mod parent;
mod spans;
mod to_event;
mod visitor;

pub(crate) use self::from_event::{level_of, with_record};
pub use self::layer::{RootLayer, layer};
pub use self::parent::parent;
pub(crate) use self::spans::{Spans, find_spans_by, has_host, snapshots, with_spans};
pub(crate) use self::to_event::{host_listens, propagate, with_event};

//! The border to `tracing`: the only room that knows its events.

mod crossing;
mod event;
mod foreign;
mod incoming;
mod level;
mod parent;
mod passing;
mod spans;
mod visit;

pub(crate) use self::event::{host_listens, propagate, with_event};
pub(crate) use self::incoming::{level_of, with_record};
pub use self::parent::parent;
pub(crate) use self::spans::{Spans, find_spans_by, frames, has_host, with_spans};

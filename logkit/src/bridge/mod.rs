//! The border to `tracing`: the only room that knows its events.

mod crossing;
mod event;
mod level;
mod parent;

pub(crate) use self::event::{host_listens, propagate, with_event};
pub use self::parent::parent;

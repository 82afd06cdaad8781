//! The queue behind [`Queued`](crate::handler::Queued): sharded buffers of bounded size, and one
//! thread that empties them.
//!
//! | file | question |
//! |---|---|
//! | `core` | what a queue consists of |
//! | `producer` | how a thread queues an item |
//! | `shard` | how threads stay out of each other's way |
//! | `chunk` | how memory is bounded |
//! | `consumer` | when the queue's thread works, sleeps and ends |
//! | `drain` | in which order items are written |
//! | `closing` | what a flush, a deadline and the end do |
//! | `draining` | what a handler may do that logs to its own queue |
//! | `live`, `signals` | which queues the end of the process empties |
//!
//! All locks belong to one process. The child of a fork makes a queue of its own, so it waits for no
//! thread of its parent and writes none of its parent's items.

mod chunk;
mod closing;
mod consumer;
mod core;
mod drain;
mod draining;
mod live;
#[cfg(all(test, logkit_shuttle))]
mod model;
mod producer;
mod shard;
#[cfg(all(unix, feature = "signals"))]
mod signals;
mod sync;

pub(super) use self::chunk::Item;
pub(super) use self::core::{Core, QueueSettings};
#[cfg(feature = "panics")]
pub(super) use self::draining::is_draining;
#[cfg(feature = "resource")]
pub(super) use self::live::close_all;
pub(super) use self::live::{install, register};
#[cfg(all(unix, feature = "signals"))]
pub(super) use self::signals::close_on_signals;

//! The log call's side: how a thread queues an item, and what it does where no thread writes it.

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::sync::atomic::Ordering::{Acquire, Relaxed};
use std::time::SystemTime;

use crate::handler::queue::chunk::{ChunkEntry, Item};
use crate::handler::queue::core::Core;
use crate::handler::queue::core::state::{ASLEEP, AWAKE, EARLY, NAPPING, NEW, NONE};
use crate::handler::queue::draining::{self, Draining};
use crate::handler::queue::shard::{Pushed, SHARDS, Shard};
use crate::sink::Receipt;

/// The reaction of a thread that finds the queue full.
#[derive(Clone, Copy, PartialEq, Eq)]
enum IfFull {
    Wait,
    Drop,
    /// Drop without a notice in the log: for a handler that logs, which a notice would make log again.
    DropUnnoticed,
}

impl Core {
    /// Queues an item; `time` is the record's.
    ///
    /// # Errors
    ///
    /// The queue is full and the thread must not wait, or the queue is closed.
    #[inline]
    pub(in crate::handler) fn push(
        self: &Arc<Self>,
        item: Item<'_>,
        time: SystemTime,
        receipt: Receipt,
    ) -> io::Result<()> {
        let (if_full, by_handler) = match draining::state(self.stage.address()) {
            Draining::Nothing if self.settings.waits => (IfFull::Wait, false),
            // A handler that waited for another queue, whose handler waits for this one, would wait
            // for ever.
            Draining::Nothing | Draining::Another => (IfFull::Drop, false),
            Draining::This { by_handler: false } => (IfFull::DropUnnoticed, true),
            // As for handlers without a queue: what they log is handled, what they log then is not.
            Draining::This { by_handler: true } => return Err(ErrorKind::ResourceBusy.into()),
        };
        let entry = ChunkEntry { time, by_handler, receipt, ..ChunkEntry::default() };
        let shard = &self.stage.shards[draining::shard(SHARDS)];
        if let Err(item) = shard.push(item, entry, &self.round) {
            self.push_into_next(shard, item, entry, if_full)?;
        }
        // The consumer changes its state, then locks each shard to look for items, then sleeps. Either
        // it has found the item, or this thread took the lock later and sees the new state.
        match self.state.load(Relaxed) {
            AWAKE | NAPPING => {}
            state => self.attend(state),
        }
        Ok(())
    }

    /// Queues an item that has no room in the open block of its shard.
    #[cold]
    fn push_into_next(
        &self,
        shard: &Shard,
        mut item: Item<'_>,
        entry: ChunkEntry,
        if_full: IfFull,
    ) -> io::Result<()> {
        loop {
            let (mut chunk, is_nearly_full) = self.stage.pool.try_take(&item);
            if is_nearly_full {
                self.wake();
            }
            if chunk.is_none() && if_full == IfFull::Wait {
                if matches!(self.state.load(Acquire), EARLY | NONE) {
                    self.settle();
                }
                chunk = self.stage.pool.wait_and_take(&item);
            }
            let count = if_full == IfFull::Drop;
            let (outcome, needless) = match shard.push_with(chunk, item, entry, &self.round, count)
            {
                Pushed::Queued(needless) => (Ok(()), needless),
                Pushed::Closed(needless) => (Err(ErrorKind::BrokenPipe.into()), needless),
                Pushed::Full(_) if if_full != IfFull::Wait => {
                    (Err(ErrorKind::WouldBlock.into()), None)
                }
                Pushed::Full(returned) => {
                    item = returned;
                    continue;
                }
            };
            if let Some(chunk) = needless {
                self.stage.pool.give(chunk);
            }
            return outcome;
        }
    }

    /// Ensures that a queued item is written.
    #[cold]
    fn attend(self: &Arc<Self>, state: u8) {
        match state {
            ASLEEP => {
                self.wake_from(ASLEEP);
            }
            NEW => self.start(NEW),
            EARLY => {
                self.settle();
                if self.early.fetch_sub(1, Relaxed) == 1 {
                    self.start(EARLY);
                }
            }
            _ => self.settle(),
        }
    }
}

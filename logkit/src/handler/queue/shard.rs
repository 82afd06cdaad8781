//! The producers' side: threads append to shards, and the consumer takes all that a shard holds.

use std::mem;
use std::sync::atomic::Ordering::Relaxed;
use std::time::UNIX_EPOCH;

use crate::handler::queue::chunk::{Chunk, ChunkEntry, Item};
use crate::handler::queue::sync::{AtomicU32, Mutex, lock};

/// The number of shards. A thread always uses the same one, so its items keep their order.
pub(super) const SHARDS: usize = 16;

/// A part of the queue, on cache lines of its own.
#[derive(Default)]
#[repr(align(128))]
pub(super) struct Shard(Mutex<Items>);

#[derive(Default)]
struct Items {
    /// The block that items are appended to; before the first one it has no room.
    open: Chunk,
    full: Vec<Chunk>,
    /// The number of items lost since the last one that was queued.
    lost: u32,
    closed: bool,
}

/// The outcome for an item that found no room in the open block.
pub(super) enum Pushed<'a> {
    /// It is queued. A block that another thread made needless is returned.
    Queued(Option<Chunk>),
    /// It is not queued, because there was no block. It is returned.
    Full(Item<'a>),
    /// The shard takes no more items. The block is returned.
    Closed(Option<Chunk>),
}

impl Shard {
    /// Appends an item to the open block.
    ///
    /// # Errors
    ///
    /// It has no room and is returned.
    #[inline]
    pub(super) fn push<'a>(
        &self,
        item: Item<'a>,
        entry: ChunkEntry,
        round: &AtomicU32,
    ) -> Result<(), Item<'a>> {
        let mut items = lock(&self.0);
        if !items.open.fits(&item) {
            return Err(item);
        }
        items.append(item, entry, round);
        Ok(())
    }

    /// Appends an item, with a new block where there is one. `count` makes an item that finds no
    /// room a part of the next notice.
    pub(super) fn push_with<'a>(
        &self,
        chunk: Option<Chunk>,
        item: Item<'a>,
        entry: ChunkEntry,
        round: &AtomicU32,
        count: bool,
    ) -> Pushed<'a> {
        let mut items = lock(&self.0);
        if items.closed {
            return Pushed::Closed(chunk);
        }
        // Another thread of the shard may have been faster.
        if items.open.fits(&item) {
            items.append(item, entry, round);
            return Pushed::Queued(chunk);
        }
        let Some(chunk) = chunk else {
            items.lost = items.lost.saturating_add(u32::from(count));
            return Pushed::Full(item);
        };
        let full = mem::replace(&mut items.open, chunk);
        if !full.entries.is_empty() {
            items.full.push(full);
        }
        items.append(item, entry, round);
        Pushed::Queued(None)
    }

    /// Moves all items to the end of `lane`.
    ///
    /// An item's round is read after the lock is taken, and the consumer begins a round before it
    /// takes any lock. So if an item of an earlier round is in one shard, then all items that were
    /// queued before it, by any happens-before order, are in their shards, too. Items of the round
    /// that has just begun wait for the next one; then no effect is written before its cause.
    pub(super) fn take_into(&self, lane: &mut impl Extend<Chunk>, begun: u32) {
        let mut items = lock(&self.0);
        if items.is_empty() {
            return;
        }
        let lost_before = mem::take(&mut items.lost);
        let mut open = mem::take(&mut items.open);
        let last = open.entries.last().or_else(|| items.full.last()?.entries.last());
        let time = last.map_or(UNIX_EPOCH, |entry| entry.time);
        lane.extend(items.full.drain(..));
        drop(items);
        if lost_before > 0 {
            let round = begun.wrapping_sub(1);
            open.push_loss(ChunkEntry { time, round, lost_before, ..ChunkEntry::default() });
        }
        lane.extend([open]);
    }

    /// Refuses further items.
    pub(super) fn close(&self) {
        let mut items = lock(&self.0);
        items.closed = true;
        // The new one has no room, so every thread takes the slow way and looks at `closed`.
        let open = mem::take(&mut items.open);
        if !open.entries.is_empty() {
            items.full.push(open);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        lock(&self.0).is_empty()
    }
}

impl Items {
    #[inline]
    fn append(&mut self, item: Item<'_>, entry: ChunkEntry, round: &AtomicU32) {
        let lost_before = mem::take(&mut self.lost);
        self.open.push(item, ChunkEntry { round: round.load(Relaxed), lost_before, ..entry });
    }

    fn is_empty(&self) -> bool {
        self.open.entries.is_empty() && self.full.is_empty() && self.lost == 0
    }
}

//! Blocks of queued lines or records, and the pool that bounds their memory.

use std::collections::VecDeque;
use std::sync::PoisonError;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::handler::queue::sync::{Condvar, Mutex, lock};
use crate::record::owned_record::OwnedRecord;
use crate::sink::Receipt;

/// The largest block, in bytes.
const LARGEST: usize = 64 * 1024;
/// The smallest block, in bytes.
const SMALLEST: usize = 2 * 1024;
/// The number of blocks that a small queue has; its blocks are smaller instead.
const BLOCKS: usize = 32;
/// The bytes of a block for each of its entries: shorter lines fill its entries first.
const BYTES_PER_ENTRY: usize = 64;
/// The number of empty blocks that an idle queue keeps.
const SPARE: usize = 2;
/// The time after which a waiting thread looks again by itself, in case that the queue was closed.
const SLICE: Duration = Duration::from_millis(100);

/// One line or record on its way to the handler.
#[derive(Debug)]
pub(in crate::handler) struct Item<'a> {
    content: Content<'a>,
    /// Bytes of memory.
    weight: usize,
}

#[derive(Debug)]
enum Content<'a> {
    Line(&'a [u8]),
    Record(Box<OwnedRecord>),
}

impl<'a> Item<'a> {
    #[inline]
    pub(in crate::handler) fn line(line: &'a [u8]) -> Self {
        Self { content: Content::Line(line), weight: line.len() }
    }

    pub(in crate::handler) fn record(record: OwnedRecord) -> Self {
        let weight = record.footprint();
        Self { content: Content::Record(Box::new(record)), weight }
    }
}

/// The facts about an item that its consumer needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct ChunkEntry {
    /// The end of the line in its block.
    pub(super) end: usize,
    /// The record's time, by which items are sorted: a conversion to a number would take longer than
    /// comparisons save.
    pub(super) time: SystemTime,
    /// The consumer's round in which the item was queued.
    pub(super) round: u32,
    /// The number of items that were lost just before this one because the queue was full.
    pub(super) lost_before: u32,
    /// The handler logged it while it handled another item of the queue.
    pub(super) by_handler: bool,
    /// There is no item, only a number of lost ones.
    pub(super) is_only_loss: bool,
    /// The receipt of the item.
    pub(super) receipt: Receipt,
}

impl Default for ChunkEntry {
    fn default() -> Self {
        Self {
            end: 0,
            time: UNIX_EPOCH,
            round: 0,
            lost_before: 0,
            by_handler: false,
            is_only_loss: false,
            receipt: Receipt::UNKNOWN,
        }
    }
}

/// A block of items in the order in which they were queued.
#[derive(Default)]
pub(super) struct Chunk {
    pub(super) bytes: Vec<u8>,
    pub(super) entries: Vec<ChunkEntry>,
    /// The records that were not taken out yet.
    pub(super) records: VecDeque<Box<OwnedRecord>>,
    /// Bytes in use, those of records included.
    used: usize,
    limit: usize,
    /// The share of the pool; 0 for a block that is not from the pool.
    units: usize,
}

impl Chunk {
    /// Returns `true` if the item has room.
    #[inline]
    pub(super) fn fits(&self, item: &Item<'_>) -> bool {
        item.weight <= self.limit - self.used && self.entries.len() < self.entries.capacity()
    }

    #[inline]
    pub(super) fn push(&mut self, item: Item<'_>, entry: ChunkEntry) {
        self.used += item.weight;
        match item.content {
            Content::Line(line) => self.bytes.extend_from_slice(line),
            Content::Record(record) => self.records.push_back(record),
        }
        self.entries.push(ChunkEntry { end: self.bytes.len(), ..entry });
    }

    /// Appends an entry without an item.
    pub(super) fn push_loss(&mut self, entry: ChunkEntry) {
        let end = self.bytes.len();
        self.entries.push(ChunkEntry { end, is_only_loss: true, ..entry });
    }

    /// The number of items.
    pub(super) fn len(&self) -> usize {
        self.entries.iter().filter(|entry| !entry.is_only_loss).count()
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.entries.clear();
        self.records.clear();
        self.used = 0;
    }
}

/// The blocks of one queue: as many as its capacity allows.
pub(super) struct Pool {
    /// The bytes of a block.
    chunk: usize,
    /// The number of blocks.
    total: usize,
    blocks: Mutex<Blocks>,
    returned: Condvar,
}

struct Blocks {
    /// The number of blocks that are not in use.
    free: usize,
    /// Those of them that exist.
    spare: Vec<Chunk>,
    /// The number that the greediest waiting thread needs: others leave it as many.
    wanted: usize,
    waiting: usize,
}

/// A share of the pool, and an existing block if there was one.
struct Taken {
    units: usize,
    spare: Option<Chunk>,
}

impl Blocks {
    /// Takes `units` if there are enough.
    fn take(&mut self, units: usize) -> Option<Taken> {
        if self.free < units.max(self.wanted) {
            return None;
        }
        self.free -= units;
        let spare = if units == 1 { self.spare.pop() } else { None };
        Some(Taken { units, spare })
    }
}

impl Pool {
    /// A pool of `capacity` bytes, or of the least that works.
    pub(super) fn new(capacity: usize) -> Self {
        let chunk = (capacity / BLOCKS).clamp(SMALLEST, LARGEST);
        let with_entries = chunk + chunk / BYTES_PER_ENTRY * size_of::<ChunkEntry>();
        let total = (capacity / with_entries).max(BLOCKS / 2);
        let blocks = Blocks { free: total, spare: Vec::new(), wanted: 0, waiting: 0 };
        Self { chunk, total, blocks: Mutex::new(blocks), returned: Condvar::new() }
    }

    /// Returns an empty block with room for the item, or `None` if too many are in use; and whether
    /// less than a quarter of the capacity is free. An item that is larger than the capacity gets a
    /// block once no other is in use.
    pub(super) fn try_take(&self, item: &Item<'_>) -> (Option<Chunk>, bool) {
        let units = self.units(item);
        let mut blocks = lock(&self.blocks);
        let taken = blocks.take(units);
        let is_nearly_full = blocks.free < self.total / 4;
        drop(blocks);
        (taken.map(|taken| self.make(item, taken)), is_nearly_full)
    }

    /// As [`try_take`](Self::try_take), but waits for a time if too many are in use.
    pub(super) fn wait_and_take(&self, item: &Item<'_>) -> Option<Chunk> {
        let units = self.units(item);
        let mut blocks = lock(&self.blocks);
        if blocks.free < units.max(blocks.wanted) {
            blocks.waiting += 1;
            blocks.wanted = blocks.wanted.max(units);
            let woken = self.returned.wait_timeout(blocks, SLICE);
            blocks = woken.unwrap_or_else(PoisonError::into_inner).0;
            blocks.waiting -= 1;
            if blocks.waiting == 0 || blocks.wanted <= units {
                blocks.wanted = 0;
            }
        }
        let taken = blocks.take(units)?;
        drop(blocks);
        Some(self.make(item, taken))
    }

    /// Makes the block that an item still needs, outside of any lock.
    fn make(&self, item: &Item<'_>, taken: Taken) -> Chunk {
        let Taken { units, spare: None } = taken else {
            return taken.spare.unwrap_or_default();
        };
        let limit = self.chunk.max(item.weight);
        let bytes = match item.content {
            Content::Line(_) => Vec::with_capacity(limit),
            Content::Record(_) => Vec::new(),
        };
        let entries = Vec::with_capacity(self.chunk / BYTES_PER_ENTRY);
        Chunk { bytes, entries, limit, units, ..Chunk::default() }
    }

    /// Takes a block back.
    pub(super) fn give(&self, mut chunk: Chunk) {
        if chunk.units == 0 {
            return;
        }
        chunk.clear();
        let mut blocks = lock(&self.blocks);
        blocks.free += chunk.units;
        if chunk.units == 1 {
            blocks.spare.push(chunk);
        }
        if blocks.waiting > 0 {
            self.returned.notify_all();
        }
    }

    /// Frees the memory of most blocks that are not in use.
    pub(super) fn trim(&self) {
        let mut blocks = lock(&self.blocks);
        let surplus = blocks.spare.len().min(SPARE);
        let freed = blocks.spare.split_off(surplus);
        drop(blocks);
        drop(freed);
    }

    /// Wakes every waiting thread.
    pub(super) fn wake_all(&self) {
        drop(lock(&self.blocks));
        self.returned.notify_all();
    }

    fn units(&self, item: &Item<'_>) -> usize {
        item.weight.div_ceil(self.chunk).clamp(1, self.total)
    }
}

#[cfg(all(test, not(logkit_shuttle)))]
mod tests {
    use std::thread;
    use std::time::{Duration, Instant};

    use super::{Chunk, ChunkEntry, Item, Pool};

    fn line(bytes: &[u8]) -> Item<'_> {
        Item::line(bytes)
    }

    fn take_all(pool: &Pool) -> Vec<Chunk> {
        std::iter::from_fn(|| pool.try_take(&line(b"a\n")).0).collect()
    }

    #[test]
    fn blocks_take_no_more_memory_than_the_capacity() {
        for capacity in [64 * 1024, 1_000_000, 8 * 1024 * 1024, 100_000_000] {
            let pool = Pool::new(capacity);
            let blocks = take_all(&pool);
            let bytes = |chunk: &Chunk| {
                chunk.bytes.capacity() + chunk.entries.capacity() * size_of::<ChunkEntry>()
            };
            let taken: usize = blocks.iter().map(bytes).sum();
            assert!(taken <= capacity && taken > capacity / 2, "{taken} of {capacity}");
            assert!(pool.try_take(&line(b"a\n")).1);
        }
    }

    #[test]
    fn blocks_are_used_again() {
        let pool = Pool::new(0);
        let mut blocks = take_all(&pool);
        assert!(blocks.len() >= 8);
        let mut one = blocks.pop().unwrap();
        assert!(one.fits(&line(b"a\n")));
        one.push(line(b"a\n"), ChunkEntry::default());
        let address = one.bytes.as_ptr();
        pool.give(one);
        let again = pool.try_take(&line(b"a\n")).0.unwrap();
        assert_eq!((again.bytes.as_ptr(), again.len()), (address, 0));
        assert!(pool.try_take(&line(b"a\n")).0.is_none());
    }

    #[test]
    fn a_block_is_full_by_bytes_or_by_entries() {
        let pool = Pool::new(0);
        for (size, least) in [(100, 15), (1, 30)] {
            let mut chunk = pool.try_take(&line(b"a\n")).0.unwrap();
            let text = vec![b'x'; size];
            let (bytes, entries) = (chunk.bytes.capacity(), chunk.entries.capacity());
            while chunk.fits(&line(&text)) {
                chunk.push(line(&text), ChunkEntry::default());
            }
            assert!(chunk.len() > least);
            // Nothing was allocated while it was filled.
            assert_eq!((chunk.bytes.capacity(), chunk.entries.capacity()), (bytes, entries));
        }
    }

    #[test]
    fn a_large_item_waits_until_the_pool_is_free_and_is_not_overtaken_for_ever() {
        let pool = Pool::new(0);
        let blocks = take_all(&pool);
        let huge = vec![0; 10_000_000];
        thread::scope(|scope| {
            let waits = scope.spawn(|| {
                let started = Instant::now();
                while started.elapsed() < Duration::from_secs(60) {
                    if let Some(chunk) = pool.wait_and_take(&line(&huge)) {
                        return chunk.fits(&line(&huge));
                    }
                }
                false
            });
            thread::sleep(Duration::from_millis(20));
            for chunk in blocks {
                pool.give(chunk);
            }
            assert!(waits.join().unwrap());
        });
    }
}

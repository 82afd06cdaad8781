//! The consumer's side: it merges the shards' items by time and gives them to the handler.

use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::mem;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::SystemTime;

use crate::handler::queue::chunk::{Chunk, ChunkEntry, Pool};
use crate::handler::queue::draining;
use crate::handler::queue::shard::{SHARDS, Shard};
use crate::handler::queue::sync::AtomicU64;
use crate::handler::{Delivery, Handler, LineHandler, with_notice};
use crate::record::owned_record::OwnedRecord;
use crate::sink::{DroppedLines, LineBatch, Receipt};
use crate::util::catch_panic::catch_panic;
use crate::util::process_id::process_id;

/// The number of bytes that are written together, if there are as many.
pub(super) const WRITE: usize = 64 * 1024;
/// The number of lines, for short ones.
const WRITE_LINES: usize = 2_048;

/// The parts of a queue that its consumer works with.
pub(super) struct Stage {
    pub(super) shards: [Shard; SHARDS],
    pub(super) pool: Pool,
    pub(super) handler: Arc<dyn Handler>,
    /// The process that made the queue.
    pub(super) process: u32,
    /// A deadline has passed: what is left is lost.
    pub(super) gives_up: AtomicBool,
    /// The number of items that were taken out of the shards and not written yet.
    pub(super) in_flight: AtomicU64,
}

impl Stage {
    /// Returns `true` if no further items must be written: a deadline has passed, or this is a child
    /// that a handler forked.
    #[inline]
    pub(super) fn must_stop(&self) -> bool {
        self.gives_up.load(Relaxed) || self.process != process_id()
    }

    /// Identifies the queue.
    #[inline]
    pub(super) fn address(&self) -> usize {
        ptr::from_ref(self).addr()
    }

    /// Returns `true` if no item is queued, apart from those that a thread is writing.
    pub(super) fn is_empty(&self) -> bool {
        self.shards.iter().all(Shard::is_empty)
    }
}

/// The items that were taken out of the shards. One thread at a time has it.
#[derive(Default)]
pub(super) struct Drain {
    lanes: [Lane; SHARDS],
    out: DrainOut,
}

/// The items of one shard.
#[derive(Default)]
struct Lane {
    chunks: VecDeque<Chunk>,
    /// The number of entries of the first block that are done, and the end of their bytes.
    next: usize,
    start: usize,
}

/// Lines for the next write.
#[derive(Default)]
struct DrainOut {
    bytes: Vec<u8>,
    lines: Vec<(usize, Receipt)>,
    /// The indices of those that are notices.
    notices: Vec<usize>,
    /// The handler logged some of them.
    by_handler: bool,
}

impl Lane {
    /// The next entry, unless it is of the round that has just begun.
    #[inline]
    fn peek(&self, begun: u32) -> Option<&ChunkEntry> {
        let entry = self.chunks.front()?.entries.get(self.next)?;
        (entry.round != begun).then_some(entry)
    }

    fn count(&self) -> usize {
        let first = self.chunks.front();
        let done = first.and_then(|chunk| chunk.entries.get(..self.next)).unwrap_or_default();
        let all: usize = self.chunks.iter().map(Chunk::len).sum();
        all - done.iter().filter(|entry| !entry.is_only_loss).count()
    }
}

impl Drain {
    /// Takes all items out of the shards. `begun` is the round that has just begun.
    pub(super) fn take(&mut self, stage: &Stage, begun: u32) {
        for (shard, lane) in stage.shards.iter().zip(&mut self.lanes) {
            shard.take_into(&mut lane.chunks, begun);
        }
        stage.in_flight.store(self.count() as u64, Relaxed);
    }

    /// Takes the items of a closed queue, which are lost.
    pub(super) fn take_rest(&mut self, stage: &Stage) {
        for (shard, lane) in stage.shards.iter().zip(&mut self.lanes) {
            shard.take_into(&mut lane.chunks, 0);
        }
    }

    /// Gives all items but those of the round that has just begun to the handler, and returns their
    /// number of bytes.
    pub(super) fn write(&mut self, stage: &Stage, begun: u32) -> usize {
        let handler = &*stage.handler;
        let mut written = 0;
        while let Some((index, until)) = self.earliest(begun) {
            written += match handler.lines() {
                Some(lines) => self.copy_run(stage, lines, (index, until), begun),
                None => self.deliver_run(stage, handler, (index, until), begun),
            };
            if stage.must_stop() {
                return written;
            }
        }
        if let Some(lines) = handler.lines() {
            self.write_out(stage, lines);
        }
        written
    }

    /// Returns the lane with the earliest item, and the time of the earliest in any other lane.
    fn earliest(&self, begun: u32) -> Option<(usize, Option<SystemTime>)> {
        let (mut first, mut second) = (None, None);
        let earlier =
            |one: Option<SystemTime>, other| Some(one.map_or(other, |one| one.min(other)));
        for (index, lane) in self.lanes.iter().enumerate() {
            let Some(ChunkEntry { time, .. }) = lane.peek(begun) else { continue };
            match first {
                Some((_, earliest)) if earliest <= *time => second = earlier(second, *time),
                _ => {
                    // The earliest one so far is not later than the second.
                    second = first.map(|(_, earliest)| earliest);
                    first = Some((index, *time));
                }
            }
        }
        first.map(|(index, _)| (index, second))
    }

    /// Copies lines of one lane up to a time, and writes as often as there are enough.
    fn copy_run(
        &mut self,
        stage: &Stage,
        lines: &dyn LineHandler,
        (index, until): (usize, Option<SystemTime>),
        begun: u32,
    ) -> usize {
        let mut copied = 0;
        while let Some(entry) = self.lane(index).peek(begun).copied() {
            if until.is_some_and(|until| entry.time > until) {
                break;
            }
            if entry.lost_before > 0 {
                self.out.push_notice(lines, entry.lost_before);
            }
            copied += self.copy_line(index, &entry);
            self.finish_entry(stage, index, &entry);
            if self.out.bytes.len() >= WRITE || self.out.lines.len() >= WRITE_LINES {
                self.write_out(stage, lines);
                if stage.must_stop() {
                    break;
                }
            }
        }
        copied
    }

    #[inline]
    fn copy_line(&mut self, index: usize, entry: &ChunkEntry) -> usize {
        let Self { lanes, out } = self;
        let Lane { chunks, start, .. } = &lanes[index % SHARDS];
        let Some(chunk) = chunks.front().filter(|_| !entry.is_only_loss) else { return 0 };
        let line = chunk.bytes.get(*start..entry.end).unwrap_or_default();
        out.bytes.extend_from_slice(line);
        out.lines.push((out.bytes.len(), entry.receipt));
        out.by_handler |= entry.by_handler;
        line.len()
    }

    /// Delivers records of one lane up to a time.
    fn deliver_run(
        &mut self,
        stage: &Stage,
        handler: &dyn Handler,
        (index, until): (usize, Option<SystemTime>),
        begun: u32,
    ) -> usize {
        let mut delivered = 0;
        while let Some(entry) = self.lane(index).peek(begun).copied() {
            if until.is_some_and(|until| entry.time > until) {
                break;
            }
            // A record may be of any size; only whether there were many of them matters.
            delivered += WRITE / WRITE_LINES;
            let _scope = draining::enter(stage.address(), entry.by_handler);
            if entry.lost_before > 0 {
                deliver_notice(handler, entry.lost_before);
            }
            if !entry.is_only_loss {
                let chunk = self.lane(index).chunks.front_mut();
                if let Some(record) = chunk.and_then(|chunk| chunk.records.pop_front()) {
                    deliver(handler, &record, entry.receipt);
                    stage.in_flight.fetch_sub(1, Relaxed);
                }
            }
            self.finish_entry(stage, index, &entry);
            if stage.must_stop() {
                break;
            }
        }
        delivered
    }

    /// Goes on to the next entry, and gives a block back after its last one.
    #[inline]
    fn finish_entry(&mut self, stage: &Stage, index: usize, entry: &ChunkEntry) {
        let lane = self.lane(index);
        lane.start = entry.end;
        lane.next += 1;
        if lane.chunks.front().is_some_and(|chunk| lane.next >= chunk.entries.len()) {
            (lane.next, lane.start) = (0, 0);
            if let Some(chunk) = lane.chunks.pop_front() {
                stage.pool.give(chunk);
            }
        }
    }

    /// Writes the lines that were copied. If the queue gives up, some are left.
    fn write_out(&mut self, stage: &Stage, lines: &dyn LineHandler) {
        let out = &mut self.out;
        if out.lines.is_empty() {
            return;
        }
        let _scope = draining::enter(stage.address(), out.by_handler);
        let mut batch = LineBatch::new(&out.bytes, &out.lines).until(&stage.gives_up);
        while !batch.is_empty() {
            let before = batch.taken();
            let panicked = catch_panic(|| lines.write_batch(&mut batch)).is_err();
            if panicked {
                batch.record_panic();
            }
            if stage.must_stop() {
                break;
            }
            if batch.taken() == before && !panicked {
                // A handler that returns without taking lines would be called for ever.
                batch.record_loss(&ErrorKind::Other.into());
            }
        }
        let taken = batch.taken();
        stage.in_flight.fetch_sub(out.finish(taken) as u64, Relaxed);
    }

    /// Counts every item as lost, and returns their number.
    pub(super) fn abandon(&mut self, stage: &Stage, reason: &io::Error) -> u64 {
        let lost = self.count() as u64;
        let out = mem::take(&mut self.out);
        let mut receipts: Vec<Receipt> = out.lines.iter().map(|(_, receipt)| *receipt).collect();
        for lane in &mut self.lanes {
            let mut done = mem::take(&mut lane.next);
            lane.start = 0;
            for chunk in lane.chunks.drain(..) {
                let left = chunk.entries.iter().skip(mem::take(&mut done));
                let items = left.filter(|entry| !entry.is_only_loss);
                receipts.extend(items.map(|entry| entry.receipt));
                stage.pool.give(chunk);
            }
        }
        for equal in receipts.chunk_by(|one, other| one == other) {
            if let Some(receipt) = equal.first().filter(|receipt| **receipt != Receipt::default()) {
                receipt.add_dropped(equal.len() as u64, reason);
            }
        }
        stage.in_flight.store(0, Relaxed);
        lost
    }

    /// Returns `true` if all items that were taken are written.
    pub(super) fn is_empty(&self) -> bool {
        self.out.lines.is_empty() && self.lanes.iter().all(|lane| lane.chunks.is_empty())
    }

    /// The number of items, without notices.
    fn count(&self) -> usize {
        let out = self.out.lines.len() - self.out.notices.len();
        self.lanes.iter().map(Lane::count).sum::<usize>() + out
    }

    /// In bounds for each index of a shard; small, so that it is inlined.
    #[inline]
    fn lane(&mut self, index: usize) -> &mut Lane {
        &mut self.lanes[index % SHARDS]
    }
}

impl DrainOut {
    /// Appends a line that announces lost ones.
    #[cold]
    fn push_notice(&mut self, lines: &dyn LineHandler, lost: u32) {
        let before = self.bytes.len();
        let dropped = DroppedLines::by_full_queue(lost.into());
        if catch_panic(|| lines.push_notice(&mut self.bytes, &dropped)).is_err() {
            self.bytes.truncate(before);
        }
        if self.bytes.len() > before {
            self.notices.push(self.lines.len());
            self.lines.push((self.bytes.len(), Receipt::UNKNOWN));
        }
    }

    /// Removes the first lines, and returns how many of them were no notices.
    fn finish(&mut self, taken: usize) -> usize {
        let end = taken.checked_sub(1).and_then(|last| self.lines.get(last));
        let end = end.map_or(0, |(end, _)| *end);
        let notices = self.notices.iter().take_while(|index| **index < taken).count();
        self.bytes.drain(..end);
        self.lines.drain(..taken);
        self.lines.iter_mut().for_each(|(line, _)| *line -= end);
        self.notices.drain(..notices);
        self.notices.iter_mut().for_each(|index| *index -= taken);
        if self.lines.is_empty() {
            self.by_handler = false;
            if self.bytes.capacity() > 4 * WRITE {
                self.bytes = Vec::new();
            }
        }
        taken - notices
    }
}

/// Gives a record to the handler.
fn deliver(handler: &dyn Handler, record: &OwnedRecord, receipt: Receipt) {
    let delivery = Delivery::with_receipt(receipt);
    let delivered = catch_panic(|| record.with_record(|record| handler.deliver(record, &delivery)));
    match delivered {
        Ok(Ok(())) => {}
        Ok(Err(error)) => receipt.add_dropped(1, &error),
        Err(_) => receipt.add_dropped(1, &ErrorKind::Other.into()),
    }
}

/// Gives the handler a record that announces lost ones.
#[cold]
fn deliver_notice(handler: &dyn Handler, lost: u32) {
    let dropped = DroppedLines::by_full_queue(lost.into());
    let delivery = Delivery::new();
    let deliver = || with_notice(&dropped, |record| handler.deliver(record, &delivery));
    match catch_panic(deliver) {
        Ok(Ok(())) => {}
        Ok(Err(error)) => Receipt::UNKNOWN.add_dropped(1, &error),
        Err(_) => Receipt::UNKNOWN.add_dropped(1, &ErrorKind::Other.into()),
    }
}

//! The state of a log file under its lock: the open file, its lines, and the way to the next file.

use std::io;
use std::time::{Duration, SystemTime};

use crate::level::Level;
use crate::sink::file::Shared;
use crate::sink::file::buffer::LineBuffer;
use crate::sink::file::disk::{Uptime, is_due};
use crate::sink::file::error::{FileError, copy};
use crate::sink::file::live::{LiveFile, Opened, in_place_of};
use crate::sink::file::out::{NoticeOut, Out};
use crate::sink::file::schedule::PeriodClock;
use crate::sink::file::sync::report_unwritten;
use crate::sink::line_state::LineState;
use crate::sink::{LineBatch, Receipt};
use crate::util::own_file::{self, Descriptor, FileId};
use crate::util::process_id::process_id;

/// The time between two checks that the path still leads to the open file.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// The bytes of a batch that are written at once.
const BLOCK: usize = 64 * 1024;

/// The state of a log file. The default, which the child of a fork may start from, has no open file:
/// the next line opens it.
#[derive(Debug, Default)]
pub(super) struct FileState {
    pub(super) live: Option<LiveFile>,
    /// The period of the lines in the file, for a rotation by time.
    pub(super) period: Option<PeriodClock>,
    pub(super) lines: LineState,
    /// The number of all lines, a single counter on the way of a line, and its value at the last check and
    /// the last fsync.
    pub(super) count: u64,
    pub(super) count_at_look: u64,
    pub(super) count_at_sync: u64,
    /// The time of the last check.
    pub(super) looked: Option<Uptime>,
    /// The file that was open before this one.
    pub(super) former: Option<FileId>,
    /// The permission bits of the last file, for the next one.
    pub(super) mode: Option<u32>,
    /// The time of the last rotation that failed.
    pub(super) failed: Option<Uptime>,
    /// The reason why there is no open file.
    pub(super) closed: Option<io::Error>,
    /// The lines that are not written yet, if there is a buffer.
    pub(super) buffer: LineBuffer,
    /// The name of the file may not be on the disk.
    pub(super) is_new: bool,
    /// The process that the buffer and the timer belong to, if there is an interval.
    process: u32,
    /// The bytes of a batch that are kept before they are written; 0 outside of one.
    block: usize,
    /// The timer runs.
    pub(super) has_timer: bool,
}

impl FileState {
    /// Opens the file, when the handler is built.
    pub(super) fn open(shared: &Shared) -> Result<Self, FileError> {
        let mut state = Self::default();
        state.open_path(shared)?;
        if let (Some(backups), Some(live)) = (&shared.settings.backups, &state.live) {
            if live.is_regular && live.locked_by == 0 {
                let reason =
                    "another handler or process rotates the file; expected to rotate it alone";
                return Err(FileError::refused(&shared.settings.path, reason));
            }
            backups.check_names(&shared.disk)?;
            backups.clean(&shared.disk)?;
            backups.retain(shared, &live.path, None)?;
            #[cfg(feature = "gzip")]
            shared.compressor.set_due(&shared.settings);
        }
        Ok(state)
    }

    /// Writes one record's line, or keeps it in the buffer.
    #[inline]
    pub(super) fn write_line(
        &mut self,
        shared: &Shared,
        line: &[u8],
        receipt: Receipt,
    ) -> io::Result<()> {
        let uptime = shared.disk.uptime();
        if shared.settings.interval.is_some() {
            self.leave_parent();
        }
        if self.live.is_none() || is_due(self.looked, uptime, LOOK_EVERY) {
            self.look(shared, uptime);
        }
        if shared.settings.backups.is_some() && self.is_due(shared, line) {
            self.rotate(shared, line, uptime);
        }
        let written = if self.lines.must_recover(&shared.drops) {
            self.recover_and_write(shared, line, receipt)
        } else {
            let (lines, mut out) = self.out(shared, receipt);
            lines.write_next(&mut out, line)
        };
        match written.or_else(|error| self.write_again(shared, line, receipt, error)) {
            Ok(()) => {
                self.count += 1;
                Ok(())
            }
            Err(error) => {
                // The next line checks the file first.
                self.looked = None;
                Err(error)
            }
        }
    }

    /// Writes a line under a new descriptor, if it was lost because the program has closed the other one.
    #[cold]
    fn write_again(
        &mut self,
        shared: &Shared,
        line: &[u8],
        receipt: Receipt,
        error: io::Error,
    ) -> io::Result<()> {
        if !own_file::is_not_open(&error) || !self.lines.take_back() {
            return Err(error);
        }
        self.look(shared, shared.disk.uptime());
        self.recover_and_write(shared, line, receipt)
    }

    /// Announces lost lines, and writes a line.
    #[cold]
    fn recover_and_write(
        &mut self,
        shared: &Shared,
        line: &[u8],
        receipt: Receipt,
    ) -> io::Result<()> {
        let (lines, mut out) = self.out(shared, receipt);
        let recovered = lines.announce(&mut NoticeOut(&mut out), &shared.drops);
        lines.write_recovered(&mut out, line, recovered)
    }

    /// Writes the lines of a queue, many at once. After a loss they are written one by one until a
    /// notice is in the file.
    pub(super) fn write_batch(&mut self, shared: &Shared, batch: &mut LineBatch<'_>) {
        while let Some((line, receipt)) = batch.next_line() {
            self.block = if self.lines.must_recover(&shared.drops) { 0 } else { BLOCK };
            let written = self.write_line(shared, line, receipt);
            self.block = 0;
            if let Err(error) = written {
                receipt.add_dropped(1, &error);
                self.end_block(shared);
            }
        }
        self.end_block(shared);
    }

    /// Writes the lines of a batch that were kept. Those that cannot be written are lost, as single ones
    /// are, unless there is a buffer.
    fn end_block(&mut self, shared: &Shared) {
        if shared.settings.buffer > 0 {
            return;
        }
        self.look_at_descriptor(shared);
        if let Err(error) = self.flush_buffer(shared) {
            if self.buffer.starts_within_a_line() {
                self.lines.start_within_a_line(true, &shared.drops);
            }
            self.lines.add_lost(self.buffer.lines(), copy(&error));
            self.buffer.lose(&error);
            // The next line checks the file first.
            self.looked = None;
        }
    }

    /// In the child of a fork, drops the copies of its parent's lines, which the parent writes. Its
    /// timer thread is the parent's, too.
    fn leave_parent(&mut self) {
        let process = process_id();
        if self.process != process {
            self.process = process;
            self.buffer.clear();
            self.has_timer = false;
        }
    }

    /// Announces lost lines, and writes the buffer.
    pub(super) fn flush(&mut self, shared: &Shared) -> io::Result<()> {
        if shared.settings.interval.is_some() {
            self.leave_parent();
        }
        self.look_at_descriptor(shared);
        let (lines, mut out) = self.out(shared, Receipt::default());
        let flushed =
            lines.announce(&mut NoticeOut(&mut out), &shared.drops).and_then(|()| out.drain());
        if flushed.is_err() {
            // The next line checks the file first.
            self.looked = None;
        }
        flushed
    }

    /// Opens the file again if the program has closed its descriptor.
    fn look_at_descriptor(&mut self, shared: &Shared) {
        if self.live.as_ref().is_some_and(|live| live.descriptor() != Descriptor::Own) {
            self.look(shared, shared.disk.uptime());
        }
    }

    /// Writes the buffer to the open file.
    pub(super) fn flush_buffer(&mut self, shared: &Shared) -> io::Result<()> {
        self.out(shared, Receipt::default()).1.drain()
    }

    #[inline]
    fn out<'a>(&'a mut self, shared: &'a Shared, receipt: Receipt) -> (&'a mut LineState, Out<'a>) {
        let out = Out {
            shared,
            live: &mut self.live,
            closed: &self.closed,
            buffer: &mut self.buffer,
            capacity: shared.settings.buffer.max(self.block),
            receipt,
        };
        (&mut self.lines, out)
    }

    /// Does what the level of the line that was written asks for.
    pub(super) fn after_line(&mut self, shared: &Shared, level: Level) -> io::Result<()> {
        let settings = &shared.settings;
        if settings.sync_level.enables(level) {
            self.sync(shared)
        } else if settings.flush_level.enables(level) {
            self.flush(shared)
        } else {
            Ok(())
        }
    }

    /// Returns the interval of the timer that must be started, if it is not running.
    pub(super) fn wants_timer(&mut self, shared: &Shared) -> Option<Duration> {
        let interval = shared.settings.interval?;
        if self.has_timer || !self.is_busy(shared) {
            return None;
        }
        self.has_timer = true;
        Some(interval)
    }

    /// Returns `true` if the timer has something to do.
    fn is_busy(&self, shared: &Shared) -> bool {
        !self.buffer.is_empty() || (self.unsynced() > 0 && shared.settings.sync_every.is_some())
    }

    /// Writes and syncs at an interval. Returns `false` if there was nothing to do: the timer ends.
    pub(super) fn tick(&mut self, shared: &Shared) -> bool {
        let settings = &shared.settings;
        if !self.is_busy(shared) {
            self.has_timer = false;
            return false;
        }
        let done = match settings.sync_every {
            Some(_) => self.sync(shared),
            None => self.flush(shared),
        };
        if let Err(error) = done {
            report_unwritten(shared, error);
        }
        true
    }

    /// Writes the buffer before the file is left; at the end of the log, lines that cannot be written
    /// are lost. Those that the file system has refused are announced in the file, if it takes a line again,
    /// and reported.
    pub(super) fn close(&mut self, shared: &Shared) {
        if let Err(error) = self.flush(shared) {
            self.buffer.lose(&error);
        }
        if self.asks_at_end(shared) {
            if let Err(error) = self.sync(shared) {
                report_unwritten(shared, error);
                let _ = self.flush(shared);
            }
        }
    }

    /// Opens the file of the path again, whether or not it is still the open one. With direct names it
    /// can be the first file of a new day, so that the one of the day before is a backup now.
    ///
    /// # Errors
    ///
    /// The file could not be opened. The previous one stays open.
    pub(super) fn reopen(&mut self, shared: &Shared) -> Result<(), FileError> {
        self.leave_descriptor();
        self.open_path(shared)?;
        if shared.settings.direct && self.live.as_ref().is_some_and(|live| live.locked_by != 0) {
            self.retain(shared);
            #[cfg(feature = "gzip")]
            shared.compressor.set_due(&shared.settings);
        }
        Ok(())
    }

    /// Opens the file of the path.
    ///
    /// # Errors
    ///
    /// The file could not be opened. The previous one stays open.
    fn open_path(&mut self, shared: &Shared) -> Result<(), FileError> {
        let (settings, now) = (&shared.settings, shared.disk.now());
        let mode = self.mode.unwrap_or(settings.mode);
        let opened = match &settings.backups {
            Some(backups) if settings.direct => {
                backups.open_direct(shared, settings.stamp_at(now), mode)?
            }
            _ => LiveFile::open(&shared.disk, &settings.path, mode, settings.create_dirs)?,
        };
        self.replace(shared, opened, now);
        self.looked = shared.disk.uptime();
        Ok(())
    }

    /// Goes on in a file that was opened.
    pub(super) fn replace(
        &mut self,
        shared: &Shared,
        Opened { mut live, within_a_line, .. }: Opened,
        now: Option<SystemTime>,
    ) {
        // Lines that cannot be written to the previous file go to the next one.
        if let Err(error) = self.flush_buffer(shared) {
            self.buffer.leave_file(&error);
        }
        self.sync_former(shared);
        // The lock of the previous file is released before the next one is taken: it may be the same.
        if let Some(old) = self.live.take() {
            if old.id != live.id {
                self.former = Some(old.id);
            }
            live.file = in_place_of(old, live.file);
        }
        self.is_new = true;
        self.period = shared.settings.period_of(&live, now);
        if shared.settings.backups.is_some() && live.is_regular {
            live.lock();
        }
        self.mode = Some(live.mode);
        self.live = Some(live);
        self.closed = None;
        self.count_at_look = self.count;
        self.lines.start_within_a_line(within_a_line, &shared.drops);
    }
}

impl Drop for FileState {
    fn drop(&mut self) {
        if let Some(live) = self.live.take() {
            live.close();
        }
    }
}

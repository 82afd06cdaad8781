//! The state of a log file under its lock: the open file, and the check that its name still leads to
//! it.

use std::io::{self, ErrorKind, Write};
use std::time::{Duration, SystemTime};

use crate::sink::file::Shared;
use crate::sink::file::disk::{Disk, FileId, is_unlinked, mode_of};
use crate::sink::file::error::{FileError, copy};
use crate::sink::file::live::{LiveFile, Opened};
use crate::sink::file::schedule::Period;
use crate::sink::line_state::LineState;
use crate::util::diagnostics;

/// The time between two checks that the path still leads to the open file.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// The state of a log file. The default, which the child of a fork may start from, has no open file:
/// the next line opens it.
#[derive(Debug, Default)]
pub(super) struct FileState {
    pub(super) live: Option<LiveFile>,
    /// The period of the lines in the file, for a rotation by time.
    pub(super) period: Option<Period>,
    lines: LineState,
    /// The time of the last check, and the lines since then.
    looked: Option<SystemTime>,
    since_look: u64,
    /// The permission bits of the last file, for the next one.
    pub(super) mode: Option<u32>,
    /// The time of the last rotation that failed.
    pub(super) failed: Option<SystemTime>,
    /// The reason why there is no open file.
    closed: Option<io::Error>,
}

impl FileState {
    /// Opens the file, when the handler is built.
    pub(super) fn open(shared: &Shared) -> Result<Self, FileError> {
        let mut state = Self::default();
        state.reopen(shared)?;
        if let (Some(backups), Some(live)) = (&shared.settings.backups, &state.live) {
            if live.is_regular && live.locked_by == 0 {
                let reason =
                    "another handler or process rotates the file; expected to rotate it alone";
                return Err(FileError::refused(&shared.settings.path, reason));
            }
            backups.clean(&shared.disk)?;
            backups.retain(shared, &live.path)?;
            shared.set_compression_due();
        }
        Ok(state)
    }

    /// Writes one record's line.
    #[inline]
    pub(super) fn write_line(&mut self, shared: &Shared, line: &[u8]) -> io::Result<()> {
        let now = shared.disk.now();
        if self.live.is_none() || is_due(self.looked, now, LOOK_EVERY) {
            self.look(shared, now);
        }
        if shared.settings.backups.is_some() && self.is_due(shared, line, now) {
            self.rotate(shared, line, now);
        }
        let mut out = Out { disk: &shared.disk, live: self.live.as_mut(), closed: &self.closed };
        let written = self.lines.write(&mut out, line, &shared.drops);
        self.since_look += 1;
        if written.is_err() {
            // The next line checks the file first.
            self.looked = None;
        }
        written
    }

    /// Announces lost lines.
    pub(super) fn flush(&mut self, shared: &Shared) -> io::Result<()> {
        let mut out = Out { disk: &shared.disk, live: self.live.as_mut(), closed: &self.closed };
        self.lines.announce(&mut out, &shared.drops)
    }

    /// Opens the file of the path again, whether or not it is still the open one.
    ///
    /// # Errors
    ///
    /// The file could not be opened. The previous one stays open.
    pub(super) fn reopen(&mut self, shared: &Shared) -> Result<(), FileError> {
        let (settings, now) = (&shared.settings, shared.disk.now());
        let mode = self.mode.unwrap_or(settings.mode);
        let opened = match &settings.backups {
            Some(backups) if settings.direct => {
                backups.open_direct(shared, settings.stamp_at(now), mode)?
            }
            _ => LiveFile::open(&shared.disk, &settings.path, mode, settings.create_dirs)?,
        };
        self.replace(shared, opened, now);
        self.looked = now;
        Ok(())
    }

    /// Goes on in a file that was opened.
    pub(super) fn replace(
        &mut self,
        shared: &Shared,
        Opened { mut live, within_a_line }: Opened,
        now: Option<SystemTime>,
    ) {
        self.period = shared.settings.period_of(&live, now);
        if shared.settings.backups.is_some() && live.is_regular {
            live.lock();
        }
        self.mode = Some(live.mode);
        self.live = Some(live);
        self.closed = None;
        self.since_look = 0;
        self.lines.start_within_a_line(within_a_line);
    }

    /// Checks that the path still leads to the open file, and opens the file again if not. A file that
    /// was renamed is written to until the new one can be opened; one that was deleted is not.
    #[cold]
    pub(super) fn look(&mut self, shared: &Shared, now: Option<SystemTime>) {
        self.looked = now;
        let Some(live) = &mut self.live else {
            self.open_again(shared);
            return;
        };
        if shared.settings.leads_elsewhere(shared, &live.path) {
            // Another process has begun the next file.
            self.moved(shared);
            return;
        }
        match shared.disk.inspect(&live.path) {
            // The folder cannot be searched at the moment.
            Err(_) => {}
            Ok(Some(found)) if FileId::of(&found) == live.id => {
                // Others append to the file or truncate it.
                live.size = found.len();
                live.mode = mode_of(&found);
                self.mode = Some(live.mode);
                self.since_look = 0;
            }
            Ok(_) => self.moved(shared),
        }
        self.check_reserve(shared);
    }

    /// Leaves a file that was renamed, deleted or replaced.
    #[cold]
    fn moved(&mut self, shared: &Shared) {
        let open = self.live.as_ref().map(|live| shared.disk.inspect_open(&live.file));
        let unlinked = matches!(&open, Some(Ok(metadata)) if is_unlinked(metadata));
        if unlinked {
            // The lines since the last check went to a file that is gone.
            self.lines.add_lost(std::mem::take(&mut self.since_look), ErrorKind::NotFound.into());
            self.live = None;
        }
        self.open_again(shared);
    }

    pub(super) fn open_again(&mut self, shared: &Shared) {
        if let Err(error) = self.reopen(shared) {
            diagnostics::report(format_args!("{error}"));
            self.closed = Some(error.to_io());
        }
    }
}

/// Returns `true` if that much time has passed, in either direction: clocks are set back, too.
#[inline]
pub(super) fn is_due(last: Option<SystemTime>, now: Option<SystemTime>, pause: Duration) -> bool {
    match (last, now) {
        (Some(last), Some(now)) => {
            now.duration_since(last).unwrap_or_else(|earlier| earlier.duration()) >= pause
        }
        _ => true,
    }
}

/// The writer of one line: it counts the bytes.
struct Out<'a> {
    disk: &'a Disk,
    live: Option<&'a mut LiveFile>,
    closed: &'a Option<io::Error>,
}

impl Write for Out<'_> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(live) = &mut self.live else {
            return Err(self.closed.as_ref().map_or(ErrorKind::NotFound.into(), copy));
        };
        let written = self.disk.write(&live.file, bytes)?;
        live.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

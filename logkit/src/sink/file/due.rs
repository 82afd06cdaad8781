//! When a file is rotated, and how its state goes from one file to the next.

use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::sink::file::Shared;
use crate::sink::file::builder::FileSettings;
use crate::sink::file::error::FileError;
use crate::sink::file::live::LiveFile;
use crate::sink::file::name::Stamp;
use crate::sink::file::schedule::Period;
use crate::sink::file::state::{FileState, is_due};
use crate::util::diagnostics;
use crate::util::fork_mutex::process_id;

/// The time after a rotation that failed until the next attempt.
const RETRY_EVERY: Duration = Duration::from_secs(1);

impl FileSettings {
    /// The period of the lines in a file: that of the last one, or of the next one if it is empty.
    pub(super) fn period_of(&self, live: &LiveFile, now: Option<SystemTime>) -> Option<Period> {
        let now = now?;
        // A file of the future would not be rotated for as long: the clock was wrong, once or now.
        let modified = live.modified.filter(|time| live.size > 0 && *time <= now);
        Some(Period::at(self.rotation?, self.zone, modified.unwrap_or(now)))
    }

    /// Returns `true` if the link of direct names leads to another file.
    pub(super) fn leads_elsewhere(&self, shared: &Shared, live: &Path) -> bool {
        match &self.backups {
            Some(backups) if self.direct => {
                let linked = backups.linked(&shared.disk, &self.path);
                linked.is_ok_and(|linked| linked.is_some_and(|linked| linked != live))
            }
            _ => false,
        }
    }

    pub(super) fn stamp_at(&self, now: Option<SystemTime>) -> Option<Stamp> {
        Some(Period::at(self.rotation?, self.zone, now?).stamp)
    }
}

impl FileState {
    /// Returns `true` if the file is to be rotated before the line.
    #[inline]
    pub(super) fn is_due(&self, shared: &Shared, line: &[u8]) -> bool {
        self.is_full(shared, line) || (self.period.is_some() && self.is_past(shared.disk.now()))
    }

    /// Returns `true` if the line would make the file too long: `shouldRollover` of CPython 3.13.
    #[inline]
    fn is_full(&self, shared: &Shared, line: &[u8]) -> bool {
        let limit = shared.settings.max_bytes;
        match &self.live {
            Some(open) if limit > 0 && open.is_regular && open.size > 0 => {
                open.size.saturating_add(line.len() as u64) >= limit
            }
            _ => false,
        }
    }

    /// Returns `true` outside of the file's period.
    #[inline]
    fn is_past(&self, now: Option<SystemTime>) -> bool {
        match (&self.period, now) {
            (Some(period), Some(now)) => now >= period.until || now < period.since,
            _ => false,
        }
    }

    /// Rotates the file, unless that failed a moment ago. After a failure lines go on to the old file.
    #[cold]
    pub(super) fn rotate(&mut self, shared: &Shared, line: &[u8], uptime: Option<Duration>) {
        let settings = &shared.settings;
        let Some(backups) = &settings.backups else { return };
        if self.failed.is_some() && !is_due(self.failed, uptime, RETRY_EVERY) {
            return;
        }
        // Others may have rotated or truncated the file.
        self.look(shared, uptime);
        let now = shared.disk.now();
        if !self.is_full(shared, line) && !self.ends_period(shared, now) {
            return;
        }
        if !self.may_rotate(shared) {
            self.failed = uptime;
            return;
        }
        if let Err(error) = self.flush_buffer(shared) {
            let error = FileError::failed(&settings.path, "write buffered lines", error);
            diagnostics::report(format_args!("{error}"));
            self.failed = uptime;
            return;
        }
        let mode = self.mode.unwrap_or(settings.mode);
        let rotated = if settings.direct {
            backups.rotate_direct(shared, settings.stamp_at(now), mode)
        } else {
            let open = || LiveFile::open(&shared.disk, &settings.path, mode, settings.create_dirs);
            backups.rotate(shared, self.period.map(|period| period.stamp), open)
        };
        match rotated {
            Ok(opened) => {
                self.replace(shared, opened, now);
                self.failed = None;
                self.retain(shared);
                #[cfg(feature = "gzip")]
                shared.compressor.set_due(settings);
            }
            Err(error) => {
                diagnostics::report(format_args!("{error}; lines go on to the old file"));
                self.failed = uptime;
            }
        }
    }

    /// Returns `true` if the period of the lines in the file is over. Of an empty file, or if the clock
    /// was set back, only the period changes: however far a clock jumps, the file is rotated once.
    fn ends_period(&mut self, shared: &Shared, now: Option<SystemTime>) -> bool {
        let (Some(period), Some(live), Some(now)) = (&mut self.period, &self.live, now) else {
            return false;
        };
        let is_over = now >= period.until && live.is_regular && live.size > 0;
        if !is_over && (now >= period.until || now < period.since) {
            if let Some(rotation) = shared.settings.rotation {
                *period = Period::at(rotation, shared.settings.zone, now);
            }
        }
        is_over
    }

    /// Returns `true` if this process has the lock on the open file. The child of a fork shares its
    /// parent's lock, which is not enough: it opens the file by itself.
    pub(super) fn may_rotate(&mut self, shared: &Shared) -> bool {
        let process = process_id();
        match &mut self.live {
            Some(live) if live.locked_by == process => true,
            Some(live) if live.locked_by == 0 => live.lock(),
            _ => {
                self.open_again(shared);
                self.live.as_ref().is_some_and(|live| live.locked_by == process)
            }
        }
    }

    /// Deletes backups beyond the limits. A failure is reported; the next rotation tries again.
    fn retain(&self, shared: &Shared) {
        let (Some(backups), Some(live)) = (&shared.settings.backups, &self.live) else { return };
        if let Err(error) = backups.retain(shared, &live.path) {
            diagnostics::report(format_args!("{error}"));
        }
    }

    /// Deletes backups if the free space has fallen below the reserve.
    pub(super) fn check_reserve(&mut self, shared: &Shared) {
        let settings = &shared.settings;
        let (Some(backups), Some(_)) = (&settings.backups, settings.limits.reserve) else { return };
        if backups.is_short_of_space(&settings.limits) && self.may_rotate(shared) {
            self.retain(shared);
        }
    }
}

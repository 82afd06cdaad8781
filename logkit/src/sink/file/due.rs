//! When a file is rotated, and how its state goes from one file to the next.

use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::sink::file::Shared;
use crate::sink::file::builder::FileSettings;
use crate::sink::file::disk::{Uptime, is_due};
use crate::sink::file::error::FileError;
use crate::sink::file::live::LiveFile;
use crate::sink::file::schedule::{PeriodClock, Schedule};
use crate::sink::file::stamp::Stamp;
use crate::sink::file::state::FileState;
use crate::util::diagnostics;
use crate::util::process_id::process_id;

/// The time after a rotation that failed until the next attempt.
const RETRY_EVERY: Duration = Duration::from_secs(1);

impl FileSettings {
    /// The period of the lines in a file: that of the last one, or of the next one if it is empty.
    pub(super) fn period_of(
        &self,
        live: &LiveFile,
        now: Option<SystemTime>,
    ) -> Option<PeriodClock> {
        let modified = live.modified.filter(|_| live.size > 0);
        Some(PeriodClock::start(self.schedule()?, modified, now?))
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
        Some(self.schedule()?.stamp_at(now?))
    }

    fn schedule(&self) -> Option<Schedule> {
        Some(Schedule::new(self.rotation?, self.zone))
    }
}

impl FileState {
    /// Returns `true` if the file must be rotated before the line.
    #[inline]
    pub(super) fn is_due(&mut self, shared: &Shared, line: &[u8]) -> bool {
        self.is_full(shared, line) || (self.period.is_some() && self.is_past(shared.disk.now()))
    }

    /// Returns `true` if the line would make the file too long: `shouldRollover` of CPython 3.13.
    #[inline]
    fn is_full(&self, shared: &Shared, line: &[u8]) -> bool {
        let limit = shared.settings.max_bytes();
        match &self.live {
            Some(open) if limit > 0 && open.is_regular && open.size > 0 => {
                open.size.saturating_add(line.len() as u64) >= limit
            }
            _ => false,
        }
    }

    /// Returns `true` if the period of the file is over.
    #[inline]
    fn is_past(&mut self, now: Option<SystemTime>) -> bool {
        match (&mut self.period, now) {
            (Some(period), Some(now)) => period.due(now).is_some(),
            _ => false,
        }
    }

    /// Rotates the file, unless that failed a moment ago. After a failure lines go on to the old file.
    #[cold]
    pub(super) fn rotate(&mut self, shared: &Shared, line: &[u8], uptime: Option<Uptime>) {
        let settings = &shared.settings;
        let Some(backups) = &settings.backups else { return };
        if self.failed.is_some() && !is_due(self.failed, uptime, RETRY_EVERY) {
            return;
        }
        // Others may have rotated or truncated the file.
        self.look(shared, uptime);
        let now = shared.disk.now();
        let is_past = self.ends_period(now);
        if !is_past && !self.is_full(shared, line) {
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
        let period = self.period;
        let stamp = period.map(|period| period.stamp());
        let rotated = if settings.direct {
            let stamp = if is_past { settings.stamp_at(now) } else { stamp };
            backups.rotate_direct(shared, stamp, mode)
        } else {
            let open = || LiveFile::open(&shared.disk, &settings.path, mode, settings.create_dirs);
            backups.rotate(shared, stamp, open)
        };
        match rotated {
            Ok(opened) => {
                self.replace(shared, opened, now);
                if !is_past {
                    self.period = period;
                }
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

    /// Returns `true` if the period of the lines in the file is over. An empty file goes on to the next
    /// period.
    fn ends_period(&mut self, now: Option<SystemTime>) -> bool {
        let is_past = self.is_past(now);
        let has_lines = self.live.as_ref().is_some_and(|live| live.is_regular && live.size > 0);
        match (&mut self.period, now) {
            (Some(period), Some(now)) if is_past && !has_lines => period.restart(now),
            _ => {}
        }
        is_past && has_lines
    }

    /// Returns `true` if this process has the lock on the open file. The child of a fork shares its
    /// parent's lock, which is not enough: it opens the file by itself.
    fn may_rotate(&mut self, shared: &Shared) -> bool {
        let process = process_id();
        match &mut self.live {
            Some(live) if live.locked_by == process => true,
            Some(live) if live.locked_by == 0 && live.opened_by == process => live.lock(),
            _ => {
                self.open_again(shared);
                self.live.as_ref().is_some_and(|live| live.locked_by == process)
            }
        }
    }

    /// Returns `true` if this process has the lock on the file that the path leads to now, so that no
    /// other one renames backups.
    #[cfg(feature = "gzip")]
    pub(super) fn owns_backups(&mut self, shared: &Shared) -> bool {
        self.look(shared, shared.disk.uptime());
        self.may_rotate(shared)
    }

    /// Deletes backups beyond the limits. A failure is reported; the next rotation tries again.
    pub(super) fn retain(&self, shared: &Shared) {
        let (Some(backups), Some(live)) = (&shared.settings.backups, &self.live) else { return };
        if let Err(error) = backups.retain(shared, &live.path, self.former) {
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

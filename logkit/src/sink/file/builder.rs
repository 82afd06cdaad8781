//! The settings of a log file, and the check that they fit together.

use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use crate::format::TimeZone;
use crate::handler::Lines;
use crate::level::{IntoLevelFilter, LevelFilter};
use crate::sink::file::FileSink;
use crate::sink::file::disk::{DEFAULT_MODE, Disk};
use crate::sink::file::error::FileError;
use crate::sink::file::name::NameScheme;
use crate::sink::file::retention::Limits;
use crate::sink::file::rotation::Backups;
use crate::sink::file::stamp::Rotation;

/// The settings of a [`handler::File`](crate::handler::File), from
/// [`File::builder`](crate::handler::File::builder).
#[derive(Clone, Debug)]
#[must_use = "a file is opened by `build()`"]
pub struct FileBuilder {
    settings: FileSettings,
    disk: Disk,
}

/// The settings in force.
#[derive(Clone, Debug)]
pub(super) struct FileSettings {
    pub(super) path: PathBuf,
    pub(super) mode: u32,
    pub(super) create_dirs: bool,
    /// 0 for no limit.
    /// 0 is no limit.
    max_bytes: Option<u64>,
    /// `None` if nothing was said: an explicit 0 is CPython's way to say that no file is rotated.
    backup_count: Option<u32>,
    pub(super) rotation: Option<Rotation>,
    pub(super) zone: TimeZone,
    pub(super) direct: bool,
    /// The bytes of the buffer; 0 for none.
    pub(super) buffer: usize,
    pub(super) flush_level: LevelFilter,
    flush_every: Duration,
    pub(super) sync_level: LevelFilter,
    pub(super) sync_every: Option<Duration>,
    /// The interval of the timer, if one is needed. Set by `build`.
    pub(super) interval: Option<Duration>,
    pub(super) gzip: bool,
    pub(super) limits: Limits,
    /// The files of the rotation; `None` if the file is never rotated. Set by `build`.
    pub(super) backups: Option<Backups>,
}

impl FileBuilder {
    pub(crate) fn new(path: &Path) -> Self {
        let settings = FileSettings {
            path: path.to_owned(),
            mode: DEFAULT_MODE,
            create_dirs: false,
            max_bytes: None,
            backup_count: None,
            rotation: None,
            zone: TimeZone::Local,
            direct: false,
            buffer: 0,
            flush_level: LevelFilter::OFF,
            flush_every: Duration::from_secs(1),
            sync_level: LevelFilter::OFF,
            sync_every: None,
            interval: None,
            gzip: false,
            limits: Limits::default(),
            backups: None,
        };
        Self { settings, disk: Disk::default() }
    }

    /// Rotates the file by size: before the line that would make it `max_bytes` long or longer, the
    /// file is renamed to `app.log.1`, and a new one is begun. An empty file is never rotated, so a
    /// line that is longer than `max_bytes` is written whole, into a file of its own. These are the
    /// rules of `RotatingFileHandler` in CPython 3.13, with bytes in place of characters.
    ///
    /// Needs a [backup count](Self::with_backup_count), a [rotation by time](Self::with_rotation) or
    /// [direct names](Self::with_direct_names). 0, the default, means no limit.
    pub fn with_max_bytes(mut self, max_bytes: u64) -> Self {
        self.settings.max_bytes = Some(max_bytes);
        self
    }

    /// Sets the number of backups that a rotation by size keeps, from `app.log.1`, the newest, to
    /// `app.log.N`. Backups of earlier runs count. With 0 the file is never rotated by size, as in
    /// CPython. Needs a [size](Self::with_max_bytes).
    pub fn with_backup_count(mut self, backup_count: u32) -> Self {
        self.settings.backup_count = Some(backup_count);
        self
    }

    /// Rotates the file by time, in local time: before the first line of a new day or hour, the file
    /// is renamed to the day or hour of its lines, as in `app.log.2026-11-22`. If there is such a file,
    /// `.1` follows, and so on. A file without lines is not rotated.
    ///
    /// Together with [`with_max_bytes`](Self::with_max_bytes), the file is rotated within a day or hour,
    /// too. A day or an hour is the time in which a clock on the wall shows it: a day can have 23 or 25
    /// hours, and the hour that repeats at the end of summer time is one file. After a suspension or a
    /// jump of the clock, the file is rotated once. A clock that is set back does not rotate it, and a
    /// name that exists is never written again.
    pub fn with_rotation(mut self, rotation: Rotation) -> Self {
        self.settings.rotation = Some(rotation);
        self
    }

    /// Sets the zone whose days and hours [`with_rotation`](Self::with_rotation) follows. The default
    /// is [`TimeZone::Local`].
    pub fn with_time_zone(mut self, zone: TimeZone) -> Self {
        self.settings.zone = zone;
        self
    }

    /// Sets the number of backups to keep of a rotation by time or with direct names, beside the live
    /// file; older ones are deleted. By default all are kept. Backups of earlier runs count. The file
    /// that was the live one last is the newest, even if the clock was wrong and others have later names.
    pub fn with_keep(mut self, backups: u32) -> Self {
        self.settings.limits.keep = Some(backups);
        self
    }

    /// Limits the bytes of the live file and all backups together: the oldest backups are deleted.
    /// Requires a [size of the live file](Self::with_max_bytes) that fits in it.
    pub fn with_keep_bytes(mut self, bytes: u64) -> Self {
        self.settings.limits.keep_bytes = Some(bytes);
        self
    }

    /// Deletes the oldest backups while the file system has fewer free bytes than this. The live file
    /// is written in any case. Has no effect on systems other than Unix.
    pub fn with_reserve(mut self, bytes: u64) -> Self {
        self.settings.limits.reserve = Some(bytes);
        self
    }

    /// Gives the live file the name that it keeps, so that no file is ever renamed, for systems that
    /// cannot rename an open file: `app.log.2026-11-22` with a rotation by time, and growing numbers
    /// from `app.log.1` on with a rotation by size. The path itself is a symbolic link to the live file;
    /// on systems without such links, a small file with its name.
    pub fn with_direct_names(mut self) -> Self {
        self.settings.direct = true;
        self
    }

    /// Compresses backups with gzip, in a background thread that ends when nothing is left to compress:
    /// `app.log.1` becomes `app.log.1.gz`. Those of earlier runs are compressed, too.
    ///
    /// A complete `.gz` is on the disk before the backup is deleted, so neither the death of the process
    /// nor a full disk loses a line. The end of the process does not wait: the next run compresses the
    /// rest. A `.gz` of the same name and other content is left alone, and so is the backup.
    #[cfg(feature = "gzip")]
    pub fn with_gzip(mut self) -> Self {
        self.settings.gzip = true;
        self
    }

    /// Keeps up to this many bytes of lines in memory and writes them together: when the buffer is full,
    /// after a second, after an error, when the handler is flushed or dropped. 0, the default, means
    /// that each line is in the kernel when the log call returns.
    ///
    /// A process that is killed loses what is in the buffer.
    pub fn with_buffer(mut self, bytes: usize) -> Self {
        self.settings.buffer = bytes;
        self.settings.flush_level = if bytes == 0 { LevelFilter::OFF } else { LevelFilter::ERROR };
        self
    }

    /// Writes the buffer after each line of this level or a more severe one. The default is ERROR. Call
    /// it after [`with_buffer`](Self::with_buffer), which resets it.
    pub fn with_flush_level(mut self, level: impl IntoLevelFilter) -> Self {
        self.settings.flush_level = level.into();
        self
    }

    /// Sets the longest time that a line waits in the buffer. The default is a second.
    pub fn with_flush_interval(mut self, interval: Duration) -> Self {
        self.settings.flush_every = interval;
        self
    }

    /// Waits until a line of this level or a more severe one, and those before it, are on the disk, so
    /// that they survive a loss of power. By default the system chooses the time, and tells nothing, or
    /// at the end of the file ([network disks](crate::handler::File#lost-lines)), if it failed. With this
    /// setting, a notice in the log tells how many lines at most were lost then; the end of a file is on
    /// the disk before the next one is begun or the handler ends. Behind a
    /// [queue](crate::handler), set an [interval](Self::with_sync_interval) instead.
    pub fn with_sync_level(mut self, level: impl IntoLevelFilter) -> Self {
        self.settings.sync_level = level.into();
        self
    }

    /// Sets the longest time until a line is on the disk. A background thread waits for the disk.
    pub fn with_sync_interval(mut self, interval: Duration) -> Self {
        self.settings.sync_every = Some(interval);
        self
    }

    /// Sets the permission bits of new files, whatever the process's umask is. The default is `0o600`:
    /// only the owner reads and writes them. The next file of a rotation gets the bits of the one
    /// before, so that a `chmod` lasts. Has no effect on systems without such bits. A file system that
    /// has none, or the same for all files, gives its own, which a line on stderr reports once.
    pub fn with_mode(mut self, mode: u32) -> Self {
        self.settings.mode = mode;
        self
    }

    /// Creates the directory of the file, and its parents, for the owner only (`0o700`), also if it is
    /// deleted later. By default a missing directory is an error.
    pub fn with_create_dirs(mut self) -> Self {
        self.settings.create_dirs = true;
        self
    }

    /// Lists the files that the first rotation would delete, oldest first, without opening the log:
    /// backups beyond the limits, and no others.
    ///
    /// # Errors
    ///
    /// The settings do not fit together, or the directory cannot be read.
    pub fn would_delete(&self) -> Result<Vec<PathBuf>, FileError> {
        self.settings.check()?;
        let mut settings = self.settings.clone();
        settings.make_absolute()?;
        settings.backups = settings.backups();
        settings.would_delete(&self.disk, None)
    }

    /// Opens the file. A relative path is one in the working directory of this moment, as in CPython:
    /// the log stays where it is if the process changes to another directory.
    ///
    /// # Errors
    ///
    /// The path cannot be opened or is not accepted, or the settings do not fit together.
    pub fn build(mut self) -> Result<Lines<FileSink>, FileError> {
        self.settings.check()?;
        self.settings.make_absolute()?;
        self.settings.backups = self.settings.backups();
        self.settings.interval = self.settings.interval();
        Ok(Lines::over(FileSink::open(self.settings, self.disk)?))
    }

    /// Checks that the settings fit together, without opening the file.
    #[cfg(feature = "config")]
    pub(crate) fn check(&self) -> Result<(), FileError> {
        self.settings.check()
    }

    /// Fixes a relative path to a folder.
    #[cfg(feature = "config")]
    pub(crate) fn fix_path(&mut self, folder: &Path) {
        self.settings.path = folder.join(&self.settings.path);
    }

    /// The settings, as they were made, and the disk.
    #[cfg(feature = "config")]
    pub(super) fn parts(&self) -> (&FileSettings, &Disk) {
        (&self.settings, &self.disk)
    }

    #[cfg(test)]
    pub(super) fn with_disk(mut self, disk: Disk) -> Self {
        self.disk = disk;
        self
    }
}

impl FileSettings {
    /// Fixes a relative path to the working directory of this moment. The process may change it later,
    /// as daemons do.
    fn make_absolute(&mut self) -> Result<(), FileError> {
        let path = std::path::absolute(&self.path);
        self.path = path.map_err(|error| FileError::failed(&self.path, "open", error))?;
        Ok(())
    }

    /// The size before which a file is rotated; 0 is no limit.
    #[inline]
    pub(super) fn max_bytes(&self) -> u64 {
        self.max_bytes.unwrap_or(0)
    }

    /// The files of the rotation, if the settings ask for one.
    fn backups(&self) -> Option<Backups> {
        let scheme = match self.rotation {
            Some(rotation) => NameScheme::Dated(rotation),
            None if self.max_bytes() == 0 => return None,
            None if self.direct => NameScheme::Growing,
            None => match self.backup_count {
                None | Some(0) => return None,
                Some(count) => NameScheme::Shifted { count },
            },
        };
        Some(Backups::new(&self.path, scheme, self.gzip))
    }

    /// Lists the files that the next rotation of the live file would delete.
    pub(super) fn would_delete(
        &self,
        disk: &Disk,
        live: Option<&Path>,
    ) -> Result<Vec<PathBuf>, FileError> {
        let Some(backups) = &self.backups else { return Ok(Vec::new()) };
        let linked = if self.direct { backups.linked(disk, &self.path)? } else { None };
        let live = live.map(Path::to_owned).or(linked).unwrap_or_else(|| self.path.clone());
        backups.would_delete(disk, &self.limits, &live, self.max_bytes())
    }

    /// The interval of the timer, if one is needed.
    fn interval(&self) -> Option<Duration> {
        let flush = (self.buffer > 0).then_some(self.flush_every);
        flush.into_iter().chain(self.sync_every).min()
    }

    fn check(&self) -> Result<(), FileError> {
        let refused = |reason: &str| Err(FileError::refused(&self.path, reason));
        if self.path.as_os_str().is_empty() {
            return refused("the path is empty");
        }
        if self.path.components().any(|part| part == Component::ParentDir) {
            return refused("the path contains `..`; expected a path without it");
        }
        if self.path.file_name().is_none() {
            return refused("the path has no file name");
        }
        if self.mode & !0o777 != 0 || self.mode & 0o200 == 0 {
            let reason = format!(
                "unexpected mode 0o{:o}; expected permission bits that let the owner write, such as 0o640",
                self.mode
            );
            return Err(FileError::refused(&self.path, reason));
        }
        self.check_rotation().map_err(|reason| FileError::refused(&self.path, reason))
    }

    /// Checks that the limits are those of the rotation.
    fn check_rotation(&self) -> Result<(), &'static str> {
        let Limits { keep, keep_bytes, reserve } = self.limits;
        let is_shifted = self.rotation.is_none() && !self.direct;
        if self.direct && self.rotation.is_none() && self.max_bytes() == 0 {
            return Err("`with_direct_names` needs `with_rotation` or `with_max_bytes`");
        }
        if self.backup_count.is_some_and(|count| count > 0) && !is_shifted {
            return Err("`with_backup_count` is for backups that are renumbered; \
                        with a rotation by time or direct names, write `with_keep`");
        }
        if self.backup_count.is_some_and(|count| count > 0) && self.max_bytes.is_none() {
            return Err("`with_backup_count` needs a size, or the file is never rotated; \
                        write `with_max_bytes`");
        }
        if keep.is_some() && is_shifted {
            return Err("`with_keep` needs a rotation by time or direct names; \
                        for a rotation by size, write `with_backup_count`");
        }
        if self.max_bytes() > 0 && self.backup_count.is_none() && is_shifted {
            return Err("`with_max_bytes` needs backups, or the file is never rotated; \
                        write `with_backup_count`");
        }
        if self.gzip && self.backups().is_none() {
            return Err("`with_gzip` compresses backups, and there are none; \
                        write `with_rotation`, or `with_max_bytes` and `with_backup_count`");
        }
        if keep == Some(0) {
            return Err("unexpected 0 for `with_keep`; expected a number of backups from 1 on");
        }
        if keep_bytes.is_some_and(|bytes| self.max_bytes() == 0 || self.max_bytes() > bytes) {
            return Err("`with_keep_bytes` needs `with_max_bytes` of at most as many bytes");
        }
        if (keep_bytes.is_some() || reserve.is_some()) && self.backups().is_none() {
            return Err(
                "`with_keep_bytes` and `with_reserve` delete backups, and there are none; \
                        write `with_rotation`, or `with_max_bytes` and `with_backup_count`",
            );
        }
        Ok(())
    }
}

//! The settings of a log file, and the check that they fit together.

use std::path::{Component, Path, PathBuf};

use crate::handler::Lines;
use crate::sink::file::FileSink;
use crate::sink::file::disk::{DEFAULT_MODE, Disk};
use crate::sink::file::error::FileError;
use crate::sink::file::name::NameScheme;
use crate::sink::file::rotation::Backups;

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
    pub(super) max_bytes: u64,
    backup_count: u32,
    /// The files of the rotation; `None` if the file is never rotated. Set by `build`.
    pub(super) backups: Option<Backups>,
}

impl FileBuilder {
    pub(crate) fn new(path: &Path) -> Self {
        let settings = FileSettings {
            path: path.to_owned(),
            mode: DEFAULT_MODE,
            create_dirs: false,
            max_bytes: 0,
            backup_count: 0,
            backups: None,
        };
        Self { settings, disk: Disk::default() }
    }

    /// Rotates the file by size: before the line that would make it `max_bytes` long or longer, the
    /// file is renamed to `app.log.1`, and a new one is begun. An empty file is never rotated, so a
    /// line that is longer than `max_bytes` is written whole, into a file of its own. These are the
    /// rules of `RotatingFileHandler` in CPython 3.13, with bytes in place of characters.
    ///
    /// Takes effect only with a [backup count](Self::with_backup_count). 0, the default, means no
    /// limit.
    pub fn with_max_bytes(mut self, max_bytes: u64) -> Self {
        self.settings.max_bytes = max_bytes;
        self
    }

    /// Sets the number of backups that a rotation by size keeps, from `app.log.1`, the newest, to
    /// `app.log.N`. Backups of earlier runs count. 0, the default, means that the file is never
    /// rotated by size, as in CPython.
    pub fn with_backup_count(mut self, backup_count: u32) -> Self {
        self.settings.backup_count = backup_count;
        self
    }

    /// Sets the permission bits of new files, whatever the process's umask is. The default is `0o600`:
    /// only the owner reads and writes them. The next file of a rotation gets the bits of the one
    /// before, so that a `chmod` lasts. Has no effect on systems without such bits.
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

    /// Opens the file.
    ///
    /// # Errors
    ///
    /// The path cannot be opened or is none that is accepted, or the settings do not fit together.
    pub fn build(mut self) -> Result<Lines<FileSink>, FileError> {
        self.settings.check()?;
        self.settings.backups = self.settings.backups();
        Ok(Lines::over(FileSink::open(self.settings, self.disk)?))
    }

    #[cfg(test)]
    pub(super) fn with_disk(mut self, disk: Disk) -> Self {
        self.disk = disk;
        self
    }
}

impl FileSettings {
    /// The files of the rotation, if the settings ask for one.
    fn backups(&self) -> Option<Backups> {
        let by_size = self.max_bytes > 0 && self.backup_count > 0;
        let scheme = NameScheme::Shifted { count: self.backup_count };
        by_size.then(|| Backups::new(&self.path, scheme, false))
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
        Ok(())
    }
}

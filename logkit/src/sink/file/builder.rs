//! The settings of a log file, and the check that they fit together.

use std::path::{Component, Path, PathBuf};

use crate::handler::Lines;
use crate::sink::file::FileSink;
use crate::sink::file::disk::{DEFAULT_MODE, Disk};
use crate::sink::file::error::FileError;

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
}

impl FileBuilder {
    pub(crate) fn new(path: &Path) -> Self {
        let settings =
            FileSettings { path: path.to_owned(), mode: DEFAULT_MODE, create_dirs: false };
        Self { settings, disk: Disk::default() }
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
    pub fn build(self) -> Result<Lines<FileSink>, FileError> {
        self.settings.check()?;
        Ok(Lines::over(FileSink::open(self.settings, self.disk)?))
    }

    #[cfg(test)]
    pub(super) fn with_disk(mut self, disk: Disk) -> Self {
        self.disk = disk;
        self
    }
}

impl FileSettings {
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

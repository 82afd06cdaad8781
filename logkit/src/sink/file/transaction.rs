//! Several renames that happen all or not at all.

use std::io;
use std::path::{Path, PathBuf};

use crate::sink::file::disk::Disk;
use crate::sink::file::error::FileError;
use crate::util::diagnostics;

/// Renames that are undone in reverse when it is dropped without [`commit`](Self::commit).
pub(super) struct Renames<'a> {
    disk: &'a Disk,
    done: Vec<(PathBuf, PathBuf)>,
}

impl<'a> Renames<'a> {
    pub(super) fn new(disk: &'a Disk) -> Self {
        Self { disk, done: Vec::new() }
    }

    /// Renames a file to a name that no file has.
    pub(super) fn rename(&mut self, from: PathBuf, to: PathBuf) -> Result<(), FileError> {
        let failed = |error| FileError::failed(&from, "rename", error);
        // The renames before this one have made room, unless others create files here.
        if self.disk.inspect(&to).map_err(failed)?.is_some() {
            return Err(FileError::refused(
                &to,
                "the name is taken; expected to rename a file to it",
            ));
        }
        self.disk.rename(&from, &to).map_err(failed)?;
        self.done.push((from, to));
        Ok(())
    }

    /// Renames a file back, unless another process has written to a new file of the old name.
    fn undo(&self, from: &Path, to: &Path) -> Result<(), FileError> {
        let failed = |error| FileError::failed(to, "rename back", error);
        match self.disk.inspect(from).map_err(failed)? {
            Some(metadata) if metadata.len() > 0 => {
                Err(FileError::failed(to, "rename back", io::ErrorKind::AlreadyExists.into()))
            }
            _ => self.disk.rename(to, from).map_err(failed),
        }
    }

    /// Keeps the renames.
    pub(super) fn commit(mut self) {
        self.done.clear();
    }
}

impl Drop for Renames<'_> {
    fn drop(&mut self) {
        while let Some((from, to)) = self.done.pop() {
            if let Err(error) = self.undo(&from, &to) {
                diagnostics::report(format_args!("{error}"));
            }
        }
    }
}

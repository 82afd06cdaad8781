//! Rotation: when the file is due, and the renames that make room for the next one.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use crate::sink::file::Shared;
use crate::sink::file::disk::{Disk, folder_of};
use crate::sink::file::error::FileError;
use crate::sink::file::name::{BackupForm, BackupName, NameGrammar, NameScheme};
use crate::sink::file::stamp::Stamp;
use crate::sink::file::transaction::Renames;
use crate::util::diagnostics;
use crate::util::own_file::FileId;

/// The files that a rotation may touch.
#[derive(Clone, Debug)]
pub(super) struct Backups {
    folder: PathBuf,
    pub(super) names: NameGrammar,
}

/// A file beside the log whose name is a backup's.
#[derive(Clone, Copy, Debug)]
pub(super) struct Backup {
    pub(super) name: BackupName,
    pub(super) id: FileId,
    pub(super) bytes: u64,
}

/// The newest backup where backups are renumbered.
pub(super) const NEWEST: BackupName =
    BackupName { stamp: None, number: 1, form: BackupForm::Plain };

impl Backups {
    pub(super) fn new(path: &Path, scheme: NameScheme, gzip: bool) -> Self {
        let base = path.file_name().unwrap_or_default();
        Self { folder: folder_of(path).to_owned(), names: NameGrammar::new(base, scheme, gzip) }
    }

    pub(super) fn path(&self, name: BackupName) -> PathBuf {
        self.path_of(self.names.format(name))
    }

    pub(super) fn path_of(&self, name: OsString) -> PathBuf {
        self.folder.join(name)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Checks that the file system takes names as long as those of backups: otherwise no rotation would
    /// succeed.
    pub(super) fn check_names(&self, disk: &Disk) -> Result<(), FileError> {
        let longest = self.path_of(self.names.longest());
        let found = disk.inspect(&longest);
        found
            .map(drop)
            .map_err(|error| FileError::failed(&longest, "name a backup like this", error))
    }

    /// Lists the backups, oldest first, and the temporary files.
    ///
    /// # Errors
    ///
    /// The folder cannot be read, or something else than a regular file has the name of a backup.
    pub(super) fn list(&self, disk: &Disk) -> Result<Vec<Backup>, FileError> {
        let failed = |path: &Path, error| FileError::failed(path, "list backups", error);
        let names = disk.list(&self.folder).map_err(|error| failed(&self.folder, error))?;
        let mut backups = Vec::new();
        for name in names.iter().filter_map(|name| self.names.parse(name)) {
            let path = self.path(name);
            let found = disk.inspect(&path).map_err(|error| failed(&path, error))?;
            // It may have been deleted in between.
            let Some(metadata) = found else { continue };
            if !metadata.is_file() {
                let reason = "the name is a backup's; expected a regular file, or none";
                return Err(FileError::refused(&path, reason));
            }
            backups.push(Backup { name, id: FileId::of(&metadata), bytes: metadata.len() });
        }
        backups.sort_by_key(|backup| self.names.age(&backup.name));
        Ok(backups)
    }

    /// Renames the log file to the newest backup's name, after older backups where those are numbered,
    /// and calls `open` for the next file. If anything fails, every file has its old name again.
    pub(super) fn rotate<T>(
        &self,
        shared: &Shared,
        period: Option<Stamp>,
        open: impl FnOnce() -> Result<T, FileError>,
    ) -> Result<T, FileError> {
        let disk = &shared.disk;
        let mut backups = self.list(disk)?;
        if backups.iter().any(|backup| backup.name.form.is_pushed_out()) {
            // An earlier rotation could not delete it, or another process died during one.
            self.clean(disk)?;
            backups = self.list(disk)?;
        }
        let (moves, newest) = self.make_room(&backups, period);
        let mut renames = Renames::new(disk);
        for (from, to) in &moves {
            renames.rename(self.path(*from), self.path(*to))?;
        }
        renames.rename(shared.settings.path.clone(), self.path(newest))?;
        let opened = open()?;
        renames.commit();
        for (_, to) in moves.iter().filter(|(_, to)| to.form.is_temporary()) {
            self.remove(disk, *to);
        }
        Ok(opened)
    }

    /// The renames that free the name of the newest backup, and that name.
    fn make_room(
        &self,
        backups: &[Backup],
        period: Option<Stamp>,
    ) -> (Vec<(BackupName, BackupName)>, BackupName) {
        let backups =
            || backups.iter().map(|backup| backup.name).filter(|name| !name.form.is_temporary());
        let count = match self.names.scheme() {
            NameScheme::Shifted { count } => count,
            NameScheme::Growing | NameScheme::Dated(_) => {
                return (Vec::new(), self.next(backups(), period));
            }
        };
        // The oldest first. It is deleted last: until then the rotation can be undone.
        let renamed = |name: BackupName| match name.form {
            _ if name.number < count => BackupName { number: name.number + 1, ..name },
            BackupForm::Gzip => BackupName { form: BackupForm::OldestGzip, ..name },
            _ => BackupName { form: BackupForm::Oldest, ..name },
        };
        let moves = backups()
            .filter(|name| name.number < count || is_pushed_out(backups(), count))
            .map(|name| (name, renamed(name)))
            .collect();
        (moves, NEWEST)
    }

    /// Returns how many of the backups, from the oldest on, the next rotation by size deletes.
    pub(super) fn pushed_out(&self, backups: &[Backup]) -> usize {
        let NameScheme::Shifted { count } = self.names.scheme() else { return 0 };
        let names = || backups.iter().map(|backup| backup.name);
        let last = names().filter(|name| name.number >= count).count();
        if is_pushed_out(names(), count) { last } else { 0 }
    }

    /// The name after the newest backup of a period. No file has it: the last number there is, of a file
    /// that somebody put there, has no successor, so the one before counts.
    pub(super) fn next(
        &self,
        backups: impl Iterator<Item = BackupName>,
        period: Option<Stamp>,
    ) -> BackupName {
        let first = match self.names.scheme() {
            NameScheme::Dated(_) => 0,
            NameScheme::Shifted { .. } | NameScheme::Growing => 1,
        };
        let taken: BTreeSet<u32> =
            backups.filter(|name| name.stamp == period).map(|name| name.number).collect();
        let mut successors = taken.iter().rev().filter_map(|number| number.checked_add(1));
        let number = successors.find(|next| !taken.contains(next)).unwrap_or(first);
        BackupName { stamp: period, number, form: BackupForm::Plain }
    }

    /// Removes what a process that died left behind: half a compressed file, and the oldest backup of
    /// a rotation that was not finished, which gets its name back if that is free.
    pub(super) fn clean(&self, disk: &Disk) -> Result<(), FileError> {
        let backups = self.list(disk)?;
        for Backup { name, .. } in backups.iter().filter(|backup| backup.name.form.is_temporary()) {
            let form = match name.form {
                BackupForm::Oldest => BackupForm::Plain,
                BackupForm::OldestGzip => BackupForm::Gzip,
                _ => {
                    self.remove(disk, *name);
                    continue;
                }
            };
            let former = BackupName { form, ..*name };
            if backups.iter().any(|backup| backup.name == former) {
                self.remove(disk, *name);
            } else {
                let path = self.path(*name);
                let renamed = disk.rename(&path, &self.path(former));
                renamed.map_err(|error| FileError::failed(&path, "rename back", error))?;
            }
        }
        Ok(())
    }

    /// Deletes a file. A failure is reported; the next rotation tries again.
    pub(super) fn remove(&self, disk: &Disk, name: BackupName) {
        let path = self.path(name);
        match disk.remove(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                let error = FileError::failed(&path, "delete", error);
                diagnostics::report(format_args!("{error}"));
            }
            _ => {}
        }
    }
}

/// As in CPython, the oldest backup goes only if another one takes its name.
fn is_pushed_out(mut names: impl Iterator<Item = BackupName>, count: u32) -> bool {
    count == 1 || names.any(|name| name.number == count - 1)
}

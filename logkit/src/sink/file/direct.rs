//! Direct naming: the live file already has a backup's name, and a link beside it leads to it. Nothing
//! is renamed, for systems that cannot rename an open file.

use std::path::{Path, PathBuf};

use crate::sink::file::Shared;
use crate::sink::file::disk::{Disk, LinkTarget};
use crate::sink::file::error::FileError;
use crate::sink::file::live::{LiveFile, Opened};
use crate::sink::file::name::{BackupForm, BackupName};
use crate::sink::file::rotation::{Backup, Backups};
use crate::sink::file::stamp::Stamp;

impl Backups {
    /// Opens the newest file of a period, or its first one, and points the link to it.
    pub(super) fn open_direct(
        &self,
        shared: &Shared,
        period: Option<Stamp>,
        mode: u32,
    ) -> Result<Opened, FileError> {
        let link = &shared.settings.path;
        self.accept_link(&shared.disk, link)?;
        let newest = match self.list(&shared.disk) {
            Ok(backups) => self.newest_of(&backups, period),
            // The folder is created below.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let name = newest.unwrap_or_else(|| self.next([].into_iter(), period));
        let path = self.path(name);
        let opened = LiveFile::open(&shared.disk, &path, mode, shared.settings.create_dirs)?;
        self.point_to(&shared.disk, link, name)?;
        Ok(opened)
    }

    /// Begins the next file of a period, and points the link to it. If that fails, the previous file
    /// is still the current one.
    pub(super) fn rotate_direct(
        &self,
        shared: &Shared,
        period: Option<Stamp>,
        mode: u32,
    ) -> Result<Opened, FileError> {
        let link = &shared.settings.path;
        self.accept_link(&shared.disk, link)?;
        let backups = self.list(&shared.disk)?;
        let name = self.next(backups.iter().map(|backup| backup.name), period);
        let path = self.path(name);
        let opened = LiveFile::open(&shared.disk, &path, mode, shared.settings.create_dirs)?;
        if let Err(error) = self.point_to(&shared.disk, link, name) {
            if opened.live.size == 0 {
                self.remove(&shared.disk, name);
            }
            return Err(error);
        }
        Ok(opened)
    }

    /// The newest file of a period that lines can be appended to.
    fn newest_of(&self, backups: &[Backup], period: Option<Stamp>) -> Option<BackupName> {
        let of_period =
            || backups.iter().map(|backup| backup.name).filter(|name| name.stamp == period);
        let last = of_period().max_by_key(|name| name.number)?;
        let is_compressed =
            of_period().any(|name| name.number == last.number && name.form == BackupForm::Gzip);
        // Nothing is appended to a file that was compressed.
        Some(if is_compressed {
            self.next(of_period(), period)
        } else {
            BackupName { form: BackupForm::Plain, ..last }
        })
    }

    /// Accepts a link that an earlier run left, and no other file.
    fn accept_link(&self, disk: &Disk, link: &Path) -> Result<(), FileError> {
        let target =
            disk.read_link(link).map_err(|error| FileError::failed(link, "read", error))?;
        match target {
            LinkTarget::Missing => Ok(()),
            LinkTarget::Name(name) if self.names.parse(&name).is_some() => Ok(()),
            LinkTarget::Name(_) | LinkTarget::OtherFile => {
                let reason = "the path is in use; with direct names, expected no file or a link to one of its backups";
                Err(FileError::refused(link, reason))
            }
        }
    }

    /// The file that the link leads to.
    pub(super) fn linked(&self, disk: &Disk, link: &Path) -> Result<Option<PathBuf>, FileError> {
        let target =
            disk.read_link(link).map_err(|error| FileError::failed(link, "read", error))?;
        Ok(match target {
            LinkTarget::Name(name) => Some(self.path_of(name)),
            LinkTarget::OtherFile | LinkTarget::Missing => None,
        })
    }

    fn point_to(&self, disk: &Disk, link: &Path, name: BackupName) -> Result<(), FileError> {
        let (target, temporary) = (self.names.format(name), self.names.link_tmp());
        let written = disk.replace_link(link, &self.folder().join(temporary), &target);
        written.map_err(|error| FileError::failed(link, "link to the current file", error))
    }
}

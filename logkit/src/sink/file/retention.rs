//! Retention: which of the oldest backups go, by their number, their bytes and the free space.

use std::path::{Path, PathBuf};

use crate::sink::file::Shared;
use crate::sink::file::disk::Disk;
use crate::sink::file::error::FileError;
use crate::sink::file::name::{BackupName, NameScheme};
use crate::sink::file::rotation::{Backup, Backups, NEWEST};
use crate::util::own_file::FileId;

/// The limits of the backups that are kept. `None` is no limit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Limits {
    /// The number of backups, beside the live file.
    pub(super) keep: Option<u32>,
    /// The bytes of all backups and the live file.
    pub(super) keep_bytes: Option<u64>,
    /// The free bytes of the file system.
    pub(super) reserve: Option<u64>,
}

impl Limits {
    pub(super) fn any(&self) -> bool {
        self.keep.is_some() || self.keep_bytes.is_some() || self.reserve.is_some()
    }

    /// Returns how many of the backups go, from the oldest on. `live` is the number of bytes to leave
    /// for the live file.
    fn excess(&self, backups: &[Backup], live: u64, free: Option<u64>) -> usize {
        let mut numbers = number_backups(backups);
        let mut bytes = backups.iter().fold(live, |sum, backup| sum.saturating_add(backup.bytes));
        let mut free = free.unwrap_or(u64::MAX);
        let mut gone = 0;
        for (index, backup) in backups.iter().enumerate() {
            let too_many = self.keep.is_some_and(|keep| numbers > keep);
            let too_big = self.keep_bytes.is_some_and(|most| bytes > most);
            let too_full = self.reserve.is_some_and(|least| free < least);
            if !(too_many || too_big || too_full) {
                break;
            }
            gone = index + 1;
            bytes = bytes.saturating_sub(backup.bytes);
            free = free.saturating_add(backup.bytes);
            if !backups.get(index + 1).is_some_and(|next| is_same(backup, next)) {
                numbers = numbers.saturating_sub(1);
            }
        }
        gone
    }
}

/// A backup and its compressed copy count once.
fn is_same(one: &Backup, other: &Backup) -> bool {
    (one.name.stamp, one.name.number) == (other.name.stamp, other.name.number)
}

fn number_backups(backups: &[Backup]) -> u32 {
    let same =
        backups.windows(2).filter(|pair| matches!(pair, [one, other] if is_same(one, other)));
    u32::try_from(backups.len() - same.count()).unwrap_or(u32::MAX)
}

/// The free bytes of the file system of a folder; `None` if it is unknown.
pub(super) fn free_bytes(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let system = rustix::fs::statvfs(folder).ok()?;
        Some(system.f_bavail.saturating_mul(system.f_frsize))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}

impl Backups {
    /// Deletes the oldest backups that are beyond the limits. The former live file is the newest one,
    /// even if a clock that is or was wrong gave it, or others, another date.
    pub(super) fn retain(
        &self,
        shared: &Shared,
        live: &Path,
        former: Option<FileId>,
    ) -> Result<(), FileError> {
        let limits = &shared.settings.limits;
        if !limits.any() {
            return Ok(());
        }
        let mut backups = self.kept(&shared.disk, live)?;
        let newest = backups.iter().rfind(|backup| Some(backup.id) == former).copied();
        backups.sort_by_key(|backup| newest.is_some_and(|newest| is_same(&newest, backup)));
        let free = limits.reserve.and_then(|_| free_bytes(self.folder()));
        let gone = limits.excess(&backups, shared.settings.max_bytes(), free);
        for backup in backups.iter().take(gone) {
            self.remove(&shared.disk, backup.name);
        }
        Ok(())
    }

    /// Returns `true` if the free space is below the reserve.
    pub(super) fn is_short_of_space(&self, limits: &Limits) -> bool {
        limits
            .reserve
            .is_some_and(|least| free_bytes(self.folder()).is_some_and(|free| free < least))
    }

    /// Lists the files that the next rotation would delete, the oldest first; at the end perhaps the live
    /// file.
    pub(super) fn would_delete(
        &self,
        disk: &Disk,
        limits: &Limits,
        live: &Path,
        max_bytes: u64,
    ) -> Result<Vec<PathBuf>, FileError> {
        let mut backups = self.kept(disk, live)?;
        let mut gone = Vec::new();
        let path = |backup: &Backup| self.path(backup.name);
        let found =
            disk.inspect(live).map_err(|error| FileError::failed(live, "list backups", error))?;
        let ends = found.filter(|metadata| metadata.len() > 0);
        if ends.is_some() {
            if let NameScheme::Shifted { .. } = self.names.scheme() {
                let pushed_out = self.pushed_out(&backups);
                gone.extend(backups.drain(..pushed_out).map(|backup| path(&backup)));
            }
        }
        let mut paths: Vec<PathBuf> = backups.iter().map(path).collect();
        if let Some(metadata) = ends {
            // The live file becomes the newest backup, with a number that no other one has. Until then it
            // has its own name.
            let (name, id) = (BackupName { number: 0, ..NEWEST }, FileId::of(&metadata));
            backups.push(Backup { name, id, bytes: metadata.len() });
            paths.push(live.to_owned());
        }
        let free = limits.reserve.and_then(|_| free_bytes(self.folder()));
        paths.truncate(limits.excess(&backups, max_bytes, free));
        gone.append(&mut paths);
        Ok(gone)
    }

    /// The backups, oldest first, without temporary files and the live file.
    fn kept(&self, disk: &Disk, live: &Path) -> Result<Vec<Backup>, FileError> {
        let mut backups = self.list(disk)?;
        backups.retain(|backup| !backup.name.form.is_temporary() && self.path(backup.name) != live);
        Ok(backups)
    }
}

#[cfg(test)]
mod tests {
    use super::Limits;
    use crate::sink::file::name::{BackupForm, BackupName};
    use crate::sink::file::rotation::Backup;
    use crate::util::own_file::FileId;

    fn backup(number: u32, form: BackupForm, bytes: u64) -> Backup {
        Backup { name: BackupName { stamp: None, number, form }, id: FileId::default(), bytes }
    }

    #[test]
    fn the_oldest_go_until_every_limit_holds() {
        let backups: Vec<_> = [(1, 50), (2, 40), (3, 30)]
            .map(|(n, bytes)| backup(n, BackupForm::Plain, bytes))
            .into();
        let none = Limits::default();
        assert_eq!(none.excess(&backups, 100, None), 0);
        for (keep, gone) in [(0, 3), (1, 2), (3, 0), (4, 0)] {
            assert_eq!(Limits { keep: Some(keep), ..none }.excess(&backups, 100, None), gone);
        }
        for (bytes, gone) in [(99, 3), (100, 3), (129, 3), (130, 2), (170, 1), (219, 1), (220, 0)] {
            assert_eq!(
                Limits { keep_bytes: Some(bytes), ..none }.excess(&backups, 100, None),
                gone
            );
        }
        for (reserve, gone) in [(7, 0), (8, 1), (57, 1), (58, 2), (1_000, 3)] {
            let limits = Limits { reserve: Some(reserve), ..none };
            assert_eq!(limits.excess(&backups, 100, Some(7)), gone);
        }
        let both = Limits { keep: Some(2), keep_bytes: Some(135), ..none };
        assert_eq!(both.excess(&backups, 100, None), 2);
    }

    #[test]
    fn a_backup_and_its_compressed_copy_count_once_and_go_together() {
        let backups = [
            backup(1, BackupForm::Plain, 10),
            backup(2, BackupForm::Plain, 10),
            backup(2, BackupForm::Gzip, 1),
            backup(3, BackupForm::Plain, 10),
        ];
        let keep =
            |keep| Limits { keep: Some(keep), ..Limits::default() }.excess(&backups, 0, None);
        assert_eq!([keep(3), keep(2), keep(1), keep(0)], [0, 1, 3, 4]);
    }
}

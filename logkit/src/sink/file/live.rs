//! The file that lines are appended to: which files are accepted, and how they are opened.

use std::fs::{File, FileType, Metadata};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::sink::file::disk::{Disk, folder_of, mode_of};
use crate::sink::file::error::FileError;
use crate::util::file_lock::try_lock;
#[cfg(feature = "config")]
use crate::util::file_lock::unlock;
use crate::util::own_file::{self, Descriptor, FileId};
use crate::util::process_id::process_id;

/// The number of attempts to open a file that other processes create and delete meanwhile.
const ATTEMPTS: u32 = 8;

/// An open log file.
#[derive(Debug)]
pub(super) struct LiveFile {
    pub(super) file: File,
    pub(super) path: PathBuf,
    pub(super) id: FileId,
    /// The bytes in it, the position of the next line.
    pub(super) size: u64,
    /// The size that the file may have; see [`Disk::size_limit`].
    pub(super) limit: u64,
    /// The time of the last write before the file was opened.
    pub(super) modified: Option<SystemTime>,
    /// Devices are written to, but not rotated.
    pub(super) is_regular: bool,
    /// See [`Disk::refuses_late`].
    pub(super) refuses_late: bool,
    pub(super) mode: u32,
    /// The process that opened the file. The child of a fork shares an open file, and a lock on it, with
    /// its parent.
    pub(super) opened_by: u32,
    /// The process that has the lock on this open file; 0 if none has.
    pub(super) locked_by: u32,
}

/// A file that was opened, and the end of its text.
pub(super) struct Opened {
    pub(super) live: LiveFile,
    /// The last line, of a process that died or of a full disk, has no end.
    pub(super) within_a_line: bool,
    /// There was no file.
    #[cfg_attr(not(feature = "config"), expect(dead_code, reason = "no other caller asks"))]
    pub(super) is_new: bool,
}

impl LiveFile {
    /// Opens the file of a path, or creates it with the permission bits `mode`.
    pub(super) fn open(
        disk: &Disk,
        path: &Path,
        mode: u32,
        create_dirs: bool,
    ) -> Result<Opened, FileError> {
        let mut last = None;
        for _ in 0..ATTEMPTS {
            let found = disk.inspect(path);
            let found = found.map_err(|error| FileError::failed(path, "open", error))?;
            let is_new = found.is_none();
            let opened = match found {
                Some(metadata) => {
                    accept(path, metadata.file_type())?;
                    disk.open_existing(path)
                }
                None => disk.create_new(path, mode),
            };
            match opened {
                Ok(file) => return Self::over(disk, path, file, is_new),
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    make_folder(disk, path, create_dirs)?;
                    last = Some(error);
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => last = Some(error),
                Err(error) => return Err(FileError::failed(path, "open", error)),
            }
        }
        let error = last.unwrap_or_else(|| ErrorKind::NotFound.into());
        Err(FileError::failed(path, "open", error))
    }

    /// Takes the right to rotate the file, unless another process or handler has it.
    pub(super) fn lock(&mut self) -> bool {
        let locked = try_lock(&self.file);
        self.locked_by = if locked { process_id() } else { 0 };
        locked
    }

    /// Gives that right up, until it is needed again.
    #[cfg(feature = "config")]
    pub(super) fn unlock(&mut self) {
        if std::mem::take(&mut self.locked_by) == process_id() {
            unlock(&self.file);
        }
    }

    /// Returns the state of the descriptor, which the program may have closed.
    pub(super) fn descriptor(&self) -> Descriptor {
        Descriptor::of(&self.file, self.id)
    }

    /// Closes the file, unless the program has done so.
    pub(super) fn close(self) {
        own_file::close(self.file, self.id);
    }

    /// Returns the number of bytes that the file may grow by, of which so many are known to be kept.
    #[inline]
    pub(super) fn room(&self, kept: usize) -> u64 {
        self.limit.saturating_sub(self.size - (kept as u64).min(self.size))
    }

    fn over(disk: &Disk, path: &Path, file: File, is_new: bool) -> Result<Opened, FileError> {
        let metadata = disk.inspect_open(&file);
        let metadata = metadata.map_err(|error| FileError::failed(path, "open", error))?;
        accept(path, metadata.file_type())?;
        // A file that its owner may not read is appended to as it is.
        let within_a_line = metadata.is_file()
            && metadata.len() > 0
            && disk.ends_within_a_line(path).unwrap_or(false);
        let live = Self::new(disk, path, file, &metadata);
        Ok(Opened { live, within_a_line, is_new })
    }

    fn new(disk: &Disk, path: &Path, file: File, metadata: &Metadata) -> Self {
        let refuses_late = metadata.is_file() && disk.refuses_late(&file);
        Self {
            file,
            path: path.to_owned(),
            modified: metadata.modified().ok(),
            id: FileId::of(metadata),
            size: metadata.len(),
            limit: if metadata.is_file() { disk.size_limit() } else { u64::MAX },
            is_regular: metadata.is_file(),
            refuses_late,
            mode: mode_of(metadata),
            opened_by: process_id(),
            locked_by: 0,
        }
    }
}

/// Puts a file in the place of another one, under the same descriptor if the program has not closed it.
///
/// A fork copies the descriptors first and the memory after them. With another descriptor, the child of
/// another thread's fork could have a number in its memory that is not open, or another file.
#[cfg(unix)]
pub(super) fn in_place_of(old: LiveFile, new: File) -> File {
    use std::os::fd::AsRawFd as _;
    if old.file.as_raw_fd() == new.as_raw_fd() || old.descriptor() != Descriptor::Own {
        // The number was free, and is the new file's or another one's now.
        std::mem::forget(old.file);
        return new;
    }
    let mut descriptor = std::os::fd::OwnedFd::from(old.file);
    // If it cannot be replaced, the new one is as good in this process.
    if replace_descriptor(&new, &mut descriptor).is_ok() { descriptor.into() } else { new }
}

#[cfg(not(unix))]
pub(super) fn in_place_of(_old: LiveFile, new: File) -> File {
    new
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn replace_descriptor(new: &File, old: &mut std::os::fd::OwnedFd) -> rustix::io::Result<()> {
    rustix::io::dup3(new, old, rustix::io::DupFlags::CLOEXEC)
}

#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
fn replace_descriptor(new: &File, old: &mut std::os::fd::OwnedFd) -> rustix::io::Result<()> {
    rustix::io::dup2(new, old)?;
    rustix::io::fcntl_setfd(old, rustix::io::FdFlags::CLOEXEC)
}

/// Creates the missing folder of a file, if that was asked for.
fn make_folder(disk: &Disk, path: &Path, create_dirs: bool) -> Result<(), FileError> {
    let folder = folder_of(path);
    let found = disk.inspect(folder);
    match found.map_err(|error| FileError::failed(path, "open", error))? {
        Some(_) => Ok(()),
        None if create_dirs => disk
            .make_folders(folder)
            .map_err(|error| FileError::failed(path, "create its directory", error)),
        None => {
            let reason = format!(
                "the directory `{}` does not exist; create it or call `with_create_dirs()`",
                folder.display()
            );
            Err(FileError::missing(path, reason))
        }
    }
}

/// Accepts regular files and devices such as `/dev/null`.
fn accept(path: &Path, kind: FileType) -> Result<(), FileError> {
    let found = if kind.is_symlink() {
        "a symbolic link"
    } else if kind.is_dir() {
        "a directory"
    } else if is_pipe_or_socket(kind) {
        "a pipe or a socket"
    } else {
        return Ok(());
    };
    Err(FileError::refused(path, format!("the path is {found}; expected a regular file")))
}

fn is_pipe_or_socket(kind: FileType) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        kind.is_fifo() || kind.is_socket()
    }
    #[cfg(not(unix))]
    {
        let _ = kind;
        false
    }
}

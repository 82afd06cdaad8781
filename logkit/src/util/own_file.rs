//! Files that are open for long. The program may close their descriptors meanwhile, as daemons close all
//! that they do not know, and open other files under their numbers.

use std::fs::{File, Metadata};
use std::io;
use std::mem;

/// The identity of a file: its device and inode. On systems without inodes all are equal, so that a
/// file counts as replaced only if its name is gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FileId(u64, u64);

impl FileId {
    #[cfg(unix)]
    pub(crate) fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        Self(metadata.dev(), metadata.ino())
    }

    /// Returns the identity of an open file; `None` if its system does not tell.
    pub(crate) fn of_open(file: &File) -> Option<Self> {
        file.metadata().ok().map(|metadata| Self::of(&metadata))
    }

    /// Returns the identity of what a descriptor leads to, of a socket as well.
    #[cfg(all(unix, feature = "control"))]
    #[allow(clippy::useless_conversion, reason = "the types differ between systems")]
    pub(crate) fn of_descriptor(descriptor: &impl std::os::fd::AsFd) -> io::Result<Self> {
        let found = rustix::fs::fstat(descriptor)?;
        let number = |part: Result<u64, _>| part.map_err(|_| io::ErrorKind::InvalidData);
        Ok(Self(number(found.st_dev.try_into())?, number(found.st_ino.try_into())?))
    }

    #[cfg(not(unix))]
    pub(crate) fn of(_metadata: &Metadata) -> Self {
        Self(0, 0)
    }
}

/// The state of a descriptor that was opened as a file's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Descriptor {
    Own,
    Closed,
    /// Its number is another file's.
    Foreign,
}

impl Descriptor {
    pub(crate) fn of(file: &File, id: FileId) -> Self {
        Self::of_found(file.metadata().map(|metadata| FileId::of(&metadata)), id)
    }

    /// As [`of`](Self::of), by what was found at the descriptor.
    pub(crate) fn of_found(found: io::Result<FileId>, id: FileId) -> Self {
        match found {
            Ok(found) if found == id => Self::Own,
            Ok(_) => Self::Foreign,
            Err(error) if is_not_open(&error) => Self::Closed,
            // The file system does not answer.
            Err(_) => Self::Own,
        }
    }
}

/// Closes a file, unless its descriptor is closed already or another file's. The first aborts programs
/// that are built with debug assertions, the second takes the file from the program.
pub(crate) fn close(file: File, id: FileId) {
    if Descriptor::of(&file, id) != Descriptor::Own {
        mem::forget(file);
    }
}

/// A file that is closed like that when it is dropped.
#[cfg(feature = "file")]
#[derive(Debug)]
pub(crate) struct OwnFile {
    /// `None` only while it is dropped.
    file: Option<File>,
    id: FileId,
}

#[cfg(feature = "file")]
impl OwnFile {
    pub(crate) fn new(file: File) -> io::Result<Self> {
        match file.metadata() {
            Ok(metadata) => Ok(Self { file: Some(file), id: FileId::of(&metadata) }),
            Err(error) => {
                close(file, FileId::default());
                Err(error)
            }
        }
    }

    /// Returns the file.
    ///
    /// # Errors
    ///
    /// The program has closed the descriptor. Its number may be another file's.
    pub(crate) fn get(&self) -> io::Result<&File> {
        let own =
            self.file.as_ref().filter(|file| Descriptor::of(file, self.id) == Descriptor::Own);
        own.ok_or_else(not_open)
    }

    #[cfg(feature = "gzip")]
    pub(crate) fn id(&self) -> FileId {
        self.id
    }
}

#[cfg(feature = "file")]
impl Drop for OwnFile {
    fn drop(&mut self) {
        if let Some(file) = self.file.take() {
            close(file, self.id);
        }
    }
}

/// `EBADF` of every Unix.
const NOT_OPEN: i32 = 9;

/// Returns `true` for the error of a descriptor that is not open.
pub(crate) fn is_not_open(error: &io::Error) -> bool {
    error.raw_os_error() == Some(NOT_OPEN) && cfg!(unix)
}

/// The error of a descriptor that is not open.
#[cfg(feature = "file")]
pub(crate) fn not_open() -> io::Error {
    io::Error::from_raw_os_error(NOT_OPEN)
}

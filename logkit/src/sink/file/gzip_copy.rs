//! The compressed copy of a backup: how it is written under a temporary name, and compared with the
//! backup.

use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::sink::file::disk::Disk;
use crate::sink::file::error::FileError;
use crate::util::diagnostics;
use crate::util::own_file::{FileId, OwnFile};

/// The bytes that are read at once.
const BLOCK: usize = 64 * 1024;

/// A compressed file that is not complete. It is deleted when it is dropped, unless it was renamed.
pub(super) struct Temporary<'a> {
    disk: &'a Disk,
    pub(super) path: PathBuf,
    pub(super) file: OwnFile,
    renamed: bool,
}

impl<'a> Temporary<'a> {
    pub(super) fn create(disk: &'a Disk, path: PathBuf, mode: u32) -> io::Result<Self> {
        let create = || disk.create_new(&path, mode);
        let file = match create() {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                // A process that died left it: this one holds the lock.
                disk.remove(&path)?;
                create()?
            }
            created => created?,
        };
        Ok(Self { disk, path, file: OwnFile::new(file)?, renamed: false })
    }

    /// Compresses a file; returns how many bytes it had.
    pub(super) fn fill(&self, plain: &OwnFile) -> io::Result<u64> {
        let disk = self.disk;
        let mut encoder =
            GzEncoder::new(DiskWriter { disk, file: &self.file }, Compression::default());
        let (mut block, mut bytes) = (vec![0; BLOCK], 0);
        loop {
            match plain.get().and_then(|plain| disk.read(plain, &mut block)) {
                Ok(0) => break,
                Ok(count) => {
                    encoder.write_all(block.get(..count).unwrap_or_default())?;
                    bytes += count as u64;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        encoder.finish()?;
        Ok(bytes)
    }

    /// Returns `true` if the name still leads to this file. Another process that rotates the log, or
    /// another log of this one, may have replaced it.
    pub(super) fn is_own(&self) -> io::Result<bool> {
        let disk = self.disk;
        Ok(disk.inspect(&self.path)?.is_some_and(|found| FileId::of(&found) == self.file.id()))
    }

    pub(super) fn rename(mut self, target: &Path) -> io::Result<()> {
        self.disk.rename(&self.path, target)?;
        self.renamed = true;
        Ok(())
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if self.renamed {
            return;
        }
        let disk = self.disk;
        let remove = |is_own| if is_own { disk.remove(&self.path) } else { Ok(()) };
        let removed = self.is_own().and_then(remove);
        if let Err(error) = removed {
            let error = FileError::failed(&self.path, "delete", error);
            diagnostics::report(format_args!("{error}"));
        }
    }
}

struct DiskWriter<'a> {
    disk: &'a Disk,
    file: &'a OwnFile,
}

impl Write for DiskWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.write(self.file.get()?, bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(super) struct DiskReader<'a> {
    pub(super) disk: &'a Disk,
    pub(super) file: &'a OwnFile,
}

impl Read for DiskReader<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.disk.read(self.file.get()?, bytes)
    }
}

/// Compares two texts. One that cannot be decompressed is different.
pub(super) fn is_equal(mut one: impl Read, mut other: impl Read) -> io::Result<bool> {
    let (mut here, mut there) = (vec![0; BLOCK], vec![0; BLOCK]);
    loop {
        let count = one.read(&mut here)?;
        if count == 0 {
            return match other.read(&mut there) {
                Ok(more) => Ok(more == 0),
                Err(error) => damaged(error),
            };
        }
        let (Some(here), Some(there)) = (here.get(..count), there.get_mut(..count)) else {
            return Ok(false);
        };
        match other.read_exact(there) {
            Ok(()) if here == there => {}
            Ok(()) => return Ok(false),
            Err(error) => return damaged(error),
        }
    }
}

fn damaged(error: io::Error) -> io::Result<bool> {
    match error.kind() {
        ErrorKind::UnexpectedEof | ErrorKind::InvalidInput | ErrorKind::InvalidData => Ok(false),
        _ => Err(error),
    }
}

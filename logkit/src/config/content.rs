//! The content of a configuration file. A path may lead to anything: a device without end, a named pipe
//! without a writer.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read as _};
#[cfg(unix)]
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// The most bytes that a file may have, 1 MiB. A configuration has a few thousand.
pub(super) const MAX_BYTES: u64 = 1024 * 1024;

/// Reads a regular file, through links.
///
/// # Errors
///
/// There is no such file, it is another kind of file, or it has more than [`MAX_BYTES`].
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    // To open a device may have effects of its own.
    check(&fs::metadata(path)?)?;
    let file = open(path)?;
    // Another file may have taken the place.
    check(&file.metadata()?)?;
    let mut content = Vec::new();
    // The length of a file that grows, or that the kernel makes up, is not known before its end.
    file.take(MAX_BYTES + 1).read_to_end(&mut content)?;
    if content.len() as u64 > MAX_BYTES { Err(too_large()) } else { Ok(content) }
}

/// Opens a file without waiting for a writer, should it be a named pipe by now.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        options.custom_flags(i32::try_from(flags.bits()).unwrap_or_default());
    }
    options.open(path)
}

fn check(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_dir() {
        return Err(io::Error::other("it is a directory"));
    }
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    if metadata.len() > MAX_BYTES { Err(too_large()) } else { Ok(()) }
}

fn too_large() -> io::Error {
    io::Error::other("it has more than 1 MiB")
}

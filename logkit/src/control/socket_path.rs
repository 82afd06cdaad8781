//! The path of a door's socket: of the processes that want it, one gets it, and a socket that is served is
//! never removed.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _};
#[cfg(not(any(target_os = "linux", target_os = "android")))]
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::control::listener::Listener;
use crate::util::file_lock::{try_lock, unlock};

/// The time for which a process waits for others that take or leave a path in the same directory; each
/// needs microseconds.
const PATIENCE: Duration = Duration::from_secs(2);
/// The time between two attempts.
const LOOK: Duration = Duration::from_millis(2);

/// A socket at a path.
#[derive(Debug)]
pub(super) struct BoundSocket {
    pub(super) listener: Listener,
    /// The device and the inode: another process may put its own socket in the place.
    identity: (u64, u64),
    /// The user that may connect.
    pub(super) owner: u32,
}

/// Makes a socket, in place of one that no process serves.
///
/// # Errors
///
/// Something else is at the path, or the socket cannot be made.
pub(super) fn bind(path: &Path) -> io::Result<BoundSocket> {
    check_directory(path)?;
    let lock = DirectoryLock::take(path)?;
    make_room(path)?;
    let listener = Listener::bind(path)?;
    // Until here the mode is the umask's; the check of each client's user does not depend on it.
    let restricted = fs::set_permissions(path, fs::Permissions::from_mode(0o600));
    let metadata = restricted.and_then(|()| fs::symlink_metadata(path)).inspect_err(|_| {
        // It is of no use, and is replaced should this fail.
        let _ = fs::remove_file(path);
    })?;
    drop(lock);
    let identity = (metadata.dev(), metadata.ino());
    Ok(BoundSocket { listener, identity, owner: metadata.uid() })
}

impl BoundSocket {
    /// Runs `stop`, after which nothing serves the socket, and removes it from the path, unless another
    /// one has taken its place.
    pub(super) fn remove(&self, path: &Path, stop: impl FnOnce()) {
        // Without the lock, another process could replace the socket between the look and the removal.
        let lock = DirectoryLock::take(path);
        stop();
        if lock.is_err() {
            // The next process replaces a socket that nothing serves.
            return;
        }
        let metadata = fs::symlink_metadata(path);
        if metadata.is_ok_and(|found| (found.dev(), found.ino()) == self.identity) {
            // A failure has no remedy.
            let _ = fs::remove_file(path);
        }
    }
}

/// The lock of the directory of a path, which needs no file of its own. Everyone who takes or leaves a
/// path in the directory holds it.
struct DirectoryLock(File);

impl DirectoryLock {
    fn take(path: &Path) -> io::Result<Self> {
        let directory = File::open(directory_of(path))?;
        let end = Instant::now() + PATIENCE;
        while !try_lock(&directory) {
            if Instant::now() >= end {
                let reason = "another process keeps its directory locked";
                return Err(io::Error::new(io::ErrorKind::TimedOut, reason));
            }
            thread::sleep(LOOK);
        }
        Ok(Self(directory))
    }
}

impl Drop for DirectoryLock {
    fn drop(&mut self) {
        // To close the file is not enough if a child was forked meanwhile.
        unlock(&self.0);
    }
}

fn directory_of(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

/// Refuses a directory in which every user may put another file in the socket's place.
fn check_directory(path: &Path) -> io::Result<()> {
    const WRITABLE: u32 = 0o002;
    const STICKY: u32 = 0o1000;
    if fs::metadata(directory_of(path))?.mode() & (WRITABLE | STICKY) == WRITABLE {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "every user may replace files of its directory; use one of mode 0755 or less",
        ));
    }
    Ok(())
}

/// Removes a socket that no process serves. Refuses everything else at the path.
fn make_room(path: &Path) -> io::Result<()> {
    let kind = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata.file_type(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if kind.is_symlink() {
        return Err(exists("the path is a symbolic link"));
    }
    if !kind.is_socket() {
        return Err(exists("the path exists and is not a socket"));
    }
    if is_served(path)? {
        return Err(io::Error::new(
            io::ErrorKind::AddrInUse,
            "this process or another one serves it",
        ));
    }
    fs::remove_file(path)
}

/// Returns whether a process listens. One that is stopped accepts no connection, and to connect would
/// wait for it as soon as others wait.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn is_served(path: &Path) -> io::Result<bool> {
    use rustix::io::Errno;
    use rustix::net::{self, AddressFamily, SocketAddrUnix, SocketFlags, SocketType};

    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let socket = net::socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None)?;
    match net::connect(&socket, &SocketAddrUnix::new(path)?) {
        Ok(()) | Err(Errno::AGAIN) => Ok(true),
        Err(Errno::CONNREFUSED) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Returns whether a process listens.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn is_served(path: &Path) -> io::Result<bool> {
    match UnixStream::connect(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => Ok(false),
        Err(error) => Err(error),
    }
}

fn exists(reason: &str) -> io::Error {
    io::Error::new(io::ErrorKind::AlreadyExists, reason)
}

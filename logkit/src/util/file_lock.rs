//! The advisory lock that keeps two processes from rotating one log file, or from taking one path for
//! their sockets.

use std::fs::File;

/// Takes the lock of an open file. It is released when the file is closed, by the forked children that
/// inherited it, too. Returns `false` if another open file has the lock; where there are no such locks,
/// `true`.
pub(crate) fn try_lock(file: &File) -> bool {
    #[cfg(all(unix, not(any(target_os = "solaris", target_os = "illumos"))))]
    {
        use rustix::fs::{FlockOperation, flock};
        flock(file, FlockOperation::NonBlockingLockExclusive) != Err(rustix::io::Errno::WOULDBLOCK)
    }
    #[cfg(not(all(unix, not(any(target_os = "solaris", target_os = "illumos")))))]
    {
        let _ = file;
        true
    }
}

/// Releases the lock of an open file.
#[cfg(any(feature = "config", all(unix, feature = "control")))]
pub(crate) fn unlock(file: &File) {
    #[cfg(all(unix, not(any(target_os = "solaris", target_os = "illumos"))))]
    {
        use rustix::fs::{FlockOperation, flock};
        // If it fails, the next who takes it is refused, which is reported.
        let _ = flock(file, FlockOperation::Unlock);
    }
    #[cfg(not(all(unix, not(any(target_os = "solaris", target_os = "illumos")))))]
    let _ = file;
}

//! Descriptors 1 and 2 as files. One of three files with `unsafe`.
//!
//! Without `unsafe`, a crate for system calls would be needed. It took a twelfth of the time to build
//! a program with one log statement.

#![expect(unsafe_code, reason = "std lends descriptors 1 and 2 only behind its locks and buffers")]

use std::fs::File;
use std::mem::ManuallyDrop;
use std::os::fd::FromRawFd;

/// Standard output, not closed when the file is dropped.
#[inline]
pub(crate) fn stdout() -> ManuallyDrop<File> {
    // SAFETY: see `stderr`.
    ManuallyDrop::new(unsafe { File::from_raw_fd(1) })
}

/// Standard error, not closed when the file is dropped.
#[inline]
pub(crate) fn stderr() -> ManuallyDrop<File> {
    // SAFETY: the process is started with this descriptor, and the file does not close it. If the
    // program closed it, writes fail with `EBADF`; if it opened another file in its place, that file
    // is standard error from then on, for std as well.
    ManuallyDrop::new(unsafe { File::from_raw_fd(2) })
}

//! Descriptors 1 and 2, written without the standard library's locks and buffers: in the child of a
//! fork those locks may never be released.

#[cfg(unix)]
use std::fs::File;
use std::io;
#[cfg(unix)]
use std::mem::ManuallyDrop;

#[cfg(unix)]
use crate::util::std_descriptor;

/// One of the process's own output streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StdFd {
    Stdout,
    Stderr,
}

#[cfg(unix)]
impl StdFd {
    /// The descriptor as a file, which is not closed when it is dropped.
    #[inline]
    pub(super) fn file(self) -> ManuallyDrop<File> {
        match self {
            Self::Stdout => std_descriptor::stdout(),
            Self::Stderr => std_descriptor::stderr(),
        }
    }
}

impl io::Write for StdFd {
    #[cfg(unix)]
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&*self.file()).write(bytes)
    }

    /// No target of this kind can fork, so the standard library's locks are safe.
    #[cfg(not(unix))]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout => io::stdout().write(bytes),
            Self::Stderr => io::stderr().write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

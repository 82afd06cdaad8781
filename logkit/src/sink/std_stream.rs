//! Descriptors 1 and 2, written without the standard library's locks and buffers: in the child of a
//! fork those locks may never be released.

use std::io;

#[cfg(unix)]
use crate::util::std_descriptor;

/// One of the process's own output streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StdFd {
    Stdout,
    Stderr,
}

impl io::Write for StdFd {
    #[cfg(unix)]
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let file = match self {
            Self::Stdout => std_descriptor::stdout(),
            Self::Stderr => std_descriptor::stderr(),
        };
        (&*file).write(bytes)
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
